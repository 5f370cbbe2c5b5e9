"""How one and the same form is printed in many ways: label and value side by side, in tables, in two columns, one below
the other, in two languages."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "samples/make"))
from sheet import HEI, SONG, Sheet  # noqa: E402

ENGLISH = {"单位名称": "Name of Organization", "委托单位": "Client", "委托方": "Client", "样品名称": "Sample", "证书编号": "Certificate No.",
           "报告编号": "Report No.", "获证组织": "Certified Organization", "地址": "Address", "有效期至": "Valid until", "发证日期": "Date of Issue",
           "受检单位": "Inspected Unit", "送检单位": "Applicant", "检测机构": "Laboratory", "申请人": "Applicant", "法定代表人": "Legal Representative"}
STYLES = ("colon", "table", "grid", "stacked", "spaced", "underline", "bilingual")


class Drawn:
    """A Cairo context that draws the outlines of words instead of writing them."""

    def __init__(self, ctx):
        self.ctx = ctx

    def __getattr__(self, name):
        return getattr(self.ctx, name)

    def show_text(self, words):
        self.ctx.text_path(words)
        self.ctx.fill()


class Paper(Sheet):
    """Seals are drawn: no text layer holds their words. Remembers where words were written."""

    def __init__(self, width=210, height=297):
        super().__init__(width, height)
        self.written = []  # words, left, right and baseline, size; mm
        self.found, self.kind, self.soft = [], "as asked", False

    def text(self, x, y, words, size=4.2, font=SONG, bold=False, colour=(0, 0, 0), align="left"):
        below = super().text(x, y, words, size, font, bold, colour, align)
        width = self.ctx.text_extents(words).x_advance
        left = x - {"left": 0, "centre": width / 2, "right": width}[align]
        if size >= 2.5:
            self.written.append((words, left, left + width, y, size))
        return below

    def lines_of(self, name):
        """The boxes of a name, or of its pieces where it is broken, as fractions of the page."""
        boxes = []
        for words, left, right, y, size in self.written:
            at = words.find(name)
            piece = len(words) >= 3 and (name.startswith(words) or name.endswith(words))
            if at < 0 and not piece:
                continue
            step = (right - left) / len(words)  # Chinese letters are of one width
            first, count = (at, len(name)) if at >= 0 else (0, len(words))
            boxes.append([(left + step * first) / self.width, (y - 0.88 * size) / self.height,
                          (left + step * (first + count)) / self.width, (y + 0.12 * size) / self.height])
        return boxes

    def seal(self, *place, **how):
        self.ctx = Drawn(self.ctx)
        super().seal(*place, **how)
        self.ctx = self.ctx.ctx


def spread(label):
    return "　　".join(label) if len(label) == 2 else label if len(label) > 3 else "　".join(label)


def wrapped(words, width, size):
    per_line = max(4, int(width / size))
    return [words[i:i + per_line] for i in range(0, len(words), per_line)] or [""]


def rows(sheet, y, pairs, style, x=28, size=4.2, step=9.5):
    """Draws label and value pairs; returns the y below them."""
    if style == "grid":
        while pairs:
            (a, b), pairs = (pairs[:2] + [("", "")])[:2], pairs[2:]
            lines = max(len(wrapped(v, 48, 3.4)) for _, v in (a, b))
            for left, (label, value) in ((x - 8, a), (x + 76, b)):
                sheet.frame(left, y, left + 28, y + 4 + 5 * lines, 0.2)
                sheet.frame(left + 28, y, left + 84, y + 4 + 5 * lines, 0.2)
                sheet.text(left + 1.5, y + 5.5, label, 3.6, HEI)
                for i, line in enumerate(wrapped(value, 48, 3.4)):
                    sheet.text(left + 30, y + 5.5 + 5 * i, line, 3.4)
            y += 4 + 5 * lines
        return y + 8
    for label, value in pairs:
        if style == "table":
            lines = wrapped(value, 100, size)
            height = 4 + 6 * len(lines)
            sheet.frame(x, y, x + 46, y + height, 0.25)
            sheet.frame(x + 46, y, x + 154, y + height, 0.25)
            sheet.text(x + 2, y + 3 + height / 2 - 2, label, size, HEI)
            for i, line in enumerate(lines):
                sheet.text(x + 48, y + 6.5 + 6 * i, line, size)
            y += height
        elif style == "stacked":
            sheet.text(x, y, label, size * 0.85, HEI, colour=(0.35, 0.35, 0.4))
            sheet.text(x + 3, y + 6.4, value, size)
            y += step + 6
        elif style == "bilingual":
            sheet.text(x, y, label, size, HEI)
            sheet.text(x, y + 4.2, ENGLISH.get(label, ""), 2.8, colour=(0.4, 0.4, 0.4))
            sheet.text(x + 48, y, value, size)
            y += step + 3
        elif style == "spaced":
            sheet.text(x, y, spread(label), size, HEI)
            sheet.text(x + 50, y, value, size)
            y += step
        else:
            sheet.text(x, y, label + "：", size, HEI)
            left = x + size * (len(label) + 1.2)
            sheet.text(left, y, value, size)
            if style == "underline":
                sheet.line(left - 1, y + 1.4, 182, y + 1.4)
            y += step
    return y + 4


def signed(sheet, y, label, unit, day, rng):
    """Seal and date at the end, in the ways people do it."""
    way = rng.randrange(4)
    if way == 0:
        sheet.text(100, y, f"{label}（盖章）：{unit.name}", 4.2)
        sheet.text(100, y + 10, f"日期：{day}", 4.2)
    elif way == 1:
        sheet.text(182, y, unit.name, 4.4, align="right")
        sheet.text(182, y + 10, day, 4.4, align="right")
    elif way == 2:
        sheet.text(104, y - 8, f"{label}（公章）：", 4.2)
        sheet.text(104, y, unit.name, 4.2)
        sheet.text(104, y + 10, day, 4.2)
    else:
        sheet.text(28, y, f"{label}：{unit.name}（盖章）", 4.2)
        sheet.text(28, y + 10, f"法定代表人（签字）：{unit.legal}", 4.2)
        sheet.text(120, y + 10, day, 4.2)
    sheet.seal(150, y, unit.name)


def titled(title, font=HEI, size=9, y=42, before=None, wide=False):
    sheet = Paper()
    if before:
        sheet.text(105, y - 14, before, 4.6, SONG, align="centre")
    sheet.text(105, y, " ".join(title) if wide else title, size, font, True, align="centre")
    return sheet
