#!/usr/bin/python3
"""What one reader holds in memory while it reads a scan of many pages.

    tests/bench/memory.py build/release [--pages 1000]

A scan of pages that all differ (drawn with Debian's python3-cairo, some sealed) is read by one reader; the resident
memory of the largest process is sampled all the time. Told: after the first tenth of the pages, at the end, the growth.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples/make"))
from sheet import Sheet, scan  # noqa: E402

WORDS = "本单位郑重承诺本次申报的项目所提交的全部材料均真实准确完整不存在弄虚作假抄袭剽窃及侵犯他人知识产权等情形数据来源合法"


def resident(root):
    """MiB of the largest process below `root`."""
    largest, todo = 0, [root]
    while todo:
        here = todo.pop()
        try:
            largest = max(largest, int(pathlib.Path(f"/proc/{here}/status").read_text().split("VmRSS:")[1].split()[0]))
            for thread in pathlib.Path(f"/proc/{here}/task").iterdir():
                todo += map(int, (thread / "children").read_text().split())
        except (OSError, IndexError):
            continue
    return largest / 1024


def draw(target, pages):
    rng = random.Random(1)
    sheets = []
    for number in range(pages):
        page = Sheet(105, 148)
        page.text(52, 20, f"说明 {number + 1}", 7, align="centre")
        for row in range(5):
            page.text(12, 36 + 10 * row, "".join(rng.sample(WORDS, 17)), 4.2)
        if number % 10 == 0:
            page.seal(70, 110, "沈阳" + "".join(rng.sample("晨砺衡屿昭棠澜曜", 2)) + "数据科技有限公司")
        sheets.append(scan(page, 110, rng.uniform(-1, 1), 4, 0.4, seed=number).convert("RGB"))
    sheets[0].save(target, save_all=True, append_images=sheets[1:], quality=75)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--pages", type=int, default=1000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jianzhen-memory-") as tmp:
        source = pathlib.Path(tmp) / "scan.pdf"
        draw(source, arguments.pages)
        samples = []
        start = time.monotonic()
        running = subprocess.Popen([arguments.build / "bin/jianzhen", "read", "--json", source], stdout=subprocess.PIPE, text=True,
                                   env=dict(os.environ, XDG_CACHE_HOME=tmp))

        def sample():
            while running.poll() is None:
                samples.append(resident(running.pid))
                time.sleep(0.1)

        watching = threading.Thread(target=sample)
        watching.start()
        document = json.loads(running.stdout.read())
        watching.join()
        wall = time.monotonic() - start
    read = sum(1 for page in document["pages"] if page["lines"])
    tenth = len(samples) // 10
    early, late = max(samples[:tenth]), max(samples[-tenth:])
    print(f"{read} of {arguments.pages} pages with words in {wall:.0f} s; resident: {early:.0f} MiB in the first tenth, "
          f"{late:.0f} MiB in the last ({100 * (late / early - 1):+.1f} %), {max(samples):.0f} MiB at most")


if __name__ == "__main__":
    main()
