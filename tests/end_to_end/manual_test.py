"""The manual page and the shells' completion hold every command and option that the help knows."""

import re
import shutil
import subprocess
import unittest

from program import EndToEnd


class Manual(EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.commands = {}  # name → its options, as --help lists them

    def setUp(self):
        if self.commands:
            return
        listed = self.call("--help", "--lang", "en", status=0).stdout.split("Subcommands:")[1]
        for name in re.findall(r"^  (\w+) ", listed, re.M):
            help_text = self.call(name, "--help", "--lang", "en", status=0).stdout
            self.commands[name] = set(re.findall(r"^ +(?:-\w,)?(--[\w-]+)", help_text, re.M))
        self.assertGreater(len(self.commands), 10)

    def test_every_command_and_option_is_in_the_manual_in_both_languages(self):
        for lang in ("zh", "en"):
            page = self.call("manual", "man", "--lang", lang, status=0).stdout.replace("\\-", "-")
            sections = dict(re.findall(r'^\.SS "(\w+)[^\n]*\n(.*?)(?=^\.S[SH]|\Z)', page, re.M | re.S))
            common = page.split(".SS")[0]
            for name, options in self.commands.items():
                self.assertIn(name, sections)
                for option in options:
                    self.assertRegex(sections[name] + common, rf"(?m)^\.B (-\w, )?{option}\b", (lang, name))

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_the_page_is_set_without_a_warning(self):
        for lang in ("zh", "en"):
            page = self.call("manual", "man", "--lang", lang, status=0).stdout
            done = subprocess.run(["groff", "-K", "utf8", "-man", "-ww", "-Tutf8"], input=page, capture_output=True, text=True,
                                  encoding="utf8")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("what-if", done.stdout)

    def complete(self, *words):
        script = self.call("manual", "bash", status=0).stdout
        quoted = " ".join(f"'{word}'" for word in ("jianzhen", *words))
        drive = f"{script}\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words)}; _jianzhen; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        return set(subprocess.run(["bash", "-c", drive], capture_output=True, text=True, check=True).stdout.split())

    def test_bash_completes_every_command_option_and_choice(self):
        self.assertEqual(self.complete(""), set(self.commands))
        for name, options in self.commands.items():
            self.assertEqual(self.complete(name, "--"), options, name)
        self.assertEqual(self.complete("che"), {"check"})
        self.assertEqual(self.complete("check", "--lang", ""), {"zh", "en"})
        self.assertEqual(self.complete("config", ""), {"check", "show"})
        self.assertEqual(self.complete("check", "--relations", ""), set())  # a file: the shell's own

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_takes_the_script_and_it_names_every_option(self):
        script = self.call("manual", "zsh", status=0).stdout
        file = self.home / "_jianzhen"
        file.write_text(script, encoding="utf8")
        subprocess.run(["zsh", "-n", file], check=True)
        # What zsh itself is asked to offer, by its own functions' names.
        drive = ("_arguments() { print -rl -- \"$@\"; if [[ $1 == -C ]]; then state=argument; fi }; _describe() { print -rl -- $commands };"
                 f"autoload -U _jianzhen; fpath=({self.home}); words=($1); _jianzhen")
        for name, options in self.commands.items():
            offered = subprocess.run(["zsh", "-fc", drive, "zsh", name], capture_output=True, text=True, check=True).stdout
            for option in options:
                self.assertRegex(offered, rf"(?m)^{option}\[", name)


if __name__ == "__main__":
    unittest.main()
