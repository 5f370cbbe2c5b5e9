#!/usr/bin/python3
"""Makes confusions.txt: what our own reader makes of each character of a unit's name.

    ./learn_confusions.py READER > confusions.txt     READER: the built `jianzhen`
    needs python3-numpy, python3-pil, fonts-noto-cjk, unicode-data; some 20 minutes of one core

Every character of 通用规范汉字表 (Unihan's kTGH) is set into invented names, three to a name with
common characters between them (沈阳彧华沅中嵘科技), so that a lost one is known; many names to a page.
Pages differ in face, weight and size of the letters and are degraded as prints, scans and
photographs are. The reader reads them like any material; each name is aligned with what was read
at its place, and for every character is counted whether it came out right, as which other, or not
at all. First all characters are asked for, then again those that went wrong.
Form: one character a line with how often it was seen, then what it was read as with a count each,
"-" for lost: "彧 7 或5 -1". Characters that never went wrong are not listed.
"""
import bz2
import collections
import json
import os
import random
import subprocess
import sys
import tempfile

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

UNIHAN = "/usr/share/unicode/Unihan_OtherMappings.txt.bz2"
FONTS = "/usr/share/fonts/opentype/noto/Noto"
FACES = ["SansCJK-Regular.ttc", "SerifCJK-Regular.ttc", "SerifCJK-Bold.ttc", "SansCJK-Bold.ttc"]
SIMPLIFIED_CHINESE = 2  # the face's index within the collection
SIZES = [20, 23, 26, 30]  # pixels of the letter: 10 to 14 points at 150 dots an inch
PAGE = (1240, 1754)
ASKED = 3  # characters that are asked for, a name
ROUNDS_OF_ALL, ROUNDS_OF_WRONG = 1, 2
PLACES = "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 北京 上海 广东 四川 浙江".split()
TRADES = "科技 数据 软件 医疗 物流 农业 装备 建设 贸易 能源 环保 传媒".split()
COMMON = "中华大新安信通达"


def repertoire():
    with bz2.open(UNIHAN, "rt", encoding="utf8") as file:
        fields = [line.split()[0] for line in file if "\tkTGH\t" in line]
    return [chr(int(field[2:], 16)) for field in fields if len(field) == 6]


def names(chars, rng):
    """Each with the places in it that are asked for."""
    order = chars * 1
    rng.shuffle(order)
    order += order[:-len(order) % ASKED]
    for i in range(0, len(order), ASKED):
        name, asked = rng.choice(PLACES), []
        for char in order[i:i + ASKED]:
            asked.append(len(name))
            name += char + rng.choice(COMMON)
        yield name[:-1] + rng.choice(TRADES), asked


def degraded(page, level, rng):
    """0 a print, 1 a good scan, 2 a poor one, 3 a photograph of paper in poor light."""
    if level == 0:
        return page
    noise = numpy.random.default_rng(rng.randrange(1 << 30))
    if level >= 2:
        small = rng.uniform(0.62, 0.8)
        page = page.resize((int(PAGE[0] * small), int(PAGE[1] * small)), Image.BILINEAR)
        page = page.resize(PAGE, Image.BICUBIC)
    page = page.rotate(rng.uniform(-0.4, 0.4), Image.BICUBIC, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.5 + 0.25 * level)))
    grey = numpy.asarray(page, numpy.float32)
    contrast = rng.uniform(0.95 - 0.15 * level, 1.0)
    grey = 255 - (255 - grey) * contrast
    if level == 3:
        grey *= numpy.linspace(rng.uniform(0.7, 1), rng.uniform(0.7, 1), PAGE[0])[None, :]
    grey += noise.normal(0, 4 * level, grey.shape)
    return Image.fromarray(numpy.clip(grey, 0, 255).astype(numpy.uint8))


