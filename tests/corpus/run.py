#!/usr/bin/env python3
"""Every file of a corpus that breaks readers, read one by one: does each end in a state that is allowed, in time?

    tests/corpus/run.py [--program build/release/bin/jianzhen] [--corpus ../shared/data/corpus] [--quick] [--only TEXT]
                        [--serve] [--write docs/corpus.md]

The corpus is a folder with manifest.tsv: `path` and `state`, the states allowed, joined by "|" ("any": any that has a
name). Prints what is wrong as it comes and a table by folder and state at the end; exit status 1 where anything is wrong.
Where the corpus is not there it says that it is skipped. `--quick` takes an even part of each folder, for three minutes.
With `--serve` the files are uploaded to a running service instead, some to an entry: does each end as read or failed, a failed
one with a finding that names it, and is the service well afterwards?
"""

import argparse
import collections
import csv
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/end_to_end"))
SECONDS = 30  # for one file
# Where the manifest says otherwise, and why that cannot be or is not so.
OTHERWISE = {
    # Neither Poppler nor qpdf opens them.
    "pdf/owner_restricted/issue19484_1.pdf": "corrupt", "pdf/owner_restricted/issue19484_2.pdf": "corrupt",
    "pdf/repairable/deep-pages.pdf": "corrupt", "pdf/repairable/poppler-742-0-fuzzed.pdf": "corrupt",
    # Plain XML, gzipped; nothing in it is encrypted.
    "archive/real/testODTBodyListOpenClose.xml.gz": "read",
}
NAMED = {"read", "encrypted", "corrupt", "unsafe", "unsupported", "timeout", "memory", "crash", "empty"}
QUICK_FILES, QUICK_SECONDS = 150, 170
QUICK_UPLOADS = 40
FILES_OF_AN_ENTRY = 40


def rows_of(corpus, only):
    with open(corpus / "manifest.tsv", encoding="utf8", newline="") as manifest:
        return [row for row in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE) if only in row["path"]]


