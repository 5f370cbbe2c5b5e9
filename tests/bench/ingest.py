#!/usr/bin/env python3
"""The goals of speed and memory of reading and receiving, each next to its peer or its limit.

    tests/bench/ingest.py build/release [--corpus ../shared/data/corpus] [--write docs/ingest-benchmarks.md]

Needs qpdf; pdftotext (poppler-utils) and bsdtar (libarchive-tools) for the peers. A row is the median of RUNS runs that
alternate with the peer's; a peer that is not installed is said to be skipped.
"""

import argparse
import hashlib
import http.client
import json
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/end_to_end"))
sys.path.insert(0, str(ROOT / "tests/bench"))

RUNS = 3
# Path → the pages that have a text layer.
TEXT = {"zh/text/debian-reference.zh-cn.pdf": "2-z", "zh/text/maint-guide.zh-cn.pdf": "1-z", "zh/text/debmake-doc.zh-cn.pdf": "2-z"}


def spent():
    """CPU seconds of all commands so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(command, environment=None, cores=None):
    """Seconds, and CPU seconds: these tell how far the machine was busy with something else."""
    if cores:
        command = ["taskset", "-c", cores, *command]
    start, before = time.monotonic(), spent()
    subprocess.run(list(map(str, command)), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.monotonic() - start, spent() - before


def wall(command, environment=None, cores=None):
    return timed(command, environment, cores)[0]


def side_by_side(ours, peer):
    """Medians of both, run in turn."""
    times = [(ours(), peer()) for _ in range(RUNS)]
    return sorted(t[0] for t in times)[RUNS // 2], sorted(t[1] for t in times)[RUNS // 2]


class Bench:
    def __init__(self, build, corpus, tmp):
        self.program, self.corpus, self.tmp, self.rows = build / "bin/jianzhen", corpus, tmp, []
        self.unpack = build / "bin/unpack_bench"

    def row(self, what, measured, goal, holds):
        self.rows.append((what, measured, goal, holds))
        print(f"{what:64} {measured:36} goal {goal:14} {'yes' if holds else 'NO'}", flush=True)

    def text_pdf(self):
        """One long PDF of words alone: without the covers, which are pictures."""
        parts = [self.corpus / name for name in TEXT]
        if not all(part.exists() for part in parts) or not shutil.which("pdftotext"):
            print("skipped: text PDFs (no corpus, or no pdftotext)")
            return
        text = self.tmp / "text.pdf"
        ranges = [word for part, pages in zip(parts, TEXT.values()) for word in (str(part), pages)]
        subprocess.run(["qpdf", "--empty", "--pages", *ranges * 4, "--", str(text)], check=True)
        pages = int(subprocess.run(["qpdf", "--show-npages", str(text)], check=True, capture_output=True).stdout)

        def ours(cores):
            cache = self.tmp / "cache"
            shutil.rmtree(cache, ignore_errors=True)
            return timed([self.program, "read", "--json", text], dict(os.environ, XDG_CACHE_HOME=str(cache)), cores)

        for cores, goal in (("0", 0.9), ("0,1", 1.7)):
            (own, own_cpu), (peer, peer_cpu) = side_by_side(lambda: ours(cores),
                                                            lambda: timed(["pdftotext", "-bbox", text, self.tmp / "o.html"], cores="0"))
            self.row(f"text PDF, {pages} pages, cores {cores}, against pdftotext -bbox on one",
                     f"{pages / own:.0f} : {pages / peer:.0f} pages/s = {peer / own:.2f}; CPU {own_cpu:.1f} : {peer_cpu:.1f} s", f">= {goal}",
                     peer / own >= goal)

    def archives(self):
        if not shutil.which("bsdtar") or not self.unpack.exists():
            print("skipped: archives (no bsdtar, or unpack_bench is not built)")
            return
        folder = self.tmp / "members"
        folder.mkdir()
        chance = random.Random(1)
        words = [chance.randbytes(6).hex() for _ in range(4000)]
        for number in range(300):
            (folder / f"{number}.txt").write_text(" ".join(chance.choices(words, k=20_000)), encoding="utf8")
        for name in ("a.zip", "a.7z", "a.tar.gz", "a.tar.zst", "a.tar.xz"):
            archive = self.tmp / name
            subprocess.run(["bsdtar", "-a", "-cf", str(archive), "-C", str(folder), "."], check=True)
            places = [self.tmp / "ours", self.tmp / "peer"]

            def fresh(place):
                shutil.rmtree(place, ignore_errors=True)
                place.mkdir()

            def ours():
                fresh(places[0])
                return wall([self.unpack, archive, places[0]])

            def peer():
                fresh(places[1])
                return wall(["bsdtar", "-xf", archive, "-C", places[1]])

            own, other = side_by_side(ours, peer)
            self.row(f"{name}, 300 members, against bsdtar -x", f"{own:.2f} : {other:.2f} s = {other / own:.2f}", ">= 0.8", other / own >= 0.8)

    def service(self):
        os.environ["JIANZHEN"] = str(self.program)
        from serve_test import Service  # finds the program in the environment
        environment = dict(os.environ, HOME=str(self.tmp), XDG_CACHE_HOME=str(self.tmp / "service-cache"))
        service = Service(environment, self.tmp / "served")
        try:
            form = json.dumps({"entry": "LN-bench", "applicant": {"name": "沈阳示例科技有限公司"}}).encode()
            service.ask("POST", "/api/v1/entries", form, {"Content-Type": "application/json"})
            self.large_upload(service)
            self.first_page(service)
        finally:
            service.stop()

    def large_upload(self, service):
        size, block = 2 << 30, random.Random(2).randbytes(1 << 20)
        before = resident(service.process.pid)
        peak, done = [before], threading.Event()

        def watch():
            while not done.is_set():
                peak[0] = max(peak[0], resident(service.process.pid))
                time.sleep(0.02)

        watcher = threading.Thread(target=watch)
        watcher.start()
        start = time.monotonic()
        connection = http.client.HTTPConnection(service.root.removeprefix("http://"))
        connection.putrequest("PUT", "/api/v1/entries/LN-bench/files/video.bin")
        connection.putheader("Content-Length", str(size))
        connection.putheader("Content-Type", "application/octet-stream")
        connection.endheaders()
        hashed = hashlib.sha256()
        for _ in range(size // len(block)):
            connection.send(block)
            hashed.update(block)
        answer = connection.getresponse()
        body = json.loads(answer.read())
        seconds = time.monotonic() - start
        done.set()
        watcher.join()
        assert answer.status == 201 and body["sha256"] == hashed.hexdigest(), body
        grown = (peak[0] - before) / 1024
        self.row("upload of 2 GiB, growth of resident memory", f"{grown:.1f} MiB, {size / seconds / 2**20:.0f} MiB/s", "< 64 MiB", grown < 64)

    def first_page(self, service):
        part = ROOT / "samples/LN2024-9001/项目申报书.pdf"
        if all((self.corpus / name).exists() for name in TEXT):
            part = self.corpus / next(iter(TEXT))
        own = int(subprocess.run(["qpdf", "--show-npages", str(part)], check=True, capture_output=True).stdout)
        peaks = {}
        for pages in (100, 500):
            long = self.tmp / f"{pages}.pdf"
            whole, rest = divmod(pages, own)
            parts = [str(part), "1-z"] * whole + ([str(part), f"1-{rest}"] if rest else [])
            subprocess.run(["qpdf", "--empty", "--pages", *parts, "--", str(long)], check=True)
            material = service.upload("LN-bench", f"{pages}.pdf", long.read_bytes())
            start, first, peak = time.monotonic(), None, 0
            while True:
                peak = max([peak, *map(resident, children_of(service.process.pid))])
                listed = service.get(f"/entries/LN-bench/materials/{material['id']}/pages")["pages"]
                if listed and first is None:
                    first = time.monotonic() - start
                state = next(m for m in service.get("/entries/LN-bench")["materials"] if m["id"] == material["id"])
                if state["state"] in ("done", "failed"):
                    break
                time.sleep(0.01)
            peaks[pages] = peak / 1024
            if pages == 500:
                self.row("500 pages: first page after the upload", f"{first:.2f} s", "< 1 s", first < 1)
        grown = peaks[500] - peaks[100]
        self.row("500 pages against 100: largest reader", f"{peaks[500]:.0f} : {peaks[100]:.0f} MiB", "no growth", grown < 32)


def resident(pid):
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])
    except (OSError, IndexError):
        return 0


def children_of(pid):
    found, todo = [], [pid]
    while todo:
        here = todo.pop()
        try:
            below = [int(child) for thread in pathlib.Path(f"/proc/{here}/task").iterdir()
                     for child in (thread / "children").read_text().split()]
        except OSError:
            continue
        found += below
        todo += below
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--corpus", type=pathlib.Path, default=ROOT.parent / "shared/data/corpus")
    parser.add_argument("--write", type=pathlib.Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jianzhen-bench-") as tmp:
        bench = Bench(arguments.build.resolve(), arguments.corpus.resolve(), pathlib.Path(tmp))
        bench.text_pdf()
        bench.archives()
        bench.service()
    if arguments.write:
        lines = ["# Reading and receiving: goals", "",
                 f"Made by `tests/bench/ingest.py build/release --write {arguments.write}` on {os.cpu_count()} cores; medians of {RUNS} runs,",
                 "ours and the peer's in turn.", "", "| what | measured | goal | holds |", "| --- | --- | --- | --- |"]
        lines += [f"| {what} | {measured} | {goal} | {'yes' if holds else 'no'} |" for what, measured, goal, holds in bench.rows]
        arguments.write.write_text("\n".join([*lines, ""]), encoding="utf8")


if __name__ == "__main__":
    main()
