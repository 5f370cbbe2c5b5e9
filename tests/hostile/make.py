"""Attack samples, made anew for each run: small, harmless by themselves, nothing in them runs or calls out.

`samples()` gives (name, bytes, expected): the states that `jianzhen` may tell of the file, as one of EXPECTED below.
A sample with several permitted states says why.
"""

import base64
import io
import shutil
import struct
import subprocess
import tarfile
import zipfile
import zlib

OPENED = "opened"  # read without an error
SCRIPT = "<script>alert(1)</script>"
CANARY = "canary-9f1c"  # what must never be read through a link, an entity or a path


PROGRAM = b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\x02\0\x3e\0\x01\0\0\0" + b"\0" * 40  # an executable for x86-64, without anything in it

# What a spreadsheet takes for the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t=", "\r=")


# ---- archives

def zip_of(*members, compress=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as z:
        for name, data, *mode in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = compress
            if mode:
                info.create_system, info.external_attr = 3, mode[0] << 16
            z.writestr(info, data)
    return out.getvalue()


def deflated(data):
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    return c.compress(data) + c.flush()


def raw_zip(entries, flags=0, same_offset=False):
    """Entries (raw name, deflated bytes, crc, size told): what zipfile would not write."""
    body, central = b"", b""
    for number, (name, data, crc, size) in enumerate(entries):
        offset = 0 if same_offset else len(body)
        if not same_offset or number == 0:
            body += struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, flags, 8, 0, 0x21, crc, len(data), size, len(name), 0)
            body += name + data
        central += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, flags, 8, 0, 0x21, crc, len(data), size,
                               len(name), 0, 0, 0, 0, 0, offset) + name
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(entries), len(entries), len(central), len(body), 0)
    return body + central + end


def entry(name, data=b"text\n"):
    raw = name if isinstance(name, bytes) else name.encode()
    return raw, deflated(data), zlib.crc32(data), len(data)


def tar_of(*infos):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, kind, target in infos:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            if kind in (tarfile.CHRTYPE, tarfile.BLKTYPE):
                info.devmajor, info.devminor = 1, 5
            tar.addfile(info)
    return out.getvalue()


def nested(depth):
    data = b"leaf\n"
    for level in range(depth):
        data = zip_of((f"{level}.zip" if level else "leaf.txt", data))
    return data


def gzip_quine_like(depth):
    data = b"leaf\n"
    for _ in range(depth):
        c = zlib.compressobj(9, zlib.DEFLATED, 31)
        data = c.compress(data) + c.flush()
    return data


# Unpacks to itself and to nothing else, after Russ Cox: quine.gz of Apache Tika's tests (Apache-2.0).
QUINE = base64.b64decode(
    "H4sICAAAAAAA/3F1aW5lLmd6AAAYAOf/H4sICAAAAAAA/3F1aW5lLmd6AAAYAOf/QhZHFgcABQD6/0IWRxYHAAUA+v8ABQD6/wAUAOv/QhZHFgcABQD6/wAF"
    "APr/ABQA6/9CiCHEAAAUAOv/QoghxAAAFADr/0KIIcQAABQA6/9CiCHEAAAUAOv/QoghxAAAAAD//wAAAP//AA0A8v9CiCHEAAAAAP//AAAA//8ADQDy/4Nw"
    "oBwA/3n/qcwAAACDcKAcAP95/6nMAAAA")


