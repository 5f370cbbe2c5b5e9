"""Notices by e-mail, to a real SMTP server on loopback: STARTTLS, TLS from the first byte, log-in, a recipient that is refused,
a server that is away. Needs Debian's python3-aiosmtpd."""

import email
import email.policy
import json
import socket
import ssl
import subprocess
import time
import unittest

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from program import EndToEnd
from serve_test import Service

JSON = {"Content-Type": "application/json"}
USER, PASSWORD = "contest@example.cn", "a long password"


class Box:
    """Keeps what comes."""

    def __init__(self):
        self.mails = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        mail.by_starttls = session.ssl is not None
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 OK"

    def of(self, recipient):
        return [mail for to, mail in self.mails if to == [recipient]]


def let_in(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=good)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Settled(Service):
    """A service with settings, whose administrator asks."""

    def __init__(self, environment, data, settings):
        super().__init__(environment, data, "--settings", str(settings))

    def start(self):
        super().start()
        self.headers = {}
        _, headers, body = self.ask("POST", "/api/v1/session",
                                    json.dumps({"name": "admin", "password": "correct horse battery"}).encode(), JSON)
        self.headers = {"Cookie": headers["Set-Cookie"].split(";")[0], "X-CSRF-Token": json.loads(body)["csrf"]}

    def ask(self, method, path, body=None, headers=None):
        return super().ask(method, path, body, {**self.headers, **(headers or {})})


class Mail(EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificate = cls.home / "mail.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", cls.home / "mail.key",
                        "-out", cls.certificate], check=True, capture_output=True)
        (cls.home / "mail.password").write_text(PASSWORD + "\n", encoding="utf8")

    def setUp(self):
        self.box = Box()
        self.port = free_port()
        self.server = None
        self.service = None

    def tearDown(self):
        if self.service:
            self.service.stop()
        self.close()

    def close(self):
        if self.server:
            self.server.stop()
        self.server = None

    def open(self, implicit=False):
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.certificate, self.home / "mail.key")
        how = {"ssl_context": tls} if implicit else {"tls_context": tls, "require_starttls": True}
        self.server = Controller(self.box, hostname="127.0.0.1", port=self.port, authenticator=let_in, auth_required=True,
                                 auth_require_tls=not implicit, **how)
        self.server.start()

    def start(self, name, scheme="smtp", trusts=True):
        """The service with an administrator, whose session it returns."""
        data = self.home / name
        settings = self.home / f"{name}.toml"
        authority = f'ca_file = "{self.certificate}"\n' if trusts else ""
        settings.write_text(f'[serve]\norigin = "https://contest.example.cn"\n[mail]\nserver = "{scheme}://127.0.0.1:{self.port}"\n'
                            f'sender = "{USER}"\nuser = "{USER}"\npassword_file = "mail.password"\n{authority}', encoding="utf8")
        self.call("config", "check", settings, status=0)
        self.call("account", "add", "admin", "--email", "admin@example.cn", "--data", data, input="correct horse battery", status=0)
        self.service = Settled(self.environment, data, settings)

    def until(self, condition, what, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.2)
        self.fail(f"never: {what}: {self.service.get('/mails')}")

    def invite(self, name, address):
        status, _, body = self.service.ask("POST", "/api/v1/accounts", json.dumps(
            {"name": name, "title": "沈阳示例科技有限公司", "email": address, "role": "submitter"}).encode(), JSON)
        self.assertEqual(status, 201, body)
        return json.loads(body)

    def arrives(self, by_starttls):
        made = self.invite("liu", "liu@example.cn")
        self.assertTrue(made["mailed"])
        self.until(lambda: self.box.of("liu@example.cn"), "the invitation")
        (mail,) = self.box.of("liu@example.cn")
        self.assertEqual(mail.by_starttls, by_starttls)
        self.assertIn("请设置登录口令", mail["subject"])
        self.assertIn(USER, mail["from"])
        self.assertIn("https://contest.example.cn" + made["invitation"], mail.get_content())
        self.assertNotIn("沈阳示例科技有限公司", mail.as_string() + mail.get_content())  # what it needs, and no more
        self.until(lambda: self.service.get("/mails")["waiting"] == 0, "an empty outbox")
        (event,) = self.service.get("/audit?type=mail.")["events"]
        self.assertEqual(event["type"], "mail.sent")
        self.assertNotIn("example.cn", json.dumps(event))

    def test_a_notice_goes_out_by_starttls_after_a_log_in(self):
        self.open()
        self.start("starttls")
        self.arrives(by_starttls=True)

    def test_a_notice_goes_out_by_tls_from_the_first_byte(self):
        self.open(implicit=True)
        self.start("tls", "smtps")
        self.arrives(by_starttls=False)

    def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(self):
        self.open()
        self.start("untrusted", trusts=False)
        self.invite("liu", "liu@example.cn")
        self.until(lambda: self.service.get("/mails")["trouble"], "trouble")
        self.assertEqual(self.box.mails, [])
        self.assertEqual(self.service.get("/mails")["waiting"], 1)

    def test_a_recipient_who_is_refused_is_shown_and_holds_up_nobody(self):
        self.open()
        self.start("refused")
        self.invite("gone", "gone@example.cn")
        self.invite("liu", "liu@example.cn")
        self.until(lambda: self.box.of("liu@example.cn"), "the other invitation")
        self.until(lambda: self.service.get("/mails")["refused"] == 1, "the refusal")
        (mail,) = self.service.get("/mails")["mails"]
        self.assertEqual((mail["refused"], mail["kind"], mail["email"]), (True, "account.invited", "gone@example.cn"))
        self.assertIn("550 5.1.1 no such mailbox", mail["trouble"])
        self.assertEqual(self.service.get("/mails")["trouble"], "")

    def test_a_server_that_is_away_is_tried_again_and_each_mail_sent_once(self):
        self.start("away")
        for name in ("liu", "zhao"):
            self.invite(name, f"{name}@example.cn")
        self.until(lambda: self.service.get("/mails")["trouble"], "trouble")
        self.service.stop()
        self.service.start()  # what waits outlives the service
        self.assertEqual(self.service.get("/mails")["waiting"], 2)
        self.open()
        self.until(lambda: self.service.get("/mails")["waiting"] == 0, "an empty outbox")
        time.sleep(2)
        self.assertEqual([len(self.box.of(f"{name}@example.cn")) for name in ("liu", "zhao")], [1, 1])

    def test_settings_that_cannot_send_are_told_by_line(self):
        file = self.home / "wrong.toml"
        file.write_text('[mail]\nserver = "smtp://contest:secret@smtp.example.cn"\n', encoding="utf8")
        self.assertIn("第 2 行：server", self.call("config", "check", file, status=2).stdout)
        file.write_text('[mail]\nserver = "smtp://smtp.example.cn:587"\nuser = "contest"\n', encoding="utf8")
        mistakes = self.call("config", "check", file, "--lang", "en", status=2).stdout
        for needed in ("needs a sender", "go together", "[serve] origin"):
            self.assertIn(needed, mistakes)


if __name__ == "__main__":
    unittest.main()
