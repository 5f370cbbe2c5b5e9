"""Resumable uploads: cuts at random bytes and kill -9 of the service lose and double nothing."""

import base64
import contextlib
import hashlib
import json
import os
import pathlib
import random
import socket
import time
import unittest
import urllib.parse

from program import EndToEnd
from serve_test import Service

SIZE = 3_000_000
CUTS = 1000 if "JIANZHEN_FULL" in os.environ else 100
BETWEEN_CUTS = 20_000  # bytes, on average and a little more: there must be something left to cut
TUS = {"Tus-Resumable": "1.0.0"}


def metadata(entry, path):
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in (("entry", entry), ("path", path)))


class Resumable(EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = Service(cls.environment, cls.home / "served")
        cls.entry = cls.service.create(cls().folder("LN-resumable"))
        cls.random = random.Random(4)

    @classmethod
    def tearDownClass(cls):
        assert cls.service.stop() == 0
        super().tearDownClass()

    def runTest(self):
        pass

    def begin(self, path, data):
        status, headers, body = self.service.ask("POST", "/api/v1/files", b"", {
            **TUS, "Upload-Length": str(len(data)), "Upload-Metadata": metadata(self.entry, path)})
        self.assertEqual(status, 201, body)
        return headers["Location"]

    def offset(self, upload):
        status, headers, _ = self.service.ask("HEAD", upload, None, TUS)
        self.assertEqual(status, 200)
        return int(headers["Upload-Offset"])

    def send_and_cut(self, upload, data, offset, count):
        """A PATCH of all that is left, of which `count` bytes are sent."""
        address = urllib.parse.urlsplit(self.service.root)
        head = (f"PATCH {upload} HTTP/1.1\r\nHost: {address.netloc}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\n"
                f"Content-Type: application/offset+octet-stream\r\nContent-Length: {len(data) - offset}\r\n\r\n")
        sent = socket.create_connection((address.hostname, address.port))
        sent.sendall(head.encode() + data[offset:offset + count])
        return sent

    def finish(self, upload, data):
        offset = self.offset(upload)
        if offset < len(data):
            status, headers, body = self.service.ask("PATCH", upload, data[offset:], {
                **TUS, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"})
            self.assertEqual(status, 204, body)
        material = json.loads(self.service.ask("GET", upload)[2])["material"]
        self.assertEqual(material["sha256"], hashlib.sha256(data).hexdigest())
        status, _, kept = self.service.ask("GET", f"/api/v1/entries/{self.entry}/materials/{material['id']}/file")
        self.assertEqual((status, kept), (200, data))

    def test_cuts_at_random_bytes_lose_and_double_nothing(self):
        data = self.random.randbytes(CUTS * BETWEEN_CUTS)
        upload = self.begin("cut.bin", data)
        offset = 0
        for number in range(CUTS):
            count = min(self.random.randrange(1, 2 * BETWEEN_CUTS - 4000), len(data) - offset - 1)
            # First the server has seen each cut before it is asked; then it may still be reading, and an earlier request
            # may come late and go on in the place of this one.
            seen = number < CUTS / 2
            with self.send_and_cut(upload, data, offset, count) as line:
                if seen:
                    line.shutdown(socket.SHUT_WR)
                    while line.recv(4096):
                        pass
            now = self.offset(upload)
            self.assertTrue(now == offset + count if seen else now >= offset, (number, offset, count, now))
            offset = now
        self.finish(upload, data)

    def memory(self):
        """Of the service, without what it shares with files."""
        for line in pathlib.Path(f"/proc/{self.service.process.pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) << 10
        raise AssertionError("no RssAnon")

    def test_an_upload_takes_less_than_a_mebibyte_of_memory_whatever_its_size(self):
        data = bytes(32 << 20)
        self.finish(self.begin("first.bin", data[:SIZE]), data[:SIZE])
        uploads = [self.begin(f"large-{number}.bin", data) for number in range(16)]
        sent, before = 24 << 20, self.memory()
        with contextlib.ExitStack() as open_sockets:
            for upload in uploads:
                open_sockets.enter_context(self.send_and_cut(upload, data, 0, sent))
            files = [self.service.data / "uploads" / (upload.rsplit("/", 1)[1] + ".bytes") for upload in uploads]
            until = time.monotonic() + 60
            while any(file.stat().st_size < sent for file in files) and time.monotonic() < until:
                time.sleep(0.05)
            self.assertLess(self.memory() - before, len(uploads) << 20)
        for upload in uploads:
            self.assertEqual(self.service.ask("DELETE", upload, None, TUS)[0], 204)

    def test_a_killed_service_goes_on_where_it_was(self):
        data = self.random.randbytes(SIZE)
        upload = self.begin("killed.bin", data)
        offset = 0
        for _ in range(5):
            with self.send_and_cut(upload, data, offset, self.random.randrange(500_000)):
                self.service.kill()
            self.service.start()
            now = self.offset(upload)
            self.assertGreaterEqual(now, offset)
            offset = now
        self.finish(upload, data)


if __name__ == "__main__":
    unittest.main()
