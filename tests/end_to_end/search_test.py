"""`check --keep`, then `search` and `fsck` over what was kept."""

import json
import unittest

from program import SAMPLES, EndToEnd


class Search(EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        EndToEnd.call(cls(), "check", str(SAMPLES / "LN2024-9001"), str(SAMPLES / "LN2024-9002"), "--keep", "--json")

    def hits(self, *words):
        return [json.loads(line) for line in self.call("search", *words, "--json", status=0).stdout.splitlines()]

    def test_words_of_a_scan_are_found_with_page_and_box(self):
        hit = self.hits("申报主体责任声明")[0]
        self.assertEqual(hit["page"], 1)
        self.assertTrue(hit["boxes"])
        self.assertIn("**", hit["snippet"])

    def test_words_inside_the_archive_are_found_under_their_path(self):
        self.assertIn("其他证明.zip/应用案例/技术服务合同.pdf", {h["material"] for h in self.hits("技术服务合同")})

    def test_words_on_a_video_s_slide_are_found_with_their_second(self):
        hit = next(h for h in self.hits("库存占用减少") if h["material"].endswith(".mp4"))
        self.assertGreaterEqual(hit["time"], 1)

    def test_traditional_and_full_width_words_find_the_same(self):
        self.assertEqual({h["material"] for h in self.hits("審計報告")}, {h["material"] for h in self.hits("审计报告")})

    def test_queries_from_a_file_are_answered_one_a_line(self):
        queries = self.home / "queries.txt"
        queries.write_text("审计报告\n营业执照\n", encoding="utf8")
        lines = self.call("search", "--queries", queries, status=0).stdout.splitlines()
        self.assertEqual([json.loads(line)["query"] for line in lines], ["审计报告", "营业执照"])

    def test_fsck_finds_everything_whole_and_then_the_flipped_bit(self):
        self.call("fsck", status=0)
        blob = next(p for p in (self.home / "data/jianzhen/blobs").rglob("*") if p.is_file() and p.stat().st_size > 1000)
        data = bytearray(blob.read_bytes())
        data[500] ^= 1
        blob.chmod(0o644)
        blob.write_bytes(data)
        done = self.call("fsck", status=3)
        self.assertIn(blob.name[:12], done.stdout)
        data[500] ^= 1
        blob.write_bytes(data)

    def test_a_data_folder_that_is_not_there_is_named(self):
        done = self.call("fsck", "--data", self.home / "nowhere")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("nowhere", done.stderr)


if __name__ == "__main__":
    unittest.main()
