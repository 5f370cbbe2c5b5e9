#!/usr/bin/python3
"""Pages of our own with the words that stand on them: letters under seals, turned, tilted, photographed, frames of a video.

    tests/accuracy/pages/make.py FOLDER [--seed N]

Needs Debian's python3-cairo, python3-pil, python3-numpy, fonts-noto-cjk, and ffmpeg for the clips. Units are invented.
Writes FOLDER/truth.json: file → kind, the lines drawn, the words of each seal.
"""

import argparse
import json
import math
import pathlib
import random
import shutil
import subprocess
import sys

import cairo
import numpy
from PIL import Image, ImageFilter

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "samples/make"))
from sheet import HEI, RED, SONG, Sheet, scan  # noqa: E402
from units import uscc  # noqa: E402

TOWNS = ["沈阳", "大连", "鞍山", "锦州", "营口", "阜新", "铁岭", "朝阳", "葫芦岛", "丹东", "盘锦", "辽阳"]
BRANDS = ["拟启", "示远", "衡镜", "岚渡", "知粟", "昭棠", "砚禾", "泊舟", "澜曜", "蓟原", "沐辰", "钧策"]
TRADES = ["数据科技", "智能装备", "农业发展", "信息技术", "医疗器械", "供应链管理", "软件", "检测技术服务"]
ENDS = ["有限公司", "有限责任公司", "股份有限公司"]
SENTENCES = ["本单位郑重承诺：本次申报的“{project}”项目（项目编号LN2024{n:03}）所提交的全部材料均真实、准确、完整。",
             "不存在弄虚作假、抄袭剽窃及侵犯他人知识产权等情形，如有违反，愿意承担由此引起的一切法律责任。",
             "项目总投资人民币叁佰捌拾陆万伍仟元整（¥3,865,000.00），其中自筹资金不低于60%。",
             "系统自2023年{m}月上线以来，累计接入设备{n}台，日均处理数据12.{m}TB，准确率达到98.{m}%。",
             "数据来源包括：企业自有数据、公共数据授权运营数据；均按《数据安全法》第二十一条分类分级管理。",
             "采用Transformer与联邦学习（FedAvg）相结合的方法，在不出域的前提下完成建模。",
             "经第三方检测机构按GB/T 25000.51-2016检测，各项指标符合要求。"]


class Page(Sheet):
    """A sheet that remembers what was written on it."""

    def __init__(self, *size):
        super().__init__(*size)
        self.lines, self.seals = [], []

    def text(self, x, y, words, *how, **more):
        self.lines.append(words)
        return super().text(x, y, words, *how, **more)

    def seal(self, x, y, unit, radius=20, inner=""):
        super().seal(x, y, unit, radius)
        self.seals.append(unit + inner)
        if inner:
            Sheet.text(self, x, y + radius * 0.55, inner, radius * 0.17, SONG, True, RED, "centre")

    def number(self, x, y, digits, radius=20):
        """Along the bottom within the ring, the digits' feet outwards."""
        ctx = self.ctx
        ctx.set_source_rgba(*RED, 0.85)
        ctx.select_font_face(HEI, cairo.FontSlant.NORMAL, cairo.FontWeight.NORMAL)
        ctx.set_font_size(radius * 0.1)
        for i, c in enumerate(digits):
            a = math.radians(90 - 4.6 * (i - (len(digits) - 1) / 2))
            ctx.save()
            ctx.translate(x + radius * 0.92 * math.cos(a), y + radius * 0.92 * math.sin(a))
            ctx.rotate(a - math.pi / 2)
            ctx.move_to(-radius * 0.03, 0)
            ctx.show_text(c)
            ctx.restore()
        self.seals[-1] += digits

    def oval(self, x, y, unit, wide=24, high=17, inner="合同专用章"):
        """As seals for contracts and taxes are: the words follow the ellipse, letters upright to it."""
        ctx = self.ctx
        ctx.set_source_rgba(*RED, 0.85)
        ctx.save()
        ctx.translate(x, y)
        ctx.scale(1, high / wide)
        ctx.new_path()
        ctx.arc(0, 0, wide, 0, 2 * math.pi)
        ctx.restore()
        ctx.set_line_width(1.0)
        ctx.stroke()
        size = min(4.6, 4.4 * 11 / len(unit))
        ctx.select_font_face(SONG, cairo.FontSlant.NORMAL, cairo.FontWeight.BOLD)
        ctx.set_font_size(size)
        span = math.radians(min(260, 22 * len(unit)))
        for i, c in enumerate(unit):
            a = -math.pi / 2 - span / 2 + span * (i + 0.5) / len(unit)
            px, py = (wide - 4.4) * math.cos(a), (high - 4.4) * math.sin(a)
            ctx.save()
            ctx.translate(x + px, y + py)
            ctx.rotate(math.atan2(py / high**2, px / wide**2) + math.pi / 2)
            ctx.move_to(-size / 2, size * 0.4)
            ctx.show_text(c)
            ctx.restore()
        Sheet.text(self, x, y + 3, inner, 4, SONG, True, RED, "centre")
        self.seals.append(unit + inner)


