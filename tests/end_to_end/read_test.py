"""`jianzhen read`: what was read lies invisibly over what was sent; what happens to a page that ends its reader."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import unittest

from program import PROGRAM, SAMPLES, EndToEnd

PICTURE = SAMPLES / "LN2024-9003/08软件著作权.jpg"
PDF = SAMPLES / "LN2024-9003/06检测报告.pdf"


def squeezed(text):
    return re.sub(r"\s", "", text)


@unittest.skipIf(shutil.which("pdftotext") is None, "no pdftotext; install poppler-utils")
class SearchablePdf(EndToEnd):
    def read(self, file):
        out = self.home / f"{file.stem}-out.pdf"
        before = hashlib.sha256(file.read_bytes()).digest()
        done = self.call("read", file, "--json", "--pdf", out, status=0)
        self.assertEqual(hashlib.sha256(file.read_bytes()).digest(), before, "the original was changed")
        return json.loads(done.stdout), out

    def words(self, out, *options):
        return subprocess.run(["pdftotext", *options, str(out), "-"], capture_output=True, text=True, check=True,
                              encoding="utf8").stdout

    def holds_what_was_read(self, file):
        read, out = self.read(file)
        words = squeezed(self.words(out, "-raw"))
        lines = [line["text"] for page in read["pages"] for line in page["lines"]]
        self.assertTrue(lines)
        for line in lines:
            self.assertIn(squeezed(line), words)
        pages = subprocess.run(["pdfinfo", str(out)], capture_output=True, text=True, check=True).stdout
        self.assertIn(f"Pages:           {len(read['pages'])}\n", pages)

    def test_the_words_of_a_picture_can_be_found_and_copied(self):
        self.holds_what_was_read(PICTURE)

    def test_the_words_of_a_pdf_can_be_found_and_copied(self):
        self.holds_what_was_read(PDF)

    def test_no_space_stands_between_chinese_characters(self):
        read, out = self.read(PICTURE)
        longest = max((line["text"] for page in read["pages"] for line in page["lines"]), key=len)
        chinese = max(re.findall(r"[\u4e00-\u9fff]+", longest), key=len)
        self.assertIn(chinese, self.words(out))

    def test_a_jpeg_is_in_it_unchanged(self):
        _, out = self.read(PICTURE)
        self.assertIn(PICTURE.read_bytes(), out.read_bytes())

    def test_marking_a_word_marks_it_in_the_picture(self):
        read, out = self.read(PICTURE)
        boxes = self.words(out, "-bbox")
        width, height = (float(re.search(rf'<page.*{side}="([\d.]+)"', boxes)[1]) for side in ("width", "height"))
        found = {m[5]: [float(m[1]) / width, float(m[2]) / height, float(m[3]) / width, float(m[4]) / height]
                 for m in re.finditer(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', boxes)}
        compared = 0
        for line in read["pages"][0]["lines"]:
            if line["text"] in found:
                compared += 1
                for seen, written in zip(line["box"], found[line["text"]]):
                    self.assertAlmostEqual(seen, written, delta=0.01)
        self.assertGreater(compared, 2)

    def test_several_files_are_a_usage_error(self):
        out = self.home / "two.pdf"
        self.assertIn("--pdf", self.call("read", PICTURE, PDF, "--pdf", out, status=2).stderr)
        self.assertFalse(out.exists())

    def test_the_file_itself_is_never_overwritten(self):
        copy = self.home / "copy.jpg"
        shutil.copy(PICTURE, copy)
        self.call("read", copy, "--pdf", copy, status=2)
        self.assertEqual(copy.read_bytes(), PICTURE.read_bytes())

    def test_a_file_that_cannot_be_read_leaves_no_pdf(self):
        broken = self.home / "broken.pdf"
        broken.write_bytes(PDF.read_bytes()[:2000])
        out = self.home / "broken-out.pdf"
        self.call("read", broken, "--pdf", out, status=3)
        self.assertFalse(out.exists())

    def test_a_folder_that_cannot_be_written_is_named(self):
        self.assertIn("没有", self.call("read", PICTURE, "--pdf", self.home / "没有/out.pdf", status=3).stderr)


def reading_children(program):
    """The limited children that are at work: (process, CPU seconds), of the readers of a running program."""
    found = []
    for thread in pathlib.Path(f"/proc/{program}/task").iterdir():
        for reader in (thread / "children").read_text().split():
            for child in pathlib.Path(f"/proc/{reader}/task/{reader}/children").read_text().split():
                fields = pathlib.Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()
                found.append((int(child), (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")))
    return found


class PageThatEndsTheReader(EndToEnd):
    FILE = SAMPLES / "LN2024-9003/04审计报告.pdf"

    def lines(self, printed):
        return [[line["text"] for line in page["lines"]] for page in json.loads(printed)["pages"]]

    def killed(self, running):
        """Ends the first child that is in the midst of a page, as a fault of its own would."""
        while running.poll() is None:
            try:
                for child, seconds in reading_children(running.pid):
                    if seconds > 0.3:
                        os.kill(child, signal.SIGSEGV)
                        return True
            except OSError:  # ended meanwhile
                pass
            time.sleep(0.01)
        return False

    def test_costs_no_page(self):
        environment = dict(self.environment, XDG_CACHE_HOME=str(self.home / "killed"))
        running = subprocess.Popen([PROGRAM, "read", str(self.FILE), "--json"], env=environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True, encoding="utf8")
        self.assertTrue(self.killed(running))
        printed, _ = running.communicate(timeout=300)
        self.assertEqual(running.returncode, 0)
        undisturbed = self.call("read", self.FILE, "--json", status=0).stdout
        self.assertEqual(self.lines(printed), self.lines(undisturbed))


if __name__ == "__main__":
    unittest.main()
