#!/usr/bin/python3
"""Makes shapes.txt: which characters look alike, learned from their pictures.

    ./learn_shapes.py > shapes.txt        needs python3-numpy, python3-pil, fonts-noto-cjk

Every character of GB 2312 is drawn in a sans and a serif face and blurred as a poor scan blurs it.
What all characters share (the mean picture) is taken away; what is left is compared by its cosine.
A pair is kept if one of the two is common (GB 2312 level 1), and it is alike by at least 0.36 and
each other's neighbour: among the 30 nearest of either, or alike by at least 0.5.
Form: one character a line, then every later character it looks like, each with ten times the
cosine: "大 太9犬9".
"""
import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FACES = ["/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
         "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"]
SIMPLIFIED_CHINESE = 2  # the face's index within the collection
VARIANTS = "囯亰徳冇冋囗朩囬亖髙兑逋隼仝兊么仪"  # outside GB 2312, but what readers do print
LIKE, CLOSE, NEIGHBOURS, BLUR, SIDE = 0.36, 0.5, 30, 1.6, 32


def repertoire():
    chars, common = [], 0
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                chars.append(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
        if row == 0xD7:
            common = len(chars)
    chars += [c for c in VARIANTS if c not in chars]
    return chars, common


def pictures(chars, face):
    font = ImageFont.truetype(face, 48, SIMPLIFIED_CHINESE)
    rows = numpy.zeros((len(chars), SIDE * SIDE), numpy.float32)
    for i, c in enumerate(chars):
        image = Image.new("L", (64, 64), 0)
        ImageDraw.Draw(image).text((8, -4), c, font=font, fill=255)
        image = image.filter(ImageFilter.GaussianBlur(BLUR)).resize((SIDE, SIDE), Image.BILINEAR)
        rows[i] = numpy.asarray(image, numpy.float32).ravel()
    rows -= rows.mean(0)
    norms = numpy.linalg.norm(rows, axis=1, keepdims=True)
    norms[norms == 0] = 1
    return rows / norms


def main():
    chars, common = repertoire()
    alike = numpy.zeros((len(chars), len(chars)), numpy.float32)
    for face in FACES:
        rows = pictures(chars, face)
        alike += rows @ rows.T / len(FACES)
    numpy.fill_diagonal(alike, 0)
    rank = numpy.argsort(numpy.argsort(-alike, axis=1), axis=1)
    near = numpy.minimum(rank, rank.T) < NEIGHBOURS
    print("# Made by learn_shapes.py: characters that look alike, with ten times their likeness.")
    for i in range(common):
        keep = [j for j in range(i + 1, len(chars))
                if alike[i, j] >= CLOSE or (alike[i, j] >= LIKE and near[i, j])]
        keep.sort(key=lambda j: (-alike[i, j], chars[j]))
        if keep:
            print(chars[i] + " " + "".join(f"{chars[j]}{int(alike[i, j] * 10)}" for j in keep))


main()
