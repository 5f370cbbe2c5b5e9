"""Paper: sheets drawn with Cairo, saved as PDF with a text layer, or scanned (noise, tilt, JPEG) into pictures and PDFs."""

import io
import math

import cairo
import numpy
from PIL import Image, ImageFilter

MM = 72 / 25.4  # points
SONG, HEI = "Noto Serif CJK SC", "Noto Sans CJK SC"
RED = (0.80, 0.10, 0.10)


class Sheet:
    """One page, in millimetres from its top-left corner."""

    def __init__(self, width=210, height=297):
        self.width, self.height = width, height
        self.surface = cairo.RecordingSurface(cairo.Content.COLOR_ALPHA, cairo.Rectangle(0, 0, width * MM, height * MM))
        self.ctx = cairo.Context(self.surface)
        self.ctx.scale(MM, MM)

    def text(self, x, y, words, size=4.2, font=SONG, bold=False, colour=(0, 0, 0), align="left"):
        """`size` is the character height in mm; y is the baseline."""
        self.ctx.select_font_face(font, cairo.FontSlant.NORMAL, cairo.FontWeight.BOLD if bold else cairo.FontWeight.NORMAL)
        self.ctx.set_font_size(size)
        self.ctx.set_source_rgb(*colour)
        advance = self.ctx.text_extents(words).x_advance
        self.ctx.move_to(x - {"left": 0, "centre": advance / 2, "right": advance}[align], y)
        self.ctx.show_text(words)
        return y

    def paragraph(self, y, words, left=28, right=182, size=4.2, leading=7.4, indent=True):
        """Wrapped as Chinese is; returns the baseline after the last line."""
        self.ctx.select_font_face(SONG)
        self.ctx.set_font_size(size)
        line, x = "", left + (2 * size if indent else 0)
        start = x
        for c in words:
            if self.ctx.text_extents(line + c).x_advance > right - start and c not in "，。；、：）":
                self.text(start, y, line, size)
                line, start, y = "", left, y + leading
            line += c
        self.text(start, y, line, size)
        return y + leading

    def line(self, x0, y0, x1, y1, width=0.25, colour=(0, 0, 0)):
        self.ctx.set_source_rgb(*colour)
        self.ctx.set_line_width(width)
        self.ctx.move_to(x0, y0)
        self.ctx.line_to(x1, y1)
        self.ctx.stroke()

    def frame(self, x0, y0, x1, y1, width=0.6, colour=(0, 0, 0)):
        self.ctx.set_source_rgb(*colour)
        self.ctx.set_line_width(width)
        self.ctx.rectangle(x0, y0, x1 - x0, y1 - y0)
        self.ctx.stroke()

    def table(self, x, y, widths, rows, height=8, size=3.6):
        for r, row in enumerate(rows):
            left = x
            for cell, width in zip(row, widths):
                self.frame(left, y + r * height, left + width, y + (r + 1) * height, 0.2)
                self.text(left + 1.5, y + r * height + height * 0.66, cell, size)
                left += width
        return y + len(rows) * height + 6

    def seal(self, x, y, unit, radius=20, inner=""):
        """A round company seal: ring, star, the unit along the upper arc."""
        ctx = self.ctx
        ctx.set_source_rgba(*RED, 0.85)
        ctx.set_line_width(1.1)
        ctx.new_path()
        ctx.arc(x, y, radius, 0, 2 * math.pi)
        ctx.stroke()
        for i in range(5):
            for j, r in ((0, radius * 0.28), (0.5, radius * 0.11)):
                a = -math.pi / 2 + (i + j) * 2 * math.pi / 5
                (ctx.line_to if i or j else ctx.move_to)(x + r * math.cos(a), y + r * math.sin(a))
        ctx.close_path()
        ctx.fill()
        size = min(radius * 0.30, 2.2 * radius * math.pi * 0.75 / max(len(unit), 8) * 0.8)
        ctx.select_font_face(SONG, cairo.FontSlant.NORMAL, cairo.FontWeight.BOLD)
        ctx.set_font_size(size)
        span = math.radians(min(285, 24 * len(unit)))
        for i, c in enumerate(unit):
            a = -math.pi / 2 - span / 2 + span * (i + 0.5) / len(unit)
            ctx.save()
            ctx.translate(x + (radius * 0.78) * math.cos(a), y + (radius * 0.78) * math.sin(a))
            ctx.rotate(a + math.pi / 2)
            ctx.move_to(-size / 2, size * 0.4)
            ctx.show_text(c)
            ctx.restore()
        if inner:
            self.text(x, y + radius * 0.55, inner, radius * 0.17, SONG, True, RED, "centre")

    def paint(self, ctx):
        ctx.set_source_rgb(1, 1, 1)
        ctx.paint()
        ctx.set_source_surface(self.surface, 0, 0)
        ctx.paint()


def pdf(path, sheets, title):
    """With a text layer, as a word processor prints it."""
    surface = cairo.PDFSurface(str(path), sheets[0].width * MM, sheets[0].height * MM)
    surface.set_metadata(cairo.PDFMetadata.TITLE, title)
    surface.set_metadata(cairo.PDFMetadata.CREATE_DATE, "2024-07-01T09:00:00")
    for sheet in sheets:
        surface.set_size(sheet.width * MM, sheet.height * MM)
        ctx = cairo.Context(surface)
        ctx.set_source_surface(sheet.surface, 0, 0)
        ctx.paint()
        ctx.show_page()
    surface.finish()


def scan(sheet, dpi=150, tilt=0.0, noise=4.0, blur=0.4, grey=False, seed=1):
    """What a flat-bed scanner makes of it."""
    scale = dpi / 72
    surface = cairo.ImageSurface(cairo.Format.RGB24, round(sheet.width * MM * scale), round(sheet.height * MM * scale))
    ctx = cairo.Context(surface)
    ctx.scale(scale, scale)
    sheet.paint(ctx)
    pixels = numpy.frombuffer(surface.get_data(), numpy.uint8).reshape(surface.get_height(), -1, 4)[:, : surface.get_width(), 2::-1]
    picture = Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(blur))
    picture = picture.rotate(tilt, Image.BICUBIC, fillcolor=(250, 249, 246))
    values = numpy.asarray(picture, numpy.float32) * 0.97 + 4
    values += numpy.random.default_rng(seed).normal(0, noise, values.shape)
    picture = Image.fromarray(values.clip(0, 255).astype(numpy.uint8))
    return picture.convert("L") if grey else picture


def scanned_pdf(path, pictures, dpi=150):
    pages = []
    for picture in pictures:
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=72)
        pages.append(Image.open(data))
    pages[0].save(str(path), "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=72,
                  creationDate=None, modDate=None)
