"""Files of each format that an entrant may send, made here, read by the program: the words come out."""

import io
import json
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import tarfile
import tempfile
import time
import unittest
import zipfile
import zlib

from program import SOURCE, EndToEnd

WORDS = "沈阳格式示例科技有限公司"


def vint(number):
    out = b""
    while number >= 0x80:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def rar5(name, data):
    """One stored member (RAR 5.0 archive format)."""
    def block(body):
        body = vint(len(body)) + body
        return struct.pack("<I", zlib.crc32(body)) + body
    name = name.encode()
    head = (vint(2) + vint(2) + vint(len(data)) + vint(4) + vint(len(data)) + vint(0o100644)
            + struct.pack("<I", zlib.crc32(data)) + vint(0) + vint(1) + vint(len(name)) + name)
    return b"Rar!\x1a\x07\x01\x00" + block(vint(1) + vint(0) + vint(0)) + block(head) + data + block(vint(5) + vint(0) + vint(0))


def rar4(name, data):
    """One stored member (RAR 2.9 archive format)."""
    def block(body):
        return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body
    name = name.encode()
    main = struct.pack("<BHH", 0x73, 0, 13) + bytes(6)
    head = struct.pack("<BHHIIBIIBBHI", 0x74, 0x8000, 32 + len(name), len(data), len(data), 3, zlib.crc32(data), 0x5A000000, 20,
                       0x30, len(name), 0o100644) + name
    return b"Rar!\x1a\x07\x00" + block(main) + block(head) + data + block(struct.pack("<BHH", 0x7B, 0x4000, 7))


