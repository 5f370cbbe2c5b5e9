#!/usr/bin/env python3
"""Whole commands, timed side by side in one run: ours and what a user would take instead, on the same files.

    tests/bench/run.py build/release [--write docs/benchmarks.md]

Needs qpdf; pdftotext (poppler-utils) and ocrmypdf with tesseract-ocr-chi-sim for the peers; a peer that is not
installed is said to be skipped. Each row is the median of three runs; CPU and memory are those of the command and its
children (memory: the largest single process). After them what the Google Benchmark programs say of names and of a
contest of 1,200 entries.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
SCANS = ["LN2024-9001/证明材料/申报主体责任声明.pdf", "LN2024-9001/证明材料/检测报告.pdf", "LN2024-9001/证明材料/应用证明.pdf",
         "LN2024-9002/证明材料/参赛承诺书.pdf", "LN2024-9002/证明材料/2023年度审计报告.pdf", "LN2024-9003/03责任声明与承诺书.pdf"]
RUNS = 3


def joined(target, parts):
    """One PDF of many; returns its page count."""
    subprocess.run(["qpdf", "--deterministic-id", "--empty", "--pages", *map(str, parts), "--", str(target)], check=True)
    return int(subprocess.run(["qpdf", "--show-npages", str(target)], check=True, capture_output=True, text=True).stdout)


def largest_process(pid):
    """Largest peak of resident memory in the tree of a process, KiB, sampled while it runs."""
    peak, todo = 0, [pid]
    while todo:
        here = todo.pop()
        try:
            status = pathlib.Path(f"/proc/{here}/status").read_text()
            peak = max(peak, int(status.split("VmHWM:")[1].split()[0]))
            for thread in pathlib.Path(f"/proc/{here}/task").iterdir():
                todo += map(int, (thread / "children").read_text().split())
        except (OSError, IndexError):
            continue
    return peak


def timed(command, environment):
    before = os.times()
    start = time.monotonic()
    running = subprocess.Popen(list(map(str, command)), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    peak = 0
    while running.poll() is None:
        peak = max(peak, largest_process(running.pid))
        time.sleep(0.02)
    wall = time.monotonic() - start
    after = os.times()
    if running.returncode not in (0, 1):
        sys.exit(f"{command}: {running.stderr.read()}")
    running.stderr.close()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu, peak / 1024


def inner(programs):
    """(name, time, items a second or "") of each benchmark of the given programs."""
    rows = []
    for program in programs:
        done = subprocess.run([program, "--benchmark_format=json"], check=True, capture_output=True, text=True)
        for row in json.loads(done.stdout)["benchmarks"]:
            name = row["name"].split("/")[0].replace("_", " ")
            rate = f"{row['items_per_second']:,.0f}" if "items_per_second" in row else ""
            rows.append((name, f"{row['real_time']:.3g} {row['time_unit']}", rate))
            print(f"{name:44} {rows[-1][1]:>12} {rate:>12}", flush=True)
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    arguments = parser.parse_args()
    program = arguments.build.resolve() / "bin/jianzhen"
    rows = []
    with tempfile.TemporaryDirectory(prefix="jianzhen-bench-") as tmp:
        tmp = pathlib.Path(tmp)
        text, scan = tmp / "text.pdf", tmp / "scan.pdf"
        application = SAMPLES / "LN2024-9001/项目申报书.pdf"
        words_only = tmp / "words.pdf"  # its first page carries a stamp, which is a picture
        subprocess.run(["qpdf", application, "--pages", ".", "2-z", "--", words_only], check=True)
        text_pages = joined(text, [words_only] * 180)
        scan_pages = joined(scan, [SAMPLES / name for name in SCANS])

        def measure(name, pages, command, fresh):
            walls, cpus, peaks = [], [], []
            for run in range(RUNS):
                cache = tmp / (f"cache-{run}" if fresh else "cache-0")
                if fresh:
                    shutil.rmtree(cache, ignore_errors=True)
                environment = dict(os.environ, XDG_CACHE_HOME=str(cache), HOME=str(tmp), OMP_THREAD_LIMIT="1")
                wall, cpu, peak = timed(command, environment)
                walls.append(wall), cpus.append(cpu), peaks.append(peak)
            wall, cpu = statistics.median(walls), statistics.median(cpus)
            rows.append((name, pages, wall, cpu, pages / wall, max(peaks)))
            print(f"{name:44} {pages:4} pages  {wall:7.2f} s  cpu {cpu:7.2f} s  {pages / wall:8.1f} pages/s  {max(peaks):5.0f} MiB", flush=True)

        measure("text PDF, jianzhen read, first run", text_pages, [program, "read", "--json", text], True)
        measure("text PDF, jianzhen read, kept", text_pages, [program, "read", "--json", text], False)
        if shutil.which("pdftotext"):
            measure("text PDF, pdftotext -bbox", text_pages, ["pdftotext", "-bbox", text, tmp / "out.html"], False)
        else:
            print("skipped: pdftotext is not installed")
        measure("scan, jianzhen read, first run", scan_pages, [program, "read", "--json", scan], True)
        measure("scan, jianzhen read, kept", scan_pages, [program, "read", "--json", scan], False)
        if shutil.which("ocrmypdf"):
            measure("scan, ocrmypdf -l chi_sim --force-ocr -j 2", scan_pages,
                    ["ocrmypdf", "-q", "-l", "chi_sim", "--force-ocr", "-j", "2", scan, tmp / "out.pdf"], False)
        else:
            print("skipped: ocrmypdf is not installed")
    by_name = {row[0]: row for row in rows}
    ratio = by_name["scan, jianzhen read, first run"][2] / by_name["scan, jianzhen read, kept"][2]
    print(f"kept readings of the scan are {ratio:.0f} times faster")
    inner_rows = inner([program.with_name("names_bench"), program.with_name("contest_bench")])
    if arguments.write:
        lines = ["# Benchmarks", "", "Made by `tests/bench/run.py build/release --write docs/benchmarks.md`: whole commands, medians of three runs, all in",
                 f"one run on {os.cpu_count()} cores. Memory is that of the largest single process.", "",
                 "| command | pages | wall s | CPU s | pages/s | peak MiB |", "| --- | --: | --: | --: | --: | --: |"]
        lines += [f"| {n} | {p} | {w:.2f} | {c:.2f} | {r:.1f} | {m:.0f} |" for n, p, w, c, r, m in rows]
        lines += ["", f"A second run over the same scan, from kept readings, is {ratio:.0f} times faster.", "",
                  "## Names, relations, a contest", "",
                  "Of `names_bench` (names and a graph of a million units, on one core) and `contest_bench` (1,200 entries of 30 materials:",
                  "rules run again over what is stored, on all cores; \"where else is this used\", asked first, before the service has warmed",
                  "its index as it does from its start on, and then).", "",
                  "| what | time | a second |", "| --- | --: | --: |"]
        lines += [f"| {name} | {each} | {rate} |" for name, each, rate in inner_rows]
        lines += [""]
        arguments.write.write_text("\n".join(lines), encoding="utf8")


if __name__ == "__main__":
    main()
