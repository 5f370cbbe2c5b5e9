#!/usr/bin/env python3
"""clang-tidy over our own sources, on all cores; any warning is an error.

    scripts/lint.py BUILD_FOLDER [FILE…]

A file that passed is not looked at again until it, a header of ours that it includes, or the checks change: what
passed is remembered in the user's cache folder.
"""

import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
INCLUDE = re.compile(rb'^#include "([^"]+)"', re.M)
# Flags that only g++ knows are no fault of the source; Boost 1.74 does not see by itself that clang 14 has coroutines.
FOR_CLANG = ("-Wno-unknown-warning-option", "-DBOOST_ASIO_HAS_CO_AWAIT=1", "-DBOOST_ASIO_HAS_STD_COROUTINE=1")
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


def lint(build, source, checks):
    """What clang-tidy says of it; empty where it passes."""
    passed = stamp(source, checks)
    if passed.exists():
        return ""
    done = subprocess.run(["clang-tidy", "--quiet", "-p", build, *(f"--extra-arg={flag}" for flag in FOR_CLANG), source],
                          capture_output=True, text=True)
    if done.returncode == 0 and not done.stdout.strip():
        passed.touch()
        return ""
    return done.stdout + (done.stderr if not done.stdout.strip() else "")


def main():
    build = sys.argv[1]
    listed = subprocess.run(["git", "ls-files", "*.cc"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    names = sys.argv[2:] or [name for name in listed if not name.endswith("_test.cc")]
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    checks = version + (ROOT / ".clang-tidy").read_bytes()
    CACHE.mkdir(parents=True, exist_ok=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for words in pool.map(lambda name: lint(build, ROOT / name, checks), names):
            if words:
                failed += 1
                print(words, flush=True)
    print(f"{len(names) - failed} of {len(names)} files pass")
    sys.exit(bool(failed))


main()