def make_page(lines, file, rng, number):
    face, size = FACES[number % 4], SIZES[number // 4 % 4]
    font = ImageFont.truetype(FONTS + face, size, SIMPLIFIED_CHINESE)
    page = Image.new("L", PAGE, 255)
    draw = ImageDraw.Draw(page)
    places, x, y = [], 50, 50
    while lines and x < PAGE[0] - 320:
        name, asked = lines.pop()
        draw.text((x, y), name, font=font, fill=rng.randrange(50))
        middle = (y + 0.72 * size, x, x + font.getlength(name))
        places.append((name, asked, middle))
        y += int(size * 1.75)
        if y > PAGE[1] - 80:
            x, y = x + 390, 50
    page = degraded(page, rng.choice([0, 1, 1, 2, 2, 3]), rng)
    page.save(file, quality=rng.choice([45, 65, 85]))
    return places


def read_at(lines, middle):
    y, left, right = middle
    best = ""
    for line in lines:
        l, t, r, b = line["box"]
        inside = min(r * PAGE[0], right) - max(l * PAGE[0], left)
        if t * PAGE[1] <= y <= b * PAGE[1] and inside > 0.6 * (right - left):
            best = max(best, line["text"], key=len)
    return best.replace(" ", "")


def aligned(name, read):
    """For each character of `name` what was read for it: cheapest edits, "" for lost."""
    n, m = len(name), len(read)
    cost = [[j * 2 for j in range(m + 1)]]
    for i in range(1, n + 1):
        row = [i * 2]
        for j in range(1, m + 1):
            row.append(min(cost[i - 1][j - 1] + (0 if name[i - 1] == read[j - 1] else 3),
                           cost[i - 1][j] + 2, row[j - 1] + 2))
        cost.append(row)
    result, i, j = [], n, m
    while i > 0:
        if j > 0 and cost[i][j] == cost[i - 1][j - 1] + (0 if name[i - 1] == read[j - 1] else 3):
            i, j = i - 1, j - 1
            result.append(read[j])
        elif cost[i][j] == cost[i - 1][j] + 2:
            i -= 1
            result.append("")
        else:
            j -= 1
    return result[::-1]


def count(reader, folder, pages, seen, misread):
    files = list(pages)
    out = subprocess.run([reader, "read", "--json"] + files, stdout=subprocess.PIPE, check=False,
                         env={**os.environ, "XDG_CACHE_HOME": folder})
    for answer in map(json.loads, out.stdout.decode().splitlines()):
        lines = answer["pages"][0]["lines"] if answer["pages"] else []
        for name, asked, middle in pages[answer["path"]]:
            got = aligned(name, read_at(lines, middle))
            for i in asked:
                # Where its neighbours went wrong too, nobody knows what became of it.
                if got[i - 1] != name[i - 1] or got[i + 1] != name[i + 1]:
                    continue
                seen[name[i]] += 1
                if got[i] != name[i]:
                    misread[name[i]][got[i] or "-"] += 1


def print_table(seen, misread, file):
    print("# Made by learn_confusions.py: how often our reader saw a character, and what it read "
          "instead (- for nothing).", file=file)
    for char in sorted(misread):
        listed = sorted(misread[char].items(), key=lambda item: (-item[1], item[0]))
        print(char, seen[char], *(got + str(times) for got, times in listed), file=file)


def main():
    reader, rng = sys.argv[1], random.Random(20240721)
    chars = repertoire()
    seen, misread = collections.Counter(), collections.defaultdict(collections.Counter)
    number = 0
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(ROUNDS_OF_ALL + ROUNDS_OF_WRONG):
            asked = chars if turn < ROUNDS_OF_ALL else sorted(misread)
            lines = list(names(asked, rng))
            while lines:
                pages = {}
                while lines and len(pages) < 16:
                    file = os.path.join(folder, f"{number}.jpg")
                    pages[file] = make_page(lines, file, rng, number)
                    number += 1
                count(reader, folder, pages, seen, misread)
                for file in pages:
                    os.remove(file)
                print(number, "pages,", sum(seen.values()), "characters", file=sys.stderr)
    print_table(seen, misread, sys.stdout)


main()
