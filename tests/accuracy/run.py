#!/usr/bin/env python3
"""How right we are, on labelled data beside the checkout; writes docs/accuracy.md.

    tests/accuracy/run.py build/release [--shared ../shared] [--write docs/accuracy.md]

The data is not part of the project. Where it is not there, that is said and nothing is measured.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(command, **how):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, encoding="utf8", **how)


def bundles(program, shared, tmp):
    dev = shared / "bundles/dev"
    out = tmp / "bundles.jsonl"
    folders = sorted(p for p in (dev / "bundles").iterdir() if p.is_dir())
    done = run([program, "check", *folders, "--json", "--relations", dev / "relations.csv", "--lists", dev / "lists"])
    out.write_text(done.stdout, encoding="utf8")
    scored = run([sys.executable, shared / "bundles/score.py", dev / "truth", out, "-v"])
    return scored.stdout or scored.stderr


def names(program, shared, with_graph):
    pairs = shared / "data/entity/pairs_dev.tsv"
    scorer = shared / "tools/score_pairs.py"
    asked = run([sys.executable, scorer, "--input", pairs]).stdout
    graph = ["--relations", shared / "data/entity/relations.csv"] if with_graph else []
    answered = run([program, "relate", *graph], input=asked).stdout
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf8") as out:
        out.write(answered)
        out.flush()
        return run([sys.executable, scorer, pairs, out.name]).stdout


def words(program, shared):
    images = sorted((shared / "data/ocr/images").iterdir())
    read = run([program, "read", *images, "--json"]).stdout
    return run([sys.executable, shared / "tools/score_ocr.py", shared / "data/ocr/manifest.tsv", "-"], input=read).stdout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    parser.add_argument("--write", type=pathlib.Path)
    arguments = parser.parse_args()
    if not (arguments.shared / "bundles/dev").is_dir():
        print(f"skipped: no labelled data at {arguments.shared}")
        return
    program = arguments.build.resolve() / "bin/jianzhen"
    page = ["# Accuracy", "", "Made by `tests/accuracy/run.py build/release --write docs/accuracy.md` on the labelled data that is handed to the",
            "project's engineers (not part of this repository). It was used for development: other folders, names and pictures",
            "of the same kinds will do somewhat worse."]
    with tempfile.TemporaryDirectory(prefix="jianzhen-accuracy-") as tmp:
        for title, measure in (("Submission folders (24, made)", lambda: bundles(program, arguments.shared, pathlib.Path(tmp))),
                               ("Names and relations, with the graph", lambda: names(program, arguments.shared, True)),
                               ("Names alone", lambda: names(program, arguments.shared, False)),
                               ("Words of pictures", lambda: words(program, arguments.shared))):
            table = measure().strip()
            print(f"== {title}\n{table}\n", flush=True)
            page += ["", f"## {title}", "", "```", table, "```"]
    if arguments.write:
        notes = ROOT / "docs/accuracy-notes.md"
        if notes.exists():
            page += ["", notes.read_text(encoding="utf8").strip()]
        arguments.write.write_text("\n".join(page) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