def archives(outside):
    zeros = b"\0" * (1 << 20)
    pump = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = b"".join(pump.compress(zeros) for _ in range(200)) + pump.flush()
    crc = 0
    for _ in range(200):
        crc = zlib.crc32(zeros, crc)
    link = 0o120777
    up = "../" * 12 + str(outside).lstrip("/")
    yield "slip.zip", zip_of((up + "/slip.txt", b"x")), {"unsafe"}
    yield "absolute.zip", zip_of((str(outside / "absolute.txt"), b"x")), {"unsafe"}
    yield "backslash.zip", zip_of(("..\\..\\..\\evil.txt", b"x")), {"unsafe"}
    yield "drive.zip", zip_of(("C:\\Windows\\evil.txt", b"x")), {"unsafe"}
    yield "symlink.zip", zip_of(("passwd.txt", str(outside / "secret.txt").encode(), link)), {"unsafe"}
    yield "symlink_then_write.zip", zip_of(("ln", str(outside).encode(), link), ("ln/through.txt", b"x")), {"unsafe"}
    yield "hardlink.tar", tar_of(("x.txt", tarfile.LNKTYPE, str(outside / "secret.txt"))), {"unsafe"}
    yield "device.tar", tar_of(("dev", tarfile.CHRTYPE, "")), {"unsafe"}
    yield "fifo.tar", tar_of(("pipe.pdf", tarfile.FIFOTYPE, "")), {"unsafe"}
    yield "ratio.zip", raw_zip([(b"zeros.bin", bomb, crc, 200 << 20)]), {"unsafe"}
    yield "overlap.zip", raw_zip([(b"%d.bin" % i, bomb, crc, 200 << 20) for i in range(64)], same_offset=True), {"unsafe"}
    yield "size_lie.zip", raw_zip([(b"small.txt", bomb, crc, 100)]), {"unsafe"}
    yield "nested.zip", nested(12), {"unsafe"}
    yield "encrypted.zip", raw_zip([entry("secret.pdf")], flags=1), {"encrypted"}
    yield "gzip_in_gzip.gz", gzip_quine_like(40), {"unsafe"}
    yield "quine.gz", QUINE, {"unsafe"}
    yield "cut.zip", zip_of(("a.txt", b"text\n" * 1000))[:40], {"corrupt"}
    yield "no_members.zip", zip_of(), {"empty"}
    yield "gbk_names.zip", raw_zip([entry("营业执照.txt".encode("gb18030"))]), {OPENED}
    yield "bidi_name.zip", zip_of(("invoice\u202etxt.exe.txt", b"text\n")), {OPENED}
    yield "nfc_nfd.zip", zip_of(("e\u0301.txt", b"one\n"), ("\u00e9.txt", b"two\n")), {OPENED}
    yield "same_name_twice.zip", raw_zip([entry("a.txt", b"first\n"), entry("a.txt", b"second\n")]), {OPENED}
    yield "nul_name.zip", raw_zip([entry(b"a.txt\0.exe")]), {OPENED}
    yield "control_name.zip", zip_of(("a\n\x1b[2J.txt", b"text\n")), {OPENED}
    yield "long_name.zip", zip_of(("a" * 4096 + ".txt", b"text\n")), {OPENED}
    yield "deep_folders.zip", zip_of(("d/" * 1500 + "f.txt", b"text\n")), {OPENED}
    yield "script_name.zip", zip_of(("<img src=x onerror=alert(1)>.txt", b"text\n")), {OPENED}
    yield "formula_name.zip", zip_of(*((start + "1.txt", b"text\n") for start in FORMULA_STARTS)), {OPENED}


# ---- PDF

PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"


def pdf(*objects, trailer=b""):
    out, at = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % a for a in at)
    return out + table + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(out))


def catalog(more=b""):
    return b"<</Type/Catalog/Pages 2 0 R%s>>" % more


def stream(data, more=b""):
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


