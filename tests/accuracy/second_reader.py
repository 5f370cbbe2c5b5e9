#!/usr/bin/env python3
"""Would a second, independent reader (Tesseract) tell which of our readings are wrong? Pages of our own (pages/make.py) are
read; every line that holds a name, a number or a date is read again by Tesseract from its own box, and both are held against what is printed.

    tests/accuracy/second_reader.py BUILD_FOLDER [--seed N]
"""

import argparse
import difflib
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unicodedata

from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).resolve().parent
DECIDES = re.compile(r"\d{4}|公司|大学|医院|中心|研究院|\d年")
FOLD = str.maketrans("：，（）；！？“”‘’￥、。《》—·", ":,();!?\"\"''¥,.<>-.")  # as pages/run.py compares
HEIGHT, PAPER = 48, 12  # pixels: what Tesseract likes


def folded(words):
    return "".join(unicodedata.normalize("NFKC", words).translate(FOLD).upper().split())


def read_again(picture, box, scratch):
    width, height = picture.size
    left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    margin = (bottom - top) / 6
    cut = picture.crop([int(max(0, left - margin)), int(max(0, top - margin)), int(min(width, right + margin)), int(min(height, bottom + margin))])
    if cut.width < cut.height:
        return None  # it runs downwards
    cut = ImageOps.expand(cut.resize((max(1, cut.width * HEIGHT // cut.height), HEIGHT)), PAPER, "white")
    cut.save(scratch)
    return folded(subprocess.run(["tesseract", scratch, "-", "--psm", "7", "-l", "chi_sim+eng"], capture_output=True, text=True).stdout)


def contradicts(first, second):
    """Nine tenths agree, and a character of the same length of text is another one: no mere failure to read."""
    match = difflib.SequenceMatcher(None, first, second, autojunk=False)
    replaced = [1 for op, a, b, c, d in match.get_opcodes() if op == "replace" and b - a == d - c]
    return bool(replaced) and match.ratio() >= 0.9


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seed", default="11")
    arguments = parser.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    count = {kind: {"lines": 0, "agrees": 0, "contradicts": 0} for kind in ("right", "wrong", "wrong and sure")}
    with tempfile.TemporaryDirectory(prefix="jianzhen-second-") as tmp:
        folder = pathlib.Path(tmp)
        subprocess.run(["/usr/bin/python3", HERE / "pages/make.py", folder, "--seed", arguments.seed], check=True)
        truth = json.loads((folder / "truth.json").read_text(encoding="utf8"))
        pictures = [name for name in truth if name.endswith((".jpg", ".png")) and truth[name]["lines"]]
        done = subprocess.run([arguments.build / "bin/jianzhen", "read", "--json", *(folder / name for name in pictures)],
                              capture_output=True, text=True, encoding="utf8")
        for document in map(json.loads, done.stdout.splitlines()):
            name = pathlib.Path(document["path"]).name
            printed = folded("".join(truth[name]["lines"]))
            picture = Image.open(folder / name).convert("RGB")
            for page in document["pages"]:
                for line in page["lines"]:
                    first = folded(line["text"])
                    if len(first) < 4 or not DECIDES.search(first):
                        continue
                    right = first in printed
                    second = read_again(picture, line["box"], folder / "line.png")
                    if second is None:
                        continue
                    kinds = ["right"] if right else ["wrong"] if line["doubtful"] else ["wrong", "wrong and sure"]
                    for kind in kinds:
                        count[kind]["lines"] += 1
                        count[kind]["agrees"] += first == second
                        count[kind]["contradicts"] += contradicts(first, second)
    for kind, row in count.items():
        print(f"{kind:15}", *(f"{what} {number:4}" for what, number in row.items()))


main()
