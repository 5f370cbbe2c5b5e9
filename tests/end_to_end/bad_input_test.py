"""What nobody should send: each is named with the way out, and costs nobody else."""

import io
import json
import os
import signal
import subprocess
import time
import unittest
import zipfile

from program import PROGRAM, SAMPLES, EndToEnd, codes

GOOD = "说明.txt"


class BadInput(EndToEnd):
    def folder_with(self, name, file, data):
        folder = self.folder(name)
        (folder / file).write_bytes(data)
        (folder / GOOD).write_text("一份可以打开的说明。\n", encoding="utf8")
        return folder

    def finding(self, folder, code, material):
        report = self.check(folder)[folder.name]
        self.assertIn((code, material), codes(report))
        good = next(m for m in report["materials"] if m["path"] == GOOD)
        self.assertEqual(good["pages"], 1)  # the other file was read all the same
        return next(f for f in report["findings"] if f["code"] == code and f.get("material") == material)

    def test_a_missing_folder_is_named(self):
        done = self.call("check", self.home / "没有这个文件夹", status=2)
        self.assertIn("没有这个文件夹", done.stderr)

    def test_a_missing_folder_does_not_stop_the_next_one(self):
        folder = self.folder("LN-next")
        done = self.call("check", self.home / "没有", folder, "--json", status=2)
        self.assertIn('"entry":"LN-next"', done.stdout)

    def test_a_form_that_is_not_json_says_what_to_check(self):
        folder = self.home / "LN-notjson"
        folder.mkdir()
        (folder / "entry.json").write_text("{", encoding="utf8")
        done = self.call("check", folder)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("不是有效的 JSON", done.stderr)

    def test_a_form_without_applicant_names_the_option(self):
        folder = self.home / "LN-nobody"
        folder.mkdir()
        (folder / "entry.json").write_text("{}", encoding="utf8")
        self.assertIn("--applicant", self.call("check", folder, status=2).stderr)
        self.call("check", folder, "--applicant", "沈阳示例科技有限公司", "--json")

    def test_an_empty_pdf_is_damaged(self):
        self.finding(self.folder_with("LN-empty", "空.pdf", b""), "material.corrupt", "空.pdf")

    def test_a_cut_pdf_is_damaged(self):
        whole = (SAMPLES / "LN2024-9001/证明材料/信用报告.pdf").read_bytes()
        self.finding(self.folder_with("LN-cut", "半份.pdf", whole[:3000]), "material.corrupt", "半份.pdf")

    def test_a_path_out_of_the_archive_is_unsafe_and_nothing_is_written_there(self):
        folder = self.folder("LN-slip")
        (folder / GOOD).write_text("一份可以打开的说明。\n", encoding="utf8")
        with zipfile.ZipFile(folder / "滑.zip", "w") as archive:
            archive.writestr("../../escaped.txt", "out")
        report = self.check(folder)[folder.name]
        unsafe = [m for c, m in codes(report) if c == "material.unsafe"]
        self.assertTrue(unsafe and unsafe[0].startswith("滑.zip"), unsafe)
        self.assertEqual(list(self.home.rglob("escaped.txt")), [])

    def test_archives_within_an_archive_share_one_limit(self):
        folder = self.folder("袋中袋")
        settings = self.home / "limits.toml"
        settings.write_text("[limits]\nmax_unpacked_bytes = 100000\n", encoding="utf8")
        with zipfile.ZipFile(folder / "外.zip", "w") as outer:
            for name in ("甲", "乙", "丙"):  # 40 kB each, 120 kB in all
                inner = io.BytesIO()
                with zipfile.ZipFile(inner, "w") as archive:
                    archive.writestr(f"{name}.txt", name * 13_333)
                outer.writestr(f"{name}.zip", inner.getvalue())
        done = self.call("check", folder, "--json", "--settings", settings)
        self.assertIn("material.unsafe", {f["code"] for f in json.loads(done.stdout)["findings"]})
        done = self.call("check", folder, "--json")
        self.assertNotIn("material.unsafe", {f["code"] for f in json.loads(done.stdout)["findings"]})

    def test_a_picture_of_one_pixel_and_one_of_30000_are_told(self):
        tiny = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fea735"
                             "81840000000049454e44ae426082")
        header = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + (30000).to_bytes(4, "big") * 2 + bytes.fromhex("0802000000")
        folder = self.folder_with("LN-pixels", "小.png", tiny)
        (folder / "大.png").write_bytes(header + bytes(4))
        report = self.check(folder)[folder.name]
        self.assertTrue({m for _, m in codes(report)} >= {"大.png"}, report["findings"])

    @unittest.skipIf(os.geteuid() == 0, "root reads everything")
    def test_a_file_without_permission_is_named(self):
        folder = self.folder_with("LN-locked", "锁.pdf", b"x")
        (folder / "锁.pdf").chmod(0)
        self.assertIn("锁.pdf", self.call("check", folder).stdout)

    def test_a_link_is_refused(self):
        folder = self.folder("LN-link")
        (folder / GOOD).write_text("一份可以打开的说明。\n", encoding="utf8")
        (folder / "链接.pdf").symlink_to("/etc/passwd")
        self.finding(folder, "material.unsafe", "链接.pdf")

    def test_ctrl_c_ends_at_once_says_how_to_go_on_and_leaves_a_whole_cache(self):
        home = self.home / "interrupted"
        environment = dict(self.environment, XDG_CACHE_HOME=str(home))
        command = [PROGRAM, "check", str(SAMPLES / "LN2024-9001"), "--json"]
        running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(1.5)
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=30)
        self.assertEqual(running.returncode, 130, errors)
        self.assertIn("中断", errors)
        self.assertEqual(subprocess.run(command, env=environment, capture_output=True, timeout=300).returncode, 0)

    @unittest.skipUnless(os.geteuid() == 0, "mounting a small file system needs root")
    def test_a_full_disk_is_told_and_the_report_is_printed_all_the_same(self):
        full = self.home / "full"
        full.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=448k", "tmpfs", str(full)]).returncode != 0:
            self.skipTest("this machine may not mount a tmpfs")
        try:
            folder = self.folder_with("LN-full", "说明二.txt", "另一份。\n".encode())
            done = self.call("check", folder, "--json", "--keep", "--data", full / "data")
            self.assertEqual(done.returncode, 1, done.stderr)  # the report stands: most papers are missing
            self.assertIn('"entry":"LN-full"', done.stdout)
            self.assertIn("磁盘", done.stderr)
        finally:
            subprocess.run(["umount", str(full)], check=True)

    def test_unknown_arguments_are_usage_errors_in_chinese(self):
        done = self.call("check", "--nonsense", status=2)
        self.assertIn("--help", done.stderr)


if __name__ == "__main__":
    unittest.main()
