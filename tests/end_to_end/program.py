"""The built program, called as a person calls it: what every end-to-end test needs."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAM = os.environ.get("JIANZHEN", "build/release/bin/jianzhen")
SOURCE = pathlib.Path(os.environ.get("JIANZHEN_SOURCE_DIR", "."))
SAMPLES = SOURCE / "samples"


class EndToEnd(unittest.TestCase):
    """A home of its own for each test class: cache and data start empty and go away."""

    @classmethod
    def setUpClass(cls):
        cls._home = tempfile.TemporaryDirectory(prefix="jianzhen-test-")
        cls.home = pathlib.Path(cls._home.name)
        cls.environment = dict(os.environ, HOME=str(cls.home), XDG_CACHE_HOME=str(cls.home / "cache"),
                               XDG_DATA_HOME=str(cls.home / "data"), NO_COLOR="1")

    @classmethod
    def tearDownClass(cls):
        cls._home.cleanup()

    def call(self, *arguments, status=None, **how):
        done = subprocess.run([PROGRAM, *map(str, arguments)], env=self.environment, capture_output=True,
                              text=True, encoding="utf8", timeout=300, **how)
        if status is not None:
            self.assertEqual(done.returncode, status, done.stderr + done.stdout[:2000])
        return done

    def check(self, *arguments, status=None):
        """`check --json`: the reports by entry."""
        done = self.call("check", *arguments, "--json", status=status)
        reports = [json.loads(line) for line in done.stdout.splitlines()]
        return {report["entry"]: report for report in reports}

    def folder(self, name, applicant="沈阳示例科技有限公司"):
        """A new submission folder with a form and nothing else."""
        folder = self.home / name
        folder.mkdir(parents=True)
        (folder / "entry.json").write_text(json.dumps({"applicant": {"name": applicant}}), encoding="utf8")
        return folder


def codes(report, severity=None):
    """(code, material) of the findings."""
    return {(f["code"], f.get("material")) for f in report["findings"] if severity in (None, f["severity"])}
