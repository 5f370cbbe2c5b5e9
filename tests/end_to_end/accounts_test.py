"""Accounts from the command line, and when the service asks people to log in."""

import json
import unittest

from program import EndToEnd
from serve_test import Service

PASSWORD = "a sentence that nobody guesses"


class Accounts(EndToEnd):
    def add(self, data, name, *more, password=PASSWORD, status=0):
        return self.call("account", "add", name, "--data", data, *more, input=password + "\n", status=status)

    def test_without_accounts_only_this_machine_is_served(self):
        done = self.call("serve", "--data", self.home / "open", "--listen", "0.0.0.0:0", "--lang", "en", status=2)
        self.assertIn("account add", done.stderr)

    def test_behind_a_proxy_there_must_be_an_account(self):
        done = self.call("serve", "--data", self.home / "open", "--listen", "127.0.0.1:0", "--lang", "en",
                         "--origin", "https://contest.example", status=2)
        self.assertIn("account add", done.stderr)

    def test_an_account_made_while_the_service_runs_shuts_it(self):
        data = self.home / "runs"
        service = Service(self.environment, data)
        try:
            self.assertEqual(service.get("/session")["role"], "local")
            self.add(data, "root")
            self.assertEqual(service.get("/session")["role"], "nobody")
            self.assertEqual(service.ask("GET", "/api/v1/entries")[0], 401)
            form = json.dumps({"name": "root", "password": PASSWORD}).encode()
            status, headers, body = service.ask("POST", "/api/v1/session", form, {"Content-Type": "application/json"})
            self.assertEqual(status, 201)
            session = {"Cookie": headers["Set-Cookie"].split(";")[0]}
            self.assertEqual(service.ask("GET", "/api/v1/entries", None, session)[0], 200)
        finally:
            service.stop()

    def test_the_first_is_an_administrator_and_a_password_is_long(self):
        data = self.home / "rules"
        self.add(data, "li", "--role", "judge", status=2)
        self.add(data, "root", password="short", status=2)
        self.assertEqual(self.call("account", "list", "--data", data, status=0).stdout, "")

    def test_a_forgotten_password_is_reset_by_a_link(self):
        data = self.home / "reset"
        self.add(data, "root")
        link = self.call("account", "reset", "root", "--link", "--data", data, status=0).stdout
        self.assertIn("/#/join/", link)
        self.call("account", "reset", "nobody", "--link", "--data", data, status=2)

    def test_a_demo_has_an_account_of_every_role_and_fills_a_new_folder_only(self):
        data = self.home / "demo"
        shown = self.call("demo", "--fill-only", "--data", data, status=0).stdout
        names = [line.split()[0] for line in shown.splitlines() if line.startswith("  ")]
        self.assertEqual(names, ["admin", "verifier1", "verifier2", "judge", "supervisor", "unit1", "unit2", "unit3"])
        listed = self.call("account", "list", "--data", data, status=0).stdout
        self.assertEqual(len(listed.splitlines()), len(names))
        contest = (data / "contest.yaml").read_text(encoding="utf8")
        self.call("demo", "--fill-only", "--data", data, status=3)
        self.assertEqual((data / "contest.yaml").read_text(encoding="utf8"), contest)


if __name__ == "__main__":
    unittest.main()
