"""`jianzhen serve` on a socket that whoever starts it opened before, as systemd does."""

import re
import socket
import subprocess
import threading
import unittest

from program import PROGRAM, EndToEnd
from serve_test import Service


class Activated(Service):
    """Started by a small launcher that hands over the socket; it outlives the service."""

    def __init__(self, environment, data):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.root = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        super().__init__(environment, data)

    def start(self):
        number = self.socket.fileno()
        launch = f'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@" 3<&{number}'
        self.process = subprocess.Popen(["sh", "-c", launch, "sh", PROGRAM, "serve", "--data", str(self.data), "--listen", "127.0.0.1:1"],
                                        env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        pass_fds=(number,))


class Activation(EndToEnd):
    def setUp(self):
        self.service = Activated(self.environment, self.home / self._testMethodName)
        self.addCleanup(self.service.socket.close)

    def test_who_came_before_the_service_was_ready_is_answered(self):
        self.assertEqual(self.service.ask("GET", "/livez")[0], 200)
        self.service.process.send_signal(15)
        said = self.service.process.communicate(timeout=60)[0]
        self.assertIn(self.service.root, said)  # not what --listen says
        self.assertEqual(self.service.process.returncode, 0)

    def test_nobody_is_turned_away_while_it_is_started_again(self):
        self.assertEqual(self.service.ask("GET", "/livez")[0], 200)
        self.assertEqual(self.service.stop(), 0)
        answers = []
        waiting = threading.Thread(target=lambda: answers.append(self.service.ask("GET", "/livez")[0]))
        waiting.start()
        self.service.start()
        waiting.join(timeout=60)
        self.assertEqual(answers, [200])
        self.assertEqual(self.service.stop(), 0)

    def test_the_children_that_read_do_not_hold_the_socket(self):
        self.service.ask("GET", "/livez")
        inode = re.search(r"socket:\[(\d+)\]", self._link(self.service.process.pid, 3)).group(1)
        for child in self._children(self.service.process.pid):
            held = subprocess.run(["ls", "-l", f"/proc/{child}/fd"], capture_output=True, text=True).stdout
            self.assertNotIn(inode, held)
        self.assertEqual(self.service.stop(), 0)

    def _link(self, pid, fd):
        return subprocess.run(["readlink", f"/proc/{pid}/fd/{fd}"], capture_output=True, text=True).stdout

    def _children(self, pid):
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
            return children.read().split()


if __name__ == "__main__":
    unittest.main()
