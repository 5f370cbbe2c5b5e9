"""`jianzhen check` on the samples: the contract's JSON, the report for people, the second run."""

import json
import unittest

from program import SAMPLES, EndToEnd, codes

CLEAN, BORROWED, CONSORTIUM = "LN2024-9001", "LN2024-9002", "LN2024-9003"


class Samples(EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folders = [str(SAMPLES / name) for name in (CLEAN, BORROWED, CONSORTIUM)]
        cls.first = EndToEnd.call(cls(), "check", *folders, "--json")
        cls.second = EndToEnd.call(cls(), "check", *folders, "--json")
        cls.reports = {r["entry"]: r for r in map(json.loads, cls.first.stdout.splitlines())}

    def test_the_clean_entry_is_not_accused(self):
        report = self.reports[CLEAN]
        self.assertEqual(codes(report, "violation"), set())
        self.assertEqual({m["owner"]["relation"] for m in report["materials"] if m["owner"]} - {"self"}, set())

    def test_every_paper_of_the_clean_entry_is_known_for_what_it_is(self):
        kinds = {m["path"]: m["kind"] for m in self.reports[CLEAN]["materials"]}
        self.assertEqual(kinds, {
            "项目申报书.pdf": "application", "证明材料/营业执照.jpg": "business_licence",
            "证明材料/申报主体责任声明.pdf": "responsibility_statement", "证明材料/参赛承诺书.pdf": "entry_commitment",
            "证明材料/2023年度审计报告.pdf": "audit_report", "证明材料/信用报告.pdf": "credit_report",
            "证明材料/检测报告.pdf": "project_qualification", "证明材料/应用证明.pdf": "case_proof",
            "证明材料/软件著作权.png": "software_copyright", "证明材料/专利证书.pdf": "patent_certificate",
            "视频/演示视频.mp4": "video"})

    def test_a_subsidiary_s_licence_and_a_parent_s_audit_are_found_and_nothing_else(self):
        self.assertEqual(codes(self.reports[BORROWED], "violation"), {
            ("owner.subsidiary", "证明材料/营业执照.jpg"), ("owner.parent", "证明材料/2023年度审计报告.pdf")})

    def test_the_partner_s_certificate_is_a_question_not_an_accusation(self):
        report = self.reports[CONSORTIUM]
        self.assertEqual(codes(report, "violation"), set())
        self.assertIn(("owner.partner", "08软件著作权.jpg"), codes(report, "suspicion"))

    def test_every_finding_about_a_paper_shows_page_box_words_and_clause(self):
        for report in self.reports.values():
            for finding in report["findings"]:
                if finding["code"].startswith("owner.") and finding["severity"] == "violation":
                    self.assertEqual(finding["page"], 1)
                    left, top, right, bottom = finding["box"]
                    self.assertTrue(0 <= left < right <= 1 and 0 <= top < bottom <= 1)
                    self.assertIn("有限公司", finding["evidence"])
                    self.assertEqual(finding["clause"], "六（三）2")

    def test_members_of_the_gbk_archive_have_their_names(self):
        paths = {m["path"] for m in self.reports[BORROWED]["materials"]}
        self.assertIn("其他证明.zip/信用情况/信用报告.pdf", paths)

    def test_a_violation_anywhere_is_exit_status_1(self):
        self.assertEqual(self.first.returncode, 1)

    def test_the_second_run_says_the_same_to_the_byte(self):
        self.assertEqual(self.first.stdout, self.second.stdout)

    def test_the_report_for_people_names_page_words_and_clause(self):
        text = self.call("check", SAMPLES / BORROWED, status=1).stdout
        for words in ("否决项疑点 2", "证明材料/营业执照.jpg 第 1 页", "鞍山衡屿智造有限公司", "六（三）2", "原文："):
            self.assertIn(words, text)
        for words in ("取消资格", "造假", "违规"):
            self.assertNotIn(words, text.replace("严禁使用", ""))

    def test_the_report_speaks_english_when_asked(self):
        text = self.call("check", SAMPLES / BORROWED, "--lang", "en", status=1).stdout
        self.assertIn("subsidiary", text)
        self.assertIn("Clause: 六（三）2", text)

    def test_another_contest_file_tells_what_it_would_change_and_changes_nothing(self):
        data = self.home / "kept"
        self.call("check", SAMPLES / BORROWED, "--keep", "--data", data, status=1)
        now = (SAMPLES / "contests" / "liaoning-2024.yaml").read_text(encoding="utf8")
        self.assertIn("{code: owner.subsidiary, severity: violation,", now)
        milder = self.home / "milder.yaml"
        milder.write_text(now.replace("{code: owner.subsidiary, severity: violation,", "{code: owner.subsidiary, severity: suspicion,")
                          .replace("{code: owner.parent,", "{code: owner.parent, enabled: false,"), encoding="utf8")
        ask = ("rules", "what-if", "--contest", milder, "--data", data)
        changed = json.loads(self.call(*ask, "--json", status=0).stdout)
        self.assertEqual((changed["entry"], [f["code"] for f in changed["lost"]], [f["code"] for f in changed["regraded"]]),
                         (BORROWED, ["owner.parent"], ["owner.subsidiary"]))
        self.assertIn("owner.parent", self.call(*ask, status=0).stdout)


if __name__ == "__main__":
    unittest.main()
