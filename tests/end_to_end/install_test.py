"""What `cmake --install` puts in place works from there, and systemd and nginx take their files."""

import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from program import PROGRAM, SAMPLES, SOURCE, EndToEnd, codes

UNITS = [SOURCE / "packaging/jianzhen.service", SOURCE / "packaging/jianzhen.socket"]


class Install(EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = cls.home / "root"
        build = pathlib.Path(PROGRAM).resolve().parents[1]
        subprocess.run(["cmake", "--install", build, "--prefix", "/usr", "--strip"], check=True, capture_output=True,
                       env=dict(os.environ, DESTDIR=str(cls.root)))

    def call(self, *arguments, status=None):
        program = self.root / "usr/bin/jianzhen"
        done = subprocess.run([program, *map(str, arguments)], env=self.environment, capture_output=True, text=True,
                              encoding="utf8", timeout=300)
        if status is not None:
            self.assertEqual(done.returncode, status, done.stderr + done.stdout[:2000])
        return done

    def test_the_installed_program_reads_with_its_own_reader_and_models(self):
        self.environment.pop("JIANZHEN_MODELS", None)
        report = self.check(SAMPLES / "LN2024-9002", status=1)["LN2024-9002"]
        self.assertIn(("owner.subsidiary", "证明材料/营业执照.jpg"), codes(report))  # a scan: by its models alone

    def test_the_demo_finds_its_samples(self):
        self.call("demo", "--fill-only", "--data", self.home / "demo", status=0)

    def test_its_settings_are_without_a_mistake(self):
        self.call("config", "check", self.root / "etc/jianzhen/jianzhen.toml", status=0)

    def test_the_manual_is_there_in_both_languages(self):
        for page in ("man1", "zh_CN/man1"):
            self.assertTrue((self.root / "usr/share/man" / page / "jianzhen.1.gz").is_file())

    def test_who_made_what_is_told(self):
        told = gzip.decompress((self.root / "usr/share/doc/jianzhen/THIRD-PARTY.gz").read_bytes()).decode()
        for package in ("vue 3.", "element-plus 2.", "echarts 6.", "nlohmann-json3-dev", "libpoppler-cpp0v5 ", "libcurl4 "):
            self.assertIn("\n" + package, told)
        wanted = json.loads((SOURCE / "api/web/package.json").read_text(encoding="utf8"))["dependencies"]
        self.assertEqual([name for name in wanted if f"\n{name} {wanted[name]}\n" not in told], [])

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd is not installed")
    def test_systemd_takes_the_units(self):
        folder = self.home / "units"
        folder.mkdir()
        for unit in UNITS:
            text = unit.read_text(encoding="utf8").replace("/usr/bin/jianzhen", str(self.root / "usr/bin/jianzhen"))
            (folder / unit.name).write_text(text.replace("/etc/jianzhen", str(self.root / "etc/jianzhen")), encoding="utf8")
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", *sorted(folder.iterdir())], capture_output=True, text=True)
        said = [line for line in done.stderr.splitlines() if "jianzhen" in line]
        self.assertEqual((done.returncode, said), (0, []), done.stderr)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd is not installed")
    def test_little_of_the_machine_is_open_to_the_service(self):
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", UNITS[0]], capture_output=True, text=True)
        exposure = float(re.search(r"exposure level for \S+: ([\d.]+)", done.stdout).group(1))
        self.assertLessEqual(exposure, 3.0, done.stdout)

    @unittest.skipUnless(shutil.which("nginx"), "nginx is not installed")
    def test_nginx_takes_the_sample(self):
        key, certificate = self.home / "key.pem", self.home / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                        "-days", "1", "-subj", "/CN=contest.example.cn"], check=True, capture_output=True)
        site = (SOURCE / "packaging/nginx.conf").read_text(encoding="utf8")
        site = re.sub(r"/etc/ssl/certs/\S+(?=;)", str(certificate), site)
        site = re.sub(r"/etc/ssl/private/\S+(?=;)", str(key), site)
        whole = self.home / "nginx.conf"
        whole.write_text(f"pid {self.home}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{site}}}\n", encoding="utf8")
        done = subprocess.run(["nginx", "-t", "-q", "-c", whole], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