def unit(rng):
    return rng.choice(TOWNS) + rng.choice(BRANDS) + rng.choice(TRADES) + rng.choice(ENDS)


def code(rng):
    return uscc("91", f"2101{rng.randrange(2, 24):02}", "MA" + "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(6)))


def letter(rng, owner, seal=True, size=4.4):
    page = Page()
    page.text(105, 40, rng.choice(["承 诺 书", "责任声明", "应用证明", "情况说明"]), 9, rng.choice([HEI, SONG]), True, align="centre")
    y = page.text(28, 62, "致：数据要素大赛组委会", size) + 11
    for words in rng.sample(SENTENCES, 4):
        y = page.paragraph(y, words.format(project=rng.choice(TOWNS) + rng.choice(TRADES) + "平台", n=rng.randrange(100, 999), m=rng.randrange(1, 10)),
                           size=size, leading=size * 1.9)
    page.text(28, y, f"联系人：{rng.choice('尚褚卫蒋沈韩')}{rng.choice('知示拟')}{rng.choice('一行远宁')}  电话：024-8650{rng.randrange(1000, 9999)}", size)
    x, y = rng.randrange(60, 96), y + 26
    page.text(x, y, f"单位（盖章）：{owner}", size)
    page.text(x, y + 11, f"统一社会信用代码：{code(rng)}", size)
    page.text(x, y + 22, f"2024年{rng.randrange(1, 8):02}月{rng.randrange(1, 29):02}日", size)
    if seal:
        page.seal(x + rng.randrange(48, 72), y + rng.randrange(2, 14), owner, 20, rng.choice(["", "", "合同专用章"]))
    return page


def seen_from(rng, slant, w, h, out):
    """Corners of a sheet of w × h in a picture as large as it can be, the camera so many degrees off the perpendicular, to any side."""
    towards, tilt, roll, focal = rng.uniform(0, 2 * math.pi), math.radians(slant), math.radians(rng.uniform(-6, 6)), 1.3 * h
    x, y = math.cos(towards), math.sin(towards)
    cross = numpy.array([[0, 0, y], [0, 0, -x], [-y, x, 0]])
    tilted = numpy.eye(3) + math.sin(tilt) * cross + (1 - math.cos(tilt)) * cross @ cross
    turned = numpy.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    sheet = numpy.array([(-w, -h, 0), (w, -h, 0), (w, h, 0), (-w, h, 0)]) / 2 @ (tilted @ turned).T
    for away in numpy.arange(1.2, 4, 0.02) * h:
        seen = focal * sheet[:, :2] / (sheet[:, 2:] + away)
        if (abs(seen) < 0.49 * numpy.array(out)).all():
            break
    return [tuple(corner) for corner in seen + numpy.array(out) / 2]


def photographed(rng, page, slant):
    """With a phone: on a table, from an angle, light from one side, a hand not quite still."""
    paper = scan(page, 170, 0, 3, 0.5, seed=rng.randrange(99)).convert("RGB")
    w, h = paper.size
    out = (int(w * 1.25), int(h * 1.2))
    corners = seen_from(rng, slant, w, h, out)
    rows = []
    for (x, y), (u, v) in zip(corners, [(0, 0), (w, 0), (w, h), (0, h)]):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    factors = numpy.linalg.solve(numpy.array(rows), numpy.array([c for corner in [(0, 0), (w, 0), (w, h), (0, h)] for c in corner], float))
    table = Image.new("RGB", out, (96, 74, 55))
    mask = Image.new("L", paper.size, 255).transform(out, Image.PERSPECTIVE, factors)
    table.paste(paper.transform(out, Image.PERSPECTIVE, factors, Image.BICUBIC), (0, 0), mask)
    light = numpy.linspace(1.04, 0.72, out[0])[None, :, None] * numpy.linspace(1.0, 0.88, out[1])[:, None, None]
    values = numpy.asarray(table.filter(ImageFilter.GaussianBlur(0.7)), float) * light + numpy.random.default_rng(1).normal(0, 4, (out[1], out[0], 1))
    return Image.fromarray(values.clip(0, 255).astype(numpy.uint8))


def clip(rng, folder, name):
    """Three captions over a moving picture, five frames each: small, compressed hard."""
    shots, lines = [], []
    for shot in range(3):
        words = [rng.choice(TOWNS) + rng.choice(BRANDS) + rng.choice(TRADES), rng.choice(SENTENCES[4:]).format(m=3, n=120)[:18], f"接入设备 {rng.randrange(100, 999)} 台"]
        page = Page(320, 180)
        page.text(20, 60, words[0], 12, HEI, True)
        page.text(20, 90, words[1], 9)
        page.text(20, 150, words[2], 9, HEI)
        lines += page.lines
        shots.append(scan(page, 58, 0, 9, 0.6, seed=shot).convert("RGB"))
    frames = folder / (name + ".frames")
    frames.mkdir()
    for i in range(75):  # five seconds a shot, five frames a second
        values = numpy.asarray(shots[i // 25], float) * (0.85 + 0.006 * (i % 25)) + numpy.random.default_rng(i).normal(0, 10, (1, 1, 3))
        picture = Image.fromarray(values.clip(0, 255).astype(numpy.uint8)).rotate(0.03 * (i % 25), Image.BICUBIC, fillcolor=(240, 240, 240))
        picture.resize((640, 360)).save(frames / f"{i:03}.png")
    subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-framerate", "5", "-i", frames / "%03d.png", "-c:v", "libx264", "-crf", "36", "-pix_fmt", "yuv420p",
                    folder / (name + ".mp4")], check=True)
    shutil.rmtree(frames)
    return lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    folder, rng = arguments.folder, random.Random(arguments.seed)
    folder.mkdir(parents=True, exist_ok=True)
    truth = {}

    def keep(name, kind, picture, page, lines=True):
        picture.convert("RGB").save(folder / (name + ".jpg"), quality=rng.choice([60, 75, 88]))
        truth[name + ".jpg"] = {"kind": kind, "lines": page.lines if lines else [], "seals": page.seals}

    for i in range(6):
        page = letter(rng, unit(rng))
        keep(f"letter_{i}", "sealed letter, 150 dpi", scan(page, 150, rng.uniform(-2, 2), rng.choice([3, 8]), rng.choice([0.4, 0.9]), seed=i), page)
        page = letter(rng, unit(rng))
        keep(f"small_{i}", "sealed letter, 95 dpi", scan(page, 95, rng.uniform(-5, 5), rng.choice([5, 12]), 0.4, seed=i), page)
    for i in range(4):
        page = letter(rng, unit(rng), seal=False)
        flat = scan(page, 130, 0, 4, 0.4, seed=i)
        keep(f"upright_{i}", "upright", flat, page)
        for turn in (90, 180, 270):
            keep(f"turned_{i}_{turn}", "turned by 90, 180, 270", flat.rotate(turn, expand=True), page)
        for tilt in (-10, 10):
            keep(f"tilted_{i}_{tilt}", "tilted by 10 degrees", scan(page, 130, tilt, 4, 0.4, seed=i), page)
        for slant in (0, 12, 25, 35):
            page = letter(rng, unit(rng))
            keep(f"photo_{i}_{slant}", f"photograph, {slant} degrees", photographed(rng, page, slant), page)
    for i in range(6):
        page = letter(rng, unit(rng), seal=False)
        page.oval(100 + rng.randrange(60), 235, unit(rng))
        keep(f"oval_{i}", "seal: oval", scan(page, rng.choice([110, 150, 200]), rng.uniform(-3, 3), 5, 0.5, seed=i), page, False)
        page = letter(rng, unit(rng), seal=False)
        x = 80 + rng.randrange(40)
        page.seal(x, 235, unit(rng))
        page.seal(x + rng.randrange(24, 34), 238, unit(rng))
        keep(f"overlap_{i}", "seal: two that overlap", scan(page, rng.choice([110, 150, 200]), rng.uniform(-3, 3), 5, 0.5, seed=i), page, False)
        page = letter(rng, unit(rng))
        keep(f"grey_{i}", "seal: round, grey copy", scan(page, rng.choice([110, 150, 200]), rng.uniform(-3, 3), 5, 0.5, True, seed=i), page, False)
        page = letter(rng, unit(rng))
        keep(f"round_{i}", "seal: round, red", scan(page, rng.choice([110, 150, 200]), rng.uniform(-3, 3), 5, 0.5, seed=i), page, False)
    for i in range(6):
        page = letter(rng, unit(rng), seal=False)
        x = 80 + rng.randrange(40)
        page.seal(x, 235, unit(rng))
        page.number(x, 235, f"21{rng.randrange(1, 15):02}{rng.randrange(10**9):09}")
        keep(f"number_{i}", "seal: round, with its number", scan(page, (200, 300)[i % 2], rng.uniform(-3, 3), 5, 0.5, seed=i), page, False)
    if shutil.which("ffmpeg"):
        for i in range(3):
            truth[f"clip_{i}.mp4"] = {"kind": "video", "lines": clip(rng, folder, f"clip_{i}"), "seals": []}
    else:
        print("skipped: clips, ffmpeg is not installed")
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf8")


if __name__ == "__main__":
    main()
