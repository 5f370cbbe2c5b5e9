#!/usr/bin/python3
"""How right the program is on folders of templates that it was not developed on (make.py): our own data.

    tests/accuracy/wide/run.py build/release [--seed N] [--rounds N] [--papers papers|rarer|varied] [--keep FOLDER]
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def check(program, folder):
    bundles = sorted((folder / "bundles").iterdir())
    done = subprocess.run([program, "check", *bundles, "--json", "--relations", folder / "relations.csv"], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    return {report["entry"]: report for report in map(json.loads, done.stdout.decode("utf8").splitlines())}


def places(findings, known):
    """Code and paper of each finding that the truth speaks of."""
    return {(f["code"], f.get("material") or "") for f in findings if f["code"] in known and not f.get("optional")}


def compare(truth, report, known, count, wrong):
    seen = {m["path"]: m for m in report["materials"]}
    for material in truth["materials"]:
        got = seen.get(material["path"], {})
        owner, read = material["owner"], got.get("owner") or {}
        asked = [("kind", material["kind"], got.get("kind"))] if material["kind"] else []
        asked += [("owner", owner["name"], read.get("name")), ("relation", owner["relation"], read.get("relation"))] if owner else []
        for what, wanted, given in asked:
            count[what, wanted == given] += 1
            if wanted != given:
                wrong.append(f"{what} {truth['entry']} {material['path']}: {wanted} read as {given}, {got.get('kind')}")
    expected, found = places(truth["findings"], known), places(report["findings"], known)
    found -= {(f["code"], f.get("material") or "") for f in truth["findings"] if f.get("optional")}
    for code, path in sorted(expected | found):
        how = "found" if (code, path) in expected & found else "missed" if (code, path) in expected else "false"
        count[code, how] += 1
        if how != "found":
            wrong.append(f"{how} {truth['entry']} {code} {path}")
    violation = any(f["severity"] == "violation" for f in report["findings"])
    if truth["clean"]:
        count["clean", not violation] += 1
    for finding in report["findings"]:  # an accusation that the truth has no word of
        if finding["severity"] == "violation" and finding["code"] not in known:
            wrong.append(f"false {truth['entry']} {finding['code']} {finding.get('material')}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--rounds", default="1")
    parser.add_argument("--papers", default="papers")
    parser.add_argument("--keep", type=pathlib.Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jianzhen-wide-") as tmp:
        folder = arguments.keep or pathlib.Path(tmp)
        subprocess.run([HERE / "make.py", folder, "--seed", arguments.seed, "--rounds", arguments.rounds, "--papers", arguments.papers], check=True)
        truths = [json.loads(file.read_text(encoding="utf8")) for file in sorted((folder / "truth").iterdir())]
        reports = check(arguments.build.resolve() / "bin/jianzhen", folder)
    known = {f"owner.{r}" for r in ("unknown", "look_alike")} | {"uscc.invalid", "quality.unreadable", "material.missing"}
    known |= {f["code"] for truth in truths for f in truth["findings"] if not f.get("optional")}
    count, wrong = collections.Counter(), []
    for truth in truths:
        compare(truth, reports[truth["entry"]], known, count, wrong)
    print("\n".join(wrong))
    for what in ("kind", "owner", "relation", "clean"):
        print(f"{what}: {count[what, True]} of {count[what, True] + count[what, False]} right")
    for code in sorted(known):
        print(f"{code:28} found {count[code, 'found']:3}  false {count[code, 'false']:3}  missed {count[code, 'missed']:3}")


if __name__ == "__main__":
    sys.exit(main())
