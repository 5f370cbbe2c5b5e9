"""What the machine lacks to hold a hostile file is said at the start of the service and on /readyz."""

import json
import pathlib
import shutil
import subprocess
import unittest
import urllib.request

from program import PROGRAM, EndToEnd

BIN = pathlib.Path(PROGRAM).resolve().parent


class MissingLayers(EndToEnd):
    def said(self, name, answer_to_layers):
        """The lines of the start, and /readyz, of a service whose reader answers --layers as given."""
        bin_folder = self.home / name
        bin_folder.mkdir()
        shutil.copy(PROGRAM, bin_folder / "jianzhen")  # it looks for its reader beside itself
        reader = bin_folder / "jianzhen-reader"
        reader.write_text(f'#!/bin/sh\nif [ "$1" = --layers ]; then {answer_to_layers}; exit; fi\nexec {BIN}/jianzhen-reader "$@"\n')
        reader.chmod(0o755)
        environment = {"JIANZHEN_MODELS": str(BIN.parent.parent / "models"), **self.environment}
        service = subprocess.Popen([bin_folder / "jianzhen", "serve", "--data", bin_folder / "data", "--listen", "127.0.0.1:0",
                                    "--lang", "en"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   text=True, encoding="utf8")
        try:
            lines, root = [], None
            for line in service.stdout:
                lines.append(line.strip())
                root = root or next((word for word in line.split() if word.startswith("http://127.0.0.1:")), None)
                if root and "Sandbox layer" in line:
                    break
            with urllib.request.urlopen(root.rstrip("/.") + "/readyz", timeout=30) as answer:
                return lines, json.loads(answer.read())
        finally:
            service.terminate()
            service.communicate(timeout=60)

    def test_a_layer_that_is_off_is_named_with_its_reason(self):
        lines, ready = self.said("off", "printf 'few_places\\ton\\tLandlock 3\\nfew_calls\\toff\\tNo such call\\n'")
        self.assertIn("Sandbox layer not in force: few_calls (No such call)", lines)
        self.assertIn({"layer": "few_calls", "on": False, "detail": "No such call"}, ready["sandbox"])
        self.assertIn({"layer": "few_places", "on": True, "detail": "Landlock 3"}, ready["sandbox"])
        self.assertTrue(ready["ready"])

    def test_a_reader_that_does_not_say_is_not_taken_to_be_safe(self):
        for name, answer in (("silent", "true"), ("failing", "printf 'few_calls\\ton\\t\\n'; exit 3")):
            with self.subTest(name):
                lines, ready = self.said(name, answer)
                self.assertTrue([line for line in lines if line.startswith("Sandbox layer not in force: unknown (")], lines)
                self.assertEqual([(layer["layer"], layer["on"]) for layer in ready["sandbox"]], [("unknown", False)])


if __name__ == "__main__":
    unittest.main()