def open_document(kind, body, before_body="", files=()):
    """A package of OpenDocument, as small as it may be."""
    names = {name: name for name in ("office", "text", "table", "script")} | {"draw": "drawing", "svg": "svg-compatible"}
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"' for name, space in names.items())
    spaces += (' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dom="http://www.w3.org/2001/xml-events" '
               'xmlns:ooo="http://openoffice.org/2004/office"')
    entries = "".join(f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
                      for name in ("content.xml", *dict(files)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("META-INF/manifest.xml",
                         '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                         f'<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.{kind}"/>'
                         f"{entries}</manifest:manifest>")
        package.writestr("content.xml", f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.2">{before_body}'
                                        f"<office:body>{body}</office:body></office:document-content>")
        for name, text in files:
            package.writestr(name, text)
    return out.getvalue()


def open_document_with_macro():
    """A text document with a macro that, where it runs, puts other words in its place when it is opened, and a file into HOME."""
    scripts = ('<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" '
               'script:event-name="dom:load" xlink:type="simple" '
               'xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"/>'
               "</office:event-listeners></office:scripts>")
    library = 'xmlns:library="http://openoffice.org/2000/library"'
    files = (
        ("Basic/script-lc.xml", f'<?xml version="1.0"?><library:libraries {library} xmlns:xlink="http://www.w3.org/1999/xlink">'
                                '<library:library library:name="Standard" library:link="false"/></library:libraries>'),
        ("Basic/Standard/script-lb.xml", f'<?xml version="1.0"?><library:library {library} library:name="Standard" '
                                         'library:readonly="false" library:passwordprotected="false">'
                                         '<library:element library:name="Module1"/></library:library>'),
        ("Basic/Standard/Module1.xml", '<?xml version="1.0"?><script:module xmlns:script="http://openoffice.org/2000/script" '
                                       'script:name="Module1" script:language="StarBasic">Sub Main\n'
                                       'ThisComponent.Text.String = "THE MACRO RAN"\n'
                                       'Open Environ("HOME") &amp; "/macro-ran" For Output As #1\n'
                                       'Close #1\nEnd Sub</script:module>'),
    )
    return open_document("text", TEXT_DOCUMENT, scripts, files)


TEXT_DOCUMENT = f"<office:text><text:p>{WORDS}</text:p></office:text>"
WORKBOOK = ('<office:spreadsheet><table:table table:name="A"><table:table-row><table:table-cell office:value-type="string">'
            f"<text:p>{WORDS}</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>")
SLIDES = ('<office:presentation><draw:page draw:name="p"><draw:frame svg:width="20cm" svg:height="3cm" svg:x="2cm" svg:y="2cm">'
          f"<draw:text-box><text:p>{WORDS}</text:p></draw:text-box></draw:frame></draw:page></office:presentation>")
OLD_SLIDES = SOURCE.resolve().parent / "shared/data/corpus/office/testPPT_various.ppt"


class Formats(EndToEnd):
    def words_of(self, name, data):
        file = self.home / name
        file.write_bytes(data)
        done = self.call("read", "--json", file, status=0)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return "\n".join(line["text"] for one in lines for page in one["pages"] for line in page["lines"])

    def assert_read(self, name, data):
        self.assertIn(WORDS, self.words_of(name, data).replace(" ", ""))


class Archives(Formats):
    def test_rar_of_both_generations(self):
        for make in (rar4, rar5):
            with self.subTest(make.__name__):
                self.assert_read(f"{make.__name__}.rar", make("words.txt", WORDS.encode()))

    def test_tar_with_each_filter(self):
        for ending in ("", "gz", "bz2", "xz"):
            out = io.BytesIO()
            with tarfile.open(fileobj=out, mode=f"w:{ending}") as tar:
                member = tarfile.TarInfo("证明/说明.txt")
                member.size = len(WORDS.encode())
                tar.addfile(member, io.BytesIO(WORDS.encode()))
            with self.subTest(ending or "plain"):
                self.assert_read(f"a.tar.{ending}", out.getvalue())

    @unittest.skipUnless(shutil.which("bsdtar"), "no bsdtar (libarchive-tools)")
    def test_what_bsdtar_makes(self):
        folder = self.home / "packed"
        folder.mkdir()
        (folder / "说明.txt").write_text(WORDS, encoding="utf8")
        for name, how in (("b.tar.zst", ["--zstd"]), ("b.7z", ["--format", "7zip"]), ("b.zip", ["--format", "zip"])):
            subprocess.run(["bsdtar", *how, "-cf", str(self.home / name), "-C", str(folder), "."], check=True,
                           env=dict(self.environment, LC_ALL="C.UTF-8"))
            with self.subTest(name):
                self.assert_read(name, (self.home / name).read_bytes())


@unittest.skipUnless(shutil.which("soffice"), "no LibreOffice")
class Office(Formats):
    def converted(self, name, data, to):
        """The same in another format, by LibreOffice."""
        with tempfile.TemporaryDirectory() as tmp:
            source = pathlib.Path(tmp) / name
            source.write_bytes(data)
            subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp}/profile", "--headless", "--convert-to", to, "--outdir",
                            f"{tmp}/out", str(source)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240)
            return (pathlib.Path(tmp) / "out" / name).with_suffix(f".{to}").read_bytes()

    def test_open_document(self):
        self.assert_read("a.odt", open_document("text", TEXT_DOCUMENT))

    def test_rich_text(self):
        escaped = "".join(f"\\u{ord(c) if ord(c) < 0x8000 else ord(c) - 0x10000}?" for c in WORDS)
        self.assert_read("a.rtf", ("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 SimSun;}}\\f0 " + escaped + "\\par}").encode())

    def test_word_of_old_also_under_the_name_of_wps(self):
        # WPS Office writes the same compound file, under names of its own.
        data = self.converted("a.odt", open_document("text", TEXT_DOCUMENT), "doc")
        self.assert_read("a.wps", data)

    def test_workbooks_also_under_the_name_of_wps(self):
        for ending, names in (("xlsx", ("a.xlsx",)), ("xls", ("a.xls", "a.et"))):
            data = self.converted("a.ods", open_document("spreadsheet", WORKBOOK), ending)
            for name in names:
                with self.subTest(name):
                    self.assert_read(name, data)

    def test_slides_also_under_the_name_of_wps(self):
        for ending, names in (("pptx", ("a.pptx",)), ("ppt", ("b.ppt", "a.dps"))):
            data = self.converted("a.odp", open_document("presentation", SLIDES), ending)
            for name in names:
                with self.subTest(name):
                    self.assert_read(name, data)

    def macro_ran(self, data):
        """Whether it does in a LibreOffice that lets all macros run, with the document just opened."""
        with tempfile.TemporaryDirectory() as tmp:
            home = pathlib.Path(tmp)
            (home / "profile/user").mkdir(parents=True)
            (home / "profile/user/registrymodifications.xcu").write_text(
                '<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
                '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">'
                "<value>0</value></prop></item></oor:items>")
            (home / "macro.odt").write_bytes(data)
            office = subprocess.Popen(["soffice", f"-env:UserInstallation=file://{home}/profile", "--headless", "--norestore",
                                       str(home / "macro.odt")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                      env=dict(os.environ, HOME=tmp), start_new_session=True)
            try:
                given_up = time.monotonic() + 120
                while not (home / "macro-ran").exists() and time.monotonic() < given_up and office.poll() is None:
                    time.sleep(0.1)
            finally:
                os.killpg(office.pid, signal.SIGKILL)
                office.wait()
            return (home / "macro-ran").exists()

    def test_a_macro_does_not_run(self):
        document = open_document_with_macro()
        self.assertTrue(self.macro_ran(document), "a macro that never runs proves nothing")
        words = self.words_of("macro.odt", document)
        self.assertIn(WORDS, words.replace(" ", ""))
        self.assertNotIn("MACRO", words)

    def test_slides_of_old(self):
        if not OLD_SLIDES.exists():
            self.skipTest(f"no {OLD_SLIDES}")
        self.assertIn("ゾルゲと尾崎、淡々と最期", self.words_of("a.ppt", OLD_SLIDES.read_bytes()))


if __name__ == "__main__":
    del Formats
    unittest.main()