def part_of(rows, count):
    """An even part of each folder, small folders first served."""
    folders = collections.defaultdict(list)
    for row in rows:
        folders[row["path"].split("/")[0]].append(row)
    taken, left = [], count
    for rest, folder in zip(range(len(folders), 0, -1), sorted(folders.values(), key=len)):
        share = min(len(folder), max(1, left // rest))
        taken += [folder[i * len(folder) // share] for i in range(share)]
        left -= share
    return taken


def states_of(output, path):
    """Of a file with a line of its own that failed, that state; else those of its members; else "read"."""
    lines = [json.loads(line) for line in output.splitlines()]
    states = {line["path"]: line["error"]["state"] if "error" in line else "read" for line in lines}
    if states.get(path, "read") != "read":
        return {states[path]}
    return set(states.values()) or {"silent"}


def spent():
    """CPU seconds of all readings so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read(program, file, environment):
    """(states, seconds)"""
    start = time.monotonic()
    running = subprocess.Popen([program, "read", "--json", str(file)], env=environment, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        output, _ = running.communicate(timeout=SECONDS * 3)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        return {"hang"}, time.monotonic() - start
    seconds = time.monotonic() - start
    if running.returncode not in (0, 3):
        return {f"exit {running.returncode}"}, seconds
    try:
        states = states_of(output, str(file))
    except (ValueError, KeyError) as problem:
        return {f"output: {problem}"}, seconds
    if (running.returncode == 3) == (states == {"read"}):
        states.add(f"exit {running.returncode}")
    return states, seconds


def allowed(states, row):
    expected = OTHERWISE.get(row["path"], row["state"])
    named = NAMED - {"crash"} if expected == "any" else set(expected.split("|"))
    # Of an archive some member ends as the whole may; what lies beside it ends in some state with a name.
    if row["path"].startswith("archive/"):
        return bool(states & named) and states <= NAMED
    return states <= named


def unended(service, entry, paths):
    """Of the files of one entry those that are wrong when their time is over, as (path, why)."""
    until = time.monotonic() + SECONDS * len(paths)
    while True:
        state = service.get(f"/entries/{entry}")
        named = {finding.get("material") for finding in service.get(f"/entries/{entry}/findings")["findings"]}
        files = {material["path"]: material["state"] for material in state["materials"] if material["parent"] is None}
        wrong = [(path, f"left {files[path]}") for path in paths if files[path] not in ("done", "failed")]
        wrong += [(path, "failed, and no finding says why") for path in paths if files[path] == "failed" and path not in named]
        if not wrong or time.monotonic() > until:
            return wrong
        time.sleep(0.5)


def serve(program, corpus, rows):
    os.environ["JIANZHEN"] = str(program)
    from serve_test import Service  # asks for JIANZHEN when it is imported
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="jianzhen-corpus-") as home:
        service = Service(dict(os.environ, HOME=home, XDG_CACHE_HOME=home), pathlib.Path(home) / "data")
        for at in range(0, len(rows), FILES_OF_AN_ENTRY):
            part = rows[at:at + FILES_OF_AN_ENTRY]
            form = json.dumps({"applicant": {"name": "沈阳示例科技有限公司"}}).encode()
            status, _, body = service.ask("POST", "/api/v1/entries", form, {"Content-Type": "application/json"})
            if status != 201:
                raise SystemExit(f"no entry: {status} {body[:200]}")
            entry = json.loads(body)["id"]
            for row in part:
                service.upload(entry, urllib.parse.quote(row["path"]), (corpus / row["path"]).read_bytes())
            for path, why in unended(service, entry, [row["path"] for row in part]):
                wrong += 1
                print(f"WRONG {path}: {why}", flush=True)
        if service.ask("GET", "/readyz")[0] != 200:
            wrong += 1
            print("WRONG: the service is not ready any more")
        if service.stop() != 0:
            wrong += 1
            print("WRONG: the service did not end as it should")
    print(f"{len(rows)} files uploaded to the service, {wrong} wrong")
    return 1 if wrong else 0


def write_table(file, table, summary):
    lines = ["# Files that break readers", "",
             "Made by `tests/corpus/run.py --write docs/corpus.md`: public test files of other projects, each read alone by",
             "`jianzhen read`. How they ended, and whether the corpus' manifest allows that.", "",
             "| folder | state | allowed | files |", "| --- | --- | --- | --: |"]
    lines += [f"| {folder} | {state} | {'yes' if good else 'no'} | {files} |"
              for (folder, state, good), files in sorted(table.items())]
    file.write_text("\n".join([*lines, "", summary, ""]), encoding="utf8")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", default=ROOT / "build/release/bin/jianzhen", type=pathlib.Path)
    arguments.add_argument("--corpus", default=ROOT.parent / "shared/data/corpus", type=pathlib.Path)
    arguments.add_argument("--quick", action="store_true")
    arguments.add_argument("--serve", action="store_true", help="through a running service")
    arguments.add_argument("--write", type=pathlib.Path, help="keep the table as Markdown")
    arguments.add_argument("--only", default="", help="paths that contain this")
    options = arguments.parse_args()
    if not (options.corpus / "manifest.tsv").exists():
        print(f"SKIPPED: no corpus at {options.corpus}")
        return 0
    rows = rows_of(options.corpus, options.only)
    if options.quick:
        rows = part_of(rows, QUICK_UPLOADS if options.serve else QUICK_FILES)
    if options.serve:
        return serve(options.program.resolve(), options.corpus, rows)
    table = collections.Counter()
    wrong, slowest, begun, done = 0, (0, ""), time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="jianzhen-corpus-") as home:
        environment = dict(os.environ, HOME=home, XDG_CACHE_HOME=home)
        for row in rows:
            if options.quick and time.monotonic() - begun > QUICK_SECONDS:
                break
            before = spent()
            states, seconds = read(options.program, options.corpus / row["path"], environment)
            done += 1
            good = allowed(states, row) and seconds <= SECONDS
            if not good:
                wrong += 1
                # Little of it CPU: the machine was busy with something else.
                print(f"WRONG {row['path']}: {'+'.join(sorted(states))} in {seconds:.1f} s ({spent() - before:.1f} of CPU), "
                      f"allowed: {row['state']}", flush=True)
            slowest = max(slowest, (seconds, row["path"]))
            table[row["path"].split("/")[0], "+".join(sorted(states)), good] += 1
    print(f"\n{'folder':<12}{'state':<24}{'allowed':<9}files")
    for (folder, state, good), files in sorted(table.items()):
        print(f"{folder:<12}{state:<24}{'yes' if good else 'NO':<9}{files}")
    print(f"{done} of {len(rows)} files in {time.monotonic() - begun:.0f} s, {wrong} wrong; "
          f"slowest {slowest[0]:.1f} s: {slowest[1]}")
    if options.write:
        write_table(options.write, table, f"{done} of {len(rows)} files, {wrong} wrong; the slowest took {slowest[0]:.1f} s.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
