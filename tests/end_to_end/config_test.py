"""`jianzhen config`, and settings as every command goes by them."""

import unittest

from program import EndToEnd


class Config(EndToEnd):
    def settings(self, text):
        file = self.home / "jianzhen.toml"
        file.write_text(text, encoding="utf8")
        return file

    def test_every_mistake_is_told_with_file_line_and_key_in_the_user_s_language(self):
        file = self.settings('[serve]\nlisten = "8080"\nport = 80\n\n[limits]\nmax_pages = 0\n')
        chinese = self.call("config", "check", file, status=2).stdout.splitlines()
        self.assertEqual(len(chinese), 3)
        self.assertIn(f"{file} 第 2 行：listen：监听地址应写作 HOST:PORT", chinese[0])
        self.assertIn("第 3 行：没有 [serve] port 这一项。", chinese[1])
        self.assertIn("第 6 行：max_pages 应为 1 – 100000 之间的数。", chinese[2])
        english = self.call("config", "check", file, "--lang", "en", status=2).stdout.splitlines()
        self.assertIn(f"{file}, line 3: there is no key [serve] port.", english)

    def test_settings_without_a_mistake_are_said_to_be_fine(self):
        file = self.settings('[serve]\nlisten = "127.0.0.1:8080"\n')
        self.assertIn("没有错误", self.call("config", "check", file, status=0).stdout)

    def test_what_is_in_force_is_shown_and_is_itself_such_a_file(self):
        shown = self.call("config", "show", self.settings('[data]\nfolder = "kept"\n'), status=0).stdout
        self.assertIn(f"folder = '{self.home / 'kept'}'", shown)
        self.assertIn("listen = '127.0.0.1:8080'", shown)
        self.call("config", "check", self.settings(shown), status=0)

    def test_a_file_that_is_not_there_is_said(self):
        self.call("config", "check", self.home / "nowhere.toml", status=3)

    def test_no_command_runs_on_wrong_settings(self):
        done = self.call("fsck", "--settings", self.settings("[limits]\nmax_page = 1\n"), status=2)
        self.assertIn("第 2 行", done.stderr)

    def test_the_data_folder_comes_from_the_file_and_an_option_wins_over_it(self):
        file = self.settings('[data]\nfolder = "from the file"\n')
        self.assertIn("from the file", self.call("fsck", "--settings", file, status=2).stderr)
        done = self.call("fsck", f"--settings={file}", "--data", self.home / "said", status=2)
        self.assertIn(str(self.home / "said"), done.stderr)
        self.assertNotIn("from the file", done.stderr)


if __name__ == "__main__":
    unittest.main()
