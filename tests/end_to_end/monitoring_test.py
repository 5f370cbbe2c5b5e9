"""The numbers of /metrics, the alerts on them and the dashboard speak of the same. Needs promtool (Debian's prometheus)."""

import json
import re
import shutil
import subprocess
import time
import unittest

from program import SOURCE, EndToEnd
from serve_test import Service

FOLDER = SOURCE / "packaging/monitoring"
RULES = FOLDER / "jianzhen.rules.yml"


def names(text):
    """Metrics of ours, without what a histogram adds."""
    return {re.sub(r"_(bucket|count|sum)$", "", name) for name in re.findall(r"\bjianzhen_\w+", text)}


def promtool(*arguments, **how):
    return subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True, **how)


@unittest.skipUnless(shutil.which("promtool"), "promtool (Debian's prometheus) is not installed")
class Monitoring(EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        service = Service(cls.environment, cls.home / "data")
        try:
            service.create(SOURCE / "samples/LN2024-9001")
            service.upload("LN2024-9001", "a.txt", b"a")
            service.wait_until_done("LN2024-9001")
            cls.metrics = cls.measured_when_checked(service)
        finally:
            service.stop()
        cls.dashboard = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf8"))
        cls.expressions = [target["expr"] for panel in cls.dashboard["panels"] for target in panel.get("targets", [])]

    @staticmethod
    def measured_when_checked(service):
        """A file is done before the check that knows it, whose end is measured too."""
        until = time.monotonic() + 30
        while True:
            status, _, body = service.ask("GET", "/metrics")
            assert status == 200, body
            if b"jianzhen_drop_to_finding_seconds_count" in body or time.monotonic() > until:
                return body.decode()
            time.sleep(0.1)

    def test_prometheus_takes_what_is_measured(self):
        done = promtool("check", "metrics", input=self.metrics)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_rules_are_rules_and_fire_when_they_should(self):
        done = promtool("check", "rules", RULES)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        folder = self.home / "rules"
        folder.mkdir()
        shutil.copy(RULES, folder)
        shutil.copy(SOURCE / "tests/end_to_end/monitoring_rules_test.yml", folder)
        done = promtool("test", "rules", folder / "monitoring_rules_test.yml")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_dashboard_asks_what_prometheus_can_answer(self):
        rules = [{"record": f"panel:{number}", "expr": expression.replace("$instance", ".*")}
                 for number, expression in enumerate(self.expressions)]
        file = self.home / "panels.yml"
        file.write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}), encoding="utf8")
        done = promtool("check", "rules", file)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_panels_lie_beside_each_other(self):
        taken = set()
        for panel in self.dashboard["panels"]:
            at = panel["gridPos"]
            cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
            self.assertFalse(cells & taken, panel["title"])
            self.assertLessEqual(at["x"] + at["w"], 24, panel["title"])
            taken |= cells

    def test_everything_measured_is_shown_and_nothing_else(self):
        measured = names(re.sub(r"^#.*$", "", self.metrics, flags=re.M))
        self.assertEqual(names("\n".join(self.expressions)), measured)
        self.assertLessEqual(names(RULES.read_text(encoding="utf8")), measured)

    def test_every_alert_has_its_page_of_what_to_do(self):
        runbook = (SOURCE / "docs/monitoring.md").read_text(encoding="utf8")
        alerts = re.findall(r"- alert: (\w+)", RULES.read_text(encoding="utf8"))
        self.assertEqual(alerts, re.findall(r"^### (\w+)", runbook, flags=re.M))
        links = re.findall(r"runbook_url: \S+/monitoring.md#(\w+)", RULES.read_text(encoding="utf8"))
        self.assertEqual(links, [alert.lower() for alert in alerts])


if __name__ == "__main__":
    unittest.main()
