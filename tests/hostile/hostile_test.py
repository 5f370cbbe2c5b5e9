"""Every attack sample gets its named state; nothing is written outside, nothing outside is read, nothing is fetched."""

import http.server
import json
import pathlib
import sys
import threading
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "end_to_end"))

import make  # noqa: E402
from program import EndToEnd  # noqa: E402

# The finding that says the state (docs: the contract of the commands). The rest: anything the reader may end in.
STATES = {"material.encrypted": "encrypted", "material.corrupt": "corrupt", "material.unsafe": "unsafe",
          "material.unsupported": "unsupported", "quality.unreadable": "unreadable", "material.external_link": "external",
          "material.truncated": "truncated"}
# States that share a finding with another one.
FINDING_OF = {"empty": "corrupt", "timeout": "corrupt", "memory": "corrupt", "crash": "corrupt"}


class Asked(http.server.BaseHTTPRequestHandler):
    """Whoever comes here fetched something."""
    seen = []

    def do_GET(self):
        Asked.seen.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_GET

    def log_message(self, *_):
        pass


class Hostile(EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = http.server.HTTPServer(("127.0.0.1", 0), Asked)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.outside = cls.home / "outside"
        cls.outside.mkdir()
        (cls.outside / "secret.txt").write_text(make.CANARY + "\n", encoding="utf8")
        cls.samples = list(make.samples(cls.outside, cls.server.server_port))
        files = cls.home / "samples" / "LN-hostile"
        files.mkdir(parents=True)
        (files / "entry.json").write_text(json.dumps({"applicant": {"name": "沈阳示例科技有限公司"}}), encoding="utf8")
        for name, data, _ in cls.samples:
            (files / name).write_bytes(data)
        test = cls("call")
        cls.done = test.call("check", files, "--json")
        cls.report = json.loads(cls.done.stdout.splitlines()[0])

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()
        super().tearDownClass()

    def states_of(self, name):
        return {STATES[f["code"]] for f in self.report["findings"]
                if f["code"] in STATES and (f.get("material") or "").split("/")[0] == name}

    def test_there_are_the_attacks_of_the_list(self):
        self.assertGreaterEqual(len(self.samples), 46)

    def test_the_program_ends_as_it_should(self):
        self.assertIn(self.done.returncode, (1, 3), self.done.stderr)
        self.assertEqual(len(self.done.stdout.splitlines()), 1)

    def test_every_attack_gets_its_named_state(self):
        for name, _, expected in self.samples:
            with self.subTest(name):
                told = self.states_of(name) - {"unreadable"}
                if not told:
                    self.assertIn(make.OPENED, expected, f"{name}: nothing was said of it")
                    continue
                allowed = {FINDING_OF.get(state, state) for state in expected}
                self.assertTrue(told & allowed, f"{name}: {told}, not among {expected}")

    def test_members_of_one_name_are_both_kept(self):
        for archive in ("same_name_twice.zip", "nfc_nfd.zip"):
            members = [m for m in self.report["materials"] if m["path"].startswith(archive + "/")]
            self.assertEqual(len(members), 2, archive)

    def test_no_cell_of_an_export_is_a_formula(self):
        sheet = self.home / "summary.xlsx"
        self.call("report", self.home / "samples" / "LN-hostile", "--summary", "--out", sheet, status=0)
        with zipfile.ZipFile(sheet) as book:
            parts = {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}
        sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/")]
        self.assertTrue(sheets)
        for text in sheets:
            self.assertNotIn("<f>", text)
            self.assertNotIn("<f ", text)
        self.assertIn("=cmd.txt", "".join(parts.values()))

    def test_a_script_in_a_picture_is_words(self):
        file = self.home / "samples" / "LN-hostile" / "script_in_picture.png"
        if not file.exists():
            self.skipTest("no pdftoppm (poppler-utils)")
        read = json.loads(self.call("read", "--json", file, status=0).stdout)
        words = "".join(line["text"] for page in read["pages"] for line in page["lines"]).replace(" ", "")
        self.assertIn(make.SCRIPT, words)

    def test_a_name_of_gbk_is_read(self):
        self.assertIn("gbk_names.zip/营业执照.txt", {m["path"] for m in self.report["materials"]})

    def test_nothing_is_written_outside(self):
        self.assertEqual([f.name for f in self.outside.iterdir()], ["secret.txt"])
        self.assertFalse(pathlib.Path("/tmp/evil.txt").exists())

    def test_nothing_outside_is_read(self):
        self.assertNotIn(make.CANARY, self.done.stdout)
        kept = [f for f in (self.home / "cache").rglob("*") if f.is_file() and make.CANARY.encode() in f.read_bytes()]
        self.assertEqual(kept, [])

    def test_nothing_is_fetched(self):
        self.assertEqual(Asked.seen, [])

    def test_no_control_character_of_a_name_reaches_the_terminal(self):
        text = self.call("check", self.home / "samples" / "LN-hostile").stdout
        self.assertNotIn("\x1b[2J", text)


if __name__ == "__main__":
    unittest.main()
