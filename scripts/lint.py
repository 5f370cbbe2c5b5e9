#!/usr/bin/env python3
"""clang-tidy over our own sources, on all cores; any warning is an error.

    scripts/lint.py BUILD_FOLDER [FILE…]

Headers take most of the time, and the files of a folder include the same: files whose private names do not clash are
looked at as one. Where that finds something, each of them is looked at alone, and that is what counts.
A file that passed is not looked at again until it, a header of ours that it includes, or the checks change: what
passed is remembered in the user's cache folder.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
INCLUDE = re.compile(rb'^#include "([^"]+)"', re.M)
# What stands at the beginning of a line, or an alias within a function or namespace: a name that another file may have, too.
DECLARED = re.compile(r"^ *using (?:[\w:]*::)?(\w+)(?: =|;)|^(?:struct|class|enum class|enum|union) (\w+)|^\w[\w:<>,&* \[\]]*?[ &*](\w+)(?:\(|\{| = |;)", re.M)
# Flags that only g++ knows are no fault of the source; Boost 1.74 does not see by itself that clang 14 has coroutines.
FOR_CLANG = ("-Wno-unknown-warning-option", "-DBOOST_ASIO_HAS_CO_AWAIT=1", "-DBOOST_ASIO_HAS_STD_COROUTINE=1")
OURS = f"{ROOT}/(core|store|ingest|ocr|verify|index|api|tests)/"
LARGEST_GROUP = 8  # files
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "jianzhen-lint"


def with_headers(source):
    """The source and every header of ours that it reaches."""
    seen, todo = set(), [source]
    while todo:
        file = todo.pop()
        if file in seen or not file.is_file():
            continue
        seen.add(file)
        todo += [ROOT / name.decode() for name in INCLUDE.findall(file.read_bytes())]
    return sorted(seen)


def stamp(source, checks):
    digest = hashlib.sha256(checks)
    for file in with_headers(source):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return CACHE / digest.hexdigest()


def groups(sources):
    """Sources of one folder in which no name that one declares is a word of another."""
    open_groups = {}
    for source in sources:
        text = source.read_text(encoding="utf8")
        words = set(re.findall(r"\w+", text))
        declared = {name for names in DECLARED.findall(text) for name in names if name}
        of_folder = open_groups.setdefault(source.parent, [])
        for members, their_words, their_names in of_folder:
            if len(members) < LARGEST_GROUP and not declared & their_words and not words & their_names:
                members.append(source)
                their_words |= words
                their_names |= declared
                break
        else:
            of_folder.append(([source], words, declared))
    return [members for of_folder in open_groups.values() for members, _, _ in of_folder]


def alone(build, source):
    """What clang-tidy says of it; empty where it passes."""
    done = subprocess.run(["clang-tidy", "--quiet", "-p", build, *(f"--extra-arg={flag}" for flag in FOR_CLANG), source],
                          capture_output=True, text=True)
    if done.returncode == 0 and not done.stdout.strip():
        return ""
    return done.stdout + (done.stderr if not done.stdout.strip() else "")


def pass_together(sources, commands):
    """True where clang-tidy finds nothing in one file that includes them all."""
    flags = {}  # in order, each once
    for source in sources:
        words = shlex.split(commands[source])
        for before, word in zip(words, words[1:]):
            if before in ("-I", "-isystem"):
                flags[before + word] = None
            elif word.startswith(("-D", "-I", "-std")):
                flags[word] = None
    with tempfile.NamedTemporaryFile("w", suffix=".cc") as all_of_them:
        all_of_them.write("".join(f'#include "{source}"\n' for source in sources))
        all_of_them.flush()
        done = subprocess.run(["clang-tidy", "--quiet", f"--config-file={ROOT / '.clang-tidy'}", f"--header-filter={OURS}", all_of_them.name, "--",
                               *flags, *FOR_CLANG], capture_output=True, text=True)
    return done.returncode == 0 and not done.stdout.strip()


def lint(build, sources, commands, checks):
    """What clang-tidy says of each; empty where it passes."""
    together = len(sources) > 1 and all(source in commands for source in sources) and pass_together(sources, commands)
    said = []
    for source in sources:
        said.append("" if together else alone(build, source))
        if not said[-1]:
            stamp(source, checks).touch()
    return said


def main():
    build = pathlib.Path(sys.argv[1])
    listed = subprocess.run(["git", "ls-files", "*.cc"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    names = sys.argv[2:] or [name for name in listed if not name.endswith("_test.cc")]
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    checks = version + (ROOT / ".clang-tidy").read_bytes()
    CACHE.mkdir(parents=True, exist_ok=True)
    commands = {pathlib.Path(row["file"]): row["command"] for row in json.loads((build / "compile_commands.json").read_text(encoding="utf8"))}
    new = [ROOT / name for name in names if not stamp(ROOT / name, checks).exists()]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for said in pool.map(lambda sources: lint(build, sources, commands, checks), groups(new)):
            for words in filter(None, said):
                failed += 1
                print(words, flush=True)
    print(f"{len(names) - failed} of {len(names)} files pass")
    sys.exit(bool(failed))


main()
