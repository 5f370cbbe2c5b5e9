#!/usr/bin/python3
"""From the last byte of a dropped paper to the finding with its box, while others upload.

    tests/bench/drop.py build/release [--others 20] [--drops 20] [--write docs/drop-benchmarks.md]

A service on loopback. The others stream videos of 40 MB into their entries, each at 1 MB a second, and one of them hands
in a scanned page every 20 seconds. Meanwhile a certificate that is another unit's is dropped again and again, each time
with another number: as a PDF with text, then as a scan of one page. Needs Debian's python3-cairo and ffmpeg.
"""

import argparse
import io
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "samples/make"), str(ROOT / "tests/end_to_end")]
import papers  # noqa: E402
from sheet import pdf, scan  # noqa: E402

VIDEO_BYTES, PIECE, EVERY = 40 << 20, 1 << 20, 20  # bytes, bytes a second, seconds
FORM = json.loads((ROOT / "samples/LN2024-9001/entry.json").read_text(encoding="utf8"))
OTHERS_UNIT = "鞍山衡屿工业软件有限公司"


class Stop(Exception):
    pass


def certificate(rng):
    """Each of another software, so that no two entries hand in the same paper."""
    software = "".join(rng.sample("数据采集智能控制仿真协同调度质量追溯设备能耗预测检测平台模型", 12)) + "系统"
    return papers.software_copyright(type("Unit", (), {"name": OTHERS_UNIT})(), software, f"2023SR{rng.randrange(10**7):07}",
                                     f"软著登字第{rng.randrange(10**7, 10**8)}号")[0]


def as_text(rng, tmp):
    target = tmp / "certificate.pdf"
    pdf(target, [certificate(rng)], "证书")
    return target.read_bytes()


def as_scan(rng, _tmp):
    out = io.BytesIO()
    scan(certificate(rng), 150, rng.uniform(-1, 1), seed=rng.randrange(1000)).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def video(tmp):
    """A moving picture without words, padded to its size: what counts is that it streams in."""
    target = tmp / "clip.mp4"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=15:duration=20", "-c:v", "libx264", "-preset", "ultrafast",
                    "-pix_fmt", "yuv420p", str(target)], check=True)
    made = target.read_bytes()
    free = max(0, VIDEO_BYTES - len(made) - 8)
    return made + (free + 8).to_bytes(4, "big") + b"free" + os.urandom(free)


class Client:
    def __init__(self, root):
        self.root = root

    def ask(self, method, path, body=None, **headers):
        request = urllib.request.Request(self.root + "/api/v1" + urllib.parse.quote(path, safe="/?=&%"), body, headers, method=method)
        with urllib.request.urlopen(request, timeout=300) as answer:
            return json.loads(answer.read() or b"null")

    def entry(self, number):
        form = dict(FORM, entry=number)
        return self.ask("POST", "/entries", json.dumps(form).encode(), **{"Content-Type": "application/json"})["id"]

    def put(self, entry, name, body, **headers):
        self.ask("PUT", f"/entries/{entry}/files/{name}", body, **{"Content-Type": "application/octet-stream", **headers})


def slowly(data, stop):
    for at in range(0, len(data), PIECE):
        if stop.wait(1):
            raise Stop
        yield data[at : at + PIECE]


def stream(client, number, data, stop):
    """One of the others: video after video."""
    entry = client.entry(f"LN2024-7{number:03}")
    turn = 0
    while not stop.is_set():
        turn += 1
        mine = data[:-8] + os.urandom(8)
        try:
            client.put(entry, f"视频{turn}.mp4", slowly(mine, stop), **{"Content-Length": str(len(mine))})
        except (Stop, OSError):
            return


def hand_in_scans(client, stop, tmp):
    rng = random.Random(7)
    entry = client.entry("LN2024-7999")
    turn = 0
    while not stop.wait(EVERY):
        turn += 1
        client.put(entry, f"扫描{turn}.jpg", as_scan(rng, tmp))


def seconds_to_box(client, number, name, data):
    entry = client.entry(number)
    client.put(entry, name, data)
    begin = time.monotonic()  # the last byte is there
    while time.monotonic() < begin + 120:
        try:
            report = client.ask("GET", f"/entries/{entry}/report")
        except urllib.error.HTTPError:  # not checked yet
            report = {"findings": []}
        if any(finding.get("material") == name and finding.get("box") for finding in report["findings"]):
            return time.monotonic() - begin
        time.sleep(0.02)
    sys.exit(f"{name}: no finding with a box after two minutes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--others", type=int, default=20)
    parser.add_argument("--drops", type=int, default=20)
    parser.add_argument("--write", type=pathlib.Path)
    arguments = parser.parse_args()
    os.environ["JIANZHEN"] = str(arguments.build / "bin/jianzhen")
    from serve_test import Service  # reads where the program is
    rng = random.Random(1)
    rows = []
    with tempfile.TemporaryDirectory(prefix="jianzhen-drop-") as folder:
        tmp = pathlib.Path(folder)
        service = Service(dict(os.environ, HOME=folder, XDG_CACHE_HOME=str(tmp / "cache")), tmp / "data")
        client, stop = Client(service.root), threading.Event()
        clip = video(tmp)
        others = [threading.Thread(target=stream, args=(client, i, clip, stop)) for i in range(arguments.others)]
        others.append(threading.Thread(target=hand_in_scans, args=(client, stop, tmp)))
        try:
            seconds_to_box(client, "LN2024-8999", "热身.pdf", as_text(rng, tmp))
            for thread in others:
                thread.start()
            time.sleep(3)
            for k, (what, name, make) in enumerate((("a PDF with text", "软件著作权.pdf", as_text), ("a scan of one page", "软件著作权.jpg", as_scan))):
                times = sorted(seconds_to_box(client, f"LN2024-8{k}{i:02}", name, make(rng, tmp)) for i in range(arguments.drops))
                p95 = times[max(0, -(-95 * len(times) // 100) - 1)]
                rows.append(f"| {what} | {len(times)} | {statistics.median(times):.2f} | {p95:.2f} | {times[-1]:.2f} |")
                print(rows[-1], flush=True)
        finally:
            stop.set()
            for thread in others:
                if thread.ident:
                    thread.join()
            service.stop()
    if arguments.write:
        arguments.write.write_text("\n".join([
            "# From the last byte to the box", "",
            f"Made by `tests/bench/drop.py build/release --write docs/drop-benchmarks.md` on {os.cpu_count()} cores: seconds from the last byte of a dropped",
            f"certificate to its finding with a box, while {arguments.others} others stream videos in at 1 MB a second each and a scanned page comes every",
            f"{EVERY} seconds. Goals: 95 % within 2 s (text) and 5 s (one scanned page).", "",
            "| dropped | times | median s | 95 % s | longest s |", "| --- | --: | --: | --: | --: |", *rows, ""]), encoding="utf8")


if __name__ == "__main__":
    main()
