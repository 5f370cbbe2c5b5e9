"""How long the service takes over what an administrator's pages ask, with 1,200 entries of 30 materials each:
pages.py BUILD     BUILD: build/release, with contest_bench in bin/

Milliseconds: the first answer after the start, then the median of nine."""

import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

PAGES = ("/api/v1/progress", "/api/v1/review/graph", "/api/v1/review/queue", "/api/v1/entries", "/api/v1/results", "/metrics")


def answered(root, path):
    began = time.perf_counter()
    with urllib.request.urlopen(root + path, timeout=300) as answer:
        size = len(answer.read())
    return (time.perf_counter() - began) * 1000, size


def main():
    binaries = pathlib.Path(sys.argv[1]).resolve() / "bin"
    with tempfile.TemporaryDirectory(prefix="jianzhen-bench-") as home:
        environment = dict(os.environ, HOME=home, XDG_CACHE_HOME=f"{home}/cache", JIANZHEN_BENCH_KEEP=f"{home}/contest")
        subprocess.run([binaries / "contest_bench", "--benchmark_filter=where_else_first"], check=True, env=environment,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        service = subprocess.Popen([binaries / "jianzhen", "serve", "--data", f"{home}/contest/data", "--listen", "127.0.0.1:0"],
                                   env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            root = next(found.group(0) for line in service.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
            print(f"{'':24}{'first':>8}{'then':>8}{'bytes':>12}")
            for path in PAGES:
                first, size = answered(root, path)
                then = statistics.median(answered(root, path)[0] for _ in range(9))
                print(f"{path:24}{first:8.0f}{then:8.0f}{size:12,}")
        finally:
            service.terminate()
            service.wait()


if __name__ == "__main__":
    main()
