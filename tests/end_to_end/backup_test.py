"""`jianzhen backup`, `restore` and `migrate` beside a service that goes on."""

import sqlite3
import threading
import unittest

from program import SAMPLES, EndToEnd
from serve_test import Service, files_of

ENTRY = SAMPLES / "LN2024-9002"


class Backup(EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data, cls.kept = cls.home / "served", cls.home / "backup"
        cls.service = Service(cls.environment, cls.data)
        cls.entry = cls.service.create(ENTRY)
        for path, data in files_of(ENTRY):
            cls.service.upload(cls.entry, path, data)
        cls.service.wait_until_done(cls.entry)

    @classmethod
    def tearDownClass(cls):
        assert cls.service.stop() == 0
        super().tearDownClass()

    def backup(self, name, *more, status=0):
        folder = self.home / name
        self.call("backup", folder, "--data", self.data, *more, status=status)
        return folder

    def test_a_restored_folder_serves_the_same_entries_on_a_machine_without_a_cache(self):
        kept = self.backup("whole")
        self.call("backup", "--verify", kept, status=0)
        elsewhere = dict(self.environment, XDG_CACHE_HOME=str(self.home / "another cache"))
        before, self.environment = self.environment, elsewhere
        try:
            self.call("restore", kept, "--data", self.home / "restored", status=0)
        finally:
            self.environment = before
        restored = Service(elsewhere, self.home / "restored")
        try:
            for address in ("/entries", f"/entries/{self.entry}/report"):
                self.assertEqual(restored.get(address), self.service.get(address), address)
            found = self.service.get("/search?q=技术服务合同")["hits"]
            self.assertTrue(found)
            self.assertEqual(restored.get("/search?q=技术服务合同")["hits"], found)
            for material in self.service.get(f"/entries/{self.entry}")["materials"]:
                address = f"/api/v1/entries/{self.entry}/materials/{material['id']}"
                self.assertEqual(restored.ask("GET", address + "/file")[2], self.service.ask("GET", address + "/file")[2])
                self.assertEqual(restored.ask("GET", address + "/pages/1")[2], self.service.ask("GET", address + "/pages/1")[2])
        finally:
            self.assertEqual(restored.stop(), 0)
        self.call("fsck", "--data", self.home / "restored", status=0)

    def test_backups_made_while_files_come_in_are_whole(self):
        entry = self.service.create(SAMPLES / "LN2024-9001")
        received = []

        def send():
            for number in range(60):
                received.append(self.service.upload(entry, f"证明材料/{number}.txt", f"第 {number} 份".encode())["sha256"])

        sender = threading.Thread(target=send)
        sender.start()
        backups = []
        while sender.is_alive() or not backups:
            known = list(received)  # what was said to be received before the backup began is in it
            folder = self.backup(f"busy {len(backups)}")
            backups.append((folder, known))
        sender.join()
        for folder, known in backups:
            self.call("backup", "--verify", folder, status=0)
            for sha256 in known:
                self.assertTrue((folder / "data/blobs" / sha256[:2] / sha256).is_file())

    def test_a_flipped_byte_is_found_and_the_material_named(self):
        kept = self.backup("flipped")
        blob = max((kept / "data/blobs").rglob("*"), key=lambda file: file.stat().st_size if file.is_file() else 0)
        data = bytearray(blob.read_bytes())
        data[len(data) // 2] ^= 1
        blob.chmod(0o600)
        blob.write_bytes(data)
        told = self.call("backup", "--verify", kept, status=3).stdout
        self.assertIn("内容被改动", told)
        self.assertIn(self.entry, told)
        self.assertIn(blob.name, told)

    def test_nothing_is_written_over(self):
        kept = self.backup("once")
        self.backup("once", status=2)
        self.call("restore", kept, "--data", self.data, status=2)

    def test_an_upgrade_is_told_before_it_is_made(self):
        self.call("restore", self.backup("old"), "--data", self.home / "old data", status=0)
        with sqlite3.connect(self.home / "old data/catalogue.sqlite") as catalogue:
            newest, = catalogue.execute("SELECT max(version) FROM migration").fetchone()
            catalogue.execute("DELETE FROM migration WHERE version = ?", (newest,))
        plan = self.call("migrate", "--plan", "--data", self.home / "old data", status=0).stdout
        self.assertIn(f"  {newest} ", plan)
        again = self.call("migrate", "--plan", "--data", self.home / "old data", status=0).stdout
        self.assertEqual(again, plan)
        self.assertIn("最新格式", self.call("migrate", "--plan", "--data", self.data, status=0).stdout)
        self.call("migrate", "--plan", "--data", self.home / "nowhere", status=2)


if __name__ == "__main__":
    unittest.main()
