#!/usr/bin/env python3
"""How right we are, on labelled data beside the checkout; writes docs/accuracy.md.

    tests/accuracy/run.py build/release [--shared ../shared] [--write docs/accuracy.md]

The data is not part of the project. Where it is not there, that is said and nothing is measured.
"""

import argparse
import json
import os
import pathlib
import resource
import shutil
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


def spent():
    """CPU seconds of all commands so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def as_reading(image, text):
    return json.dumps({"path": str(image), "pages": [{"lines": [{"text": text}]}]}, ensure_ascii=False)


def by_jianzhen(program, models, images, tmp):
    environment = dict(os.environ, XDG_CACHE_HOME=str(tmp / models.name), JIANZHEN_MODELS=str(models))
    return run([program, "read", *images, "--json"], env=environment).stdout


def by_tesseract(images):
    environment = dict(os.environ, OMP_THREAD_LIMIT="1")
    return "\n".join(as_reading(i, run(["tesseract", i, "-", "-l", "chi_sim+eng"], env=environment).stdout) for i in images)


def by_ocrmypdf(images, tmp):
    readings = []
    for image in images:
        out = tmp / "out.pdf"
        out.unlink(missing_ok=True)
        run(["ocrmypdf", "-q", "-l", "chi_sim+eng", "--image-dpi", "150", "--force-ocr", image, out])
        readings.append(as_reading(image, run(["pdftotext", out, "-"]).stdout))
    return "\n".join(readings)


def words(program, shared, models, tmp):
    """Ours in detail; then every engine and the peers, one row each, in the same run."""
    images = sorted((shared / "data/ocr/images").iterdir())

    def score(readings):
        return run([sys.executable, shared / "tools/score_ocr.py", shared / "data/ocr/manifest.tsv", "-"], input=readings).stdout.strip()

    without = tmp / "without-onnxruntime"  # the same weights on OpenCV
    without.mkdir()
    for file in models.glob("*.onnx"):
        shutil.copy(file, without)
    shutil.copy(models / "ppocr_keys_v1.txt", without)
    readers = {"jianzhen, ONNX Runtime": lambda: by_jianzhen(program, models, images, tmp),
               "jianzhen, OpenCV dnn": lambda: by_jianzhen(program, without, images, tmp),
               "tesseract -l chi_sim+eng": lambda: by_tesseract(images), "ocrmypdf --force-ocr": lambda: by_ocrmypdf(images, tmp)}
    rows, detail, texts = [], "", {}
    for name, read in readers.items():
        if not name.startswith("jianzhen") and not shutil.which(name.split()[0]):
            rows.append(f"{name:26} skipped: not installed")
            continue
        before = spent()
        readings = read()
        cpu = (spent() - before) / len(images)
        scored = score(readings)
        detail = detail or scored
        rows.append(f"{name:26} {cpu:5.2f} s CPU a picture   {scored.splitlines()[-1]}")
        texts[name] = [[line["text"] for page in json.loads(row)["pages"] for line in page["lines"]] for row in readings.splitlines() if row]
    first, second = texts["jianzhen, ONNX Runtime"], texts["jianzhen, OpenCV dnn"]
    rows.append(f"both engines read the same lines in {sum(a == b for a, b in zip(first, second))} of {len(images)} pictures")
    return "\n".join([detail, "", *rows])


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
                               ("Words of pictures", lambda: words(program, arguments.shared, arguments.build.resolve().parent / "models", pathlib.Path(tmp)))):
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