def pdfs():
    yield "javascript.pdf", pdf(catalog(b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"), PAGES, PAGE), {"unsafe"}
    yield "launch.pdf", pdf(catalog(b"/OpenAction<</S/Launch/F(calc.exe)>>"), PAGES, PAGE), {"unsafe"}
    yield "remote.pdf", pdf(catalog(b"/OpenAction<</S/GoToR/F(//192.0.2.1/share/x.pdf)/D[0/Fit]>>"), PAGES, PAGE), {"external"}
    yield "uri.pdf", pdf(catalog(b"/OpenAction<</S/URI/URI(http://192.0.2.1/)>>"), PAGES, PAGE), {"external"}
    embedded = b"<</Type/Filespec/F(../../a.exe)/UF(../../a.exe)/EF<</F 5 0 R>>>>"
    yield "embedded.pdf", pdf(catalog(b"/Names<</EmbeddedFiles<</Names[(a.exe) 4 0 R]>>>>"), PAGES, PAGE, embedded,
                              stream(PROGRAM + b"\0", b"/Type/EmbeddedFile")), {"unsupported"}
    yield "xref_loop.pdf", (b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\n"
                            b"endobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 3/Root 1 0 R/Prev 99>>\nstartxref\n99\n%%EOF"), {"corrupt"}
    yield "object_stream_loop.pdf", pdf(catalog(), PAGES, PAGE, stream(b"5 0 ", b"/Type/ObjStm/N 1/First 4/Extends 4 0 R")), {OPENED}
    yield "page_tree_loop.pdf", pdf(catalog(), b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", PAGE), {"truncated"}
    yield "million_pages.pdf", pdf(catalog(), b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>", PAGE), {"corrupt"}
    twice = zlib.compress(zlib.compress(b"0 0 m " * 1_000_000, 9), 9)
    yield "double_flate.pdf", pdf(catalog(), PAGES, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
                                  stream(twice, b"/Filter[/FlateDecode/FlateDecode]")), {OPENED, "timeout"}  # by the machine
    locked = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"41" * 32, b"42" * 32)
    yield "encrypted.pdf", pdf(catalog(), PAGES, PAGE, trailer=locked), {"encrypted"}
    yield "giant_page.pdf", pdf(catalog(), PAGES, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1000000000 1000000000]>>"), {OPENED}
    yield "deep_arrays.pdf", pdf(catalog(b"/X " + b"[" * 20_000 + b"]" * 20_000), PAGES, PAGE), {"truncated"}
    yield "html.pdf", b"<html><script>alert(1)</script>text</html>", {OPENED}


# ---- pictures

def png(width, height, depth, color, rows):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def tiff(width, height, next_ifd=0):
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8),
            (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, 1)]
    body = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + body + struct.pack("<I", next_ifd)


def jpeg():
    """Eight by eight pixels of grey: each table has one code, of one bit."""
    table = b"\x01" + bytes(15) + b"\0"
    return (b"\xff\xd8\xff\xdb\x00\x43\x00" + b"\x10" * 64 + b"\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00"
            + b"\xff\xc4\x00\x14\x00" + table + b"\xff\xc4\x00\x14\x10" + table
            + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x3f\xff\xd9")


def written(words):
    """A picture of the words; nothing where no program here draws one."""
    if shutil.which("pdftoppm") is None:
        return None
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 120]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    sheet = pdf(catalog(), PAGES, page, stream(b"BT /F 28 Tf 40 50 Td (%s) Tj ET" % words.replace("(", "\\(").replace(")", "\\)").encode()), font)
    return subprocess.run(["pdftoppm", "-r", "150", "-png", "-"], input=sheet, stdout=subprocess.PIPE, check=True).stdout


def pictures():
    pump = zlib.compressobj(9)
    side = 30_000
    row = b"\0" * (1 + side // 8)
    rows = b"".join(pump.compress(row * 500) for _ in range(side // 500)) + pump.flush()
    one = png(1, 1, 8, 0, zlib.compress(b"\0\xff"))
    yield "one_pixel.png", one, {OPENED}
    yield "bomb.png", png(side, side, 1, 0, rows), {"unsafe"}
    yield "size_lie.png", png(0x7FFFFFFF, 0x7FFFFFFF, 8, 6, zlib.compress(b"\0")), {"unsafe"}
    yield "largest.jpg", (b"\xff\xd8\xff\xc0\x00\x0b\x08\xff\xff\xff\xff\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00?\x00\x00\xff\xd9"), {"unsafe"}
    yield "size_lie.tif", tiff(2**31 - 1, 2**31 - 1), {"unsafe"}
    yield "ifd_loop.tif", tiff(10, 10, next_ifd=8), {OPENED}
    yield "cut.png", one[:40], {"corrupt"}
    yield "zip_at_end.jpg", jpeg() + zip_of(("evil.txt", b"x")), {OPENED}
    if picture := written(SCRIPT):
        yield "script_in_picture.png", picture, {OPENED}
    yield "zip_at_end.png", one + zip_of(("evil.txt", b"x")), {OPENED}


# ---- office, text, names

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
         'wordprocessingml.document.main+xml"/></Types>')
RELATIONS = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
             '{kind}" Target="{target}"{mode}/></Relationships>')


def docx(document, *more):
    relations = RELATIONS.format(kind="officeDocument", target="word/document.xml", mode="")
    return zip_of(("[Content_Types].xml", TYPES), ("_rels/.rels", relations), ("word/document.xml", document), *more)


def documents(outside, port):
    entity = (f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file://{outside}/secret.txt">]><w:document xmlns:w="{WORD}">'
              f"<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>")
    plain = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>text</w:t></w:r></w:p></w:body></w:document>'
    laughs = "".join(f'<!ENTITY l{i} "{(f"&l{i-1};" * 10) if i else "lol"}">' for i in range(10))
    fetched = RELATIONS.format(kind="attachedTemplate", target=f"http://127.0.0.1:{port}/template.dotx", mode=' TargetMode="External"')
    yield "entity.docx", docx(entity), {"unsafe"}
    yield "laughs.docx", docx(f'<?xml version="1.0"?><!DOCTYPE r [{laughs}]><w:document xmlns:w="{WORD}">&l9;</w:document>'), {"unsafe"}
    yield "fetches.docx", docx(plain, ("word/_rels/document.xml.rels", fetched)), {OPENED}
    ofd = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>{}</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
    head = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file://{outside}/secret.txt">]>'
    yield "entity.ofd", zip_of(("OFD.xml", head + ofd.format("&x;"))), {"unsafe"}
    yield "path.ofd", zip_of(("OFD.xml", ofd.format(f"../../../..{outside}/secret.txt"))), {"corrupt"}
    yield "empty.pdf", b"", {"empty"}
    yield "program.pdf", PROGRAM, {"unsupported"}
    yield "formulas.txt", "=1+1\n+1\n-1\n@SUM(1)\n\tx\n".encode(), {OPENED}
    yield "script.txt", b"<script>alert(1)</script>\n", {OPENED}
    for start in FORMULA_STARTS:
        yield start + "cmd.txt", b"text\n", {OPENED}


def many():
    yield "many.zip", zip_of(*((f"{i}.txt", b"") for i in range(11_000)), compress=zipfile.ZIP_STORED), {"unsafe"}


def samples(outside, port):
    yield from archives(outside)
    yield from pdfs()
    yield from pictures()
    yield from documents(outside, port)
    yield from many()
