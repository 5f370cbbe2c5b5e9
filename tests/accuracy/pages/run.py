#!/usr/bin/env python3
"""Reads pages of our own (make.py) and counts lines exact, characters wrong, and seals exact, by kind of page.

    tests/accuracy/pages/run.py BUILD_FOLDER [--seed N] [--keep FOLDER] [-v]
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
FOLD = str.maketrans("：，（）；！？“”‘’￥、。《》—·", ":,();!?\"\"''¥,.<>-.")


def folded(words):
    return "".join(unicodedata.normalize("NFKC", words).translate(FOLD).split())


def errors(line, text):
    """The least edit distance to any part of the text."""
    if line in text:
        return 0
    previous = [0] * (len(text) + 1)
    for i, a in enumerate(line, 1):
        current = [i]
        for j, b in enumerate(text, 1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b)))
        previous = current
    return min(min(previous), len(line))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("-v", action="store_true", help="each line and seal that is not exact")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jianzhen-pages-") as tmp:
        folder = arguments.keep or pathlib.Path(tmp)
        if not (folder / "truth.json").exists():
            subprocess.run(["/usr/bin/python3", HERE / "make.py", folder, "--seed", arguments.seed], check=True)
        truth = json.loads((folder / "truth.json").read_text(encoding="utf8"))
        read = subprocess.run([arguments.build / "bin/jianzhen", "read", "--json", *(folder / name for name in truth)], capture_output=True, text=True,
                              encoding="utf8")
        count = {}
        for row in read.stdout.splitlines():
            document = json.loads(row)
            name = pathlib.Path(document["path"]).name
            known = truth[name]
            pages = document.get("pages", [])
            parts = [line["text"] for page in pages for line in page.get("lines", [])]
            text = folded("".join(parts))
            seals = [folded(seal["text"] + seal.get("number", "")) for page in pages for seal in page.get("seals", [])]
            n = count.setdefault(known["kind"], dict.fromkeys(("pages", "lines", "exact", "letters", "wrong", "seals", "clean", "invented"), 0))
            n["pages"] += 1
            for line in map(folded, known["lines"]):
                wrong = errors(line, text)
                n["lines"] += 1
                n["exact"] += wrong == 0
                n["letters"] += len(line)
                n["wrong"] += wrong
                if wrong and arguments.v:
                    print(f"{name}: {line} ← {min(parts, key=lambda part: errors(line, folded(part)), default='')}")
            for seal in map(folded, known["seals"]):
                n["seals"] += 1
                n["clean"] += seal in seals
                if seal not in seals and arguments.v:
                    print(f"{name}: seal {seal} ← {seals}")
            n["invented"] += sum(1 for seal in seals if seal and seal not in map(folded, known["seals"]))
    print(f"{'kind':28} pages  lines exact %  characters wrong %   seals exact %  seals with other words")
    for kind, n in count.items():
        lines = f"{n['lines']:6} {100 * n['exact'] / n['lines']:7.1f} {100 * n['wrong'] / n['letters']:19.2f}" if n["lines"] else " " * 34
        seals = f"{n['seals']:7} {100 * n['clean'] / n['seals']:7.1f} {n['invented']:9}" if n["seals"] else ""
        print(f"{kind:28} {n['pages']:5} {lines} {seals}")


if __name__ == "__main__":
    main()
