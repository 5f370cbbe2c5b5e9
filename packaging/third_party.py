"""What of others the package carries, and what it links: third_party.py WEB_LICENCES PROGRAM… > THIRD-PARTY

Three parts, each from the data of the packages themselves: templates of C++ that are compiled into the programs (Debian's
copyright files), the web page (licences.txt of its build), libraries that the programs load and Debian brings
(the programs' own tables). Models and their runtime stand in the copyright file."""

import pathlib
import re
import subprocess
import sys

DOC = pathlib.Path("/usr/share/doc")
# What stands in headers alone, or mostly: their code is in our programs. Boost's licence asks no notice of programs.
COMPILED_IN = ("libcli11-dev", "libexpected-dev", "libspdlog-dev", "libtomlplusplus-dev", "nlohmann-json3-dev")
RULE = "-" * 72


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def copyright_of(package):
    return (DOC / package / "copyright").read_text(encoding="utf8").strip()


def linked(program):
    return re.findall(r"NEEDED\s+(lib\S+)", run("objdump", "-p", program))


def package_of(library):
    found = {line.split(":")[0] for line in run("dpkg", "-S", f"*-linux-gnu/{library}").splitlines() if not line.startswith("diversion")}
    return sorted(found)[0]


def licences_of(package):
    """Of the whole (`Files: *`) where the file is in Debian's form; else by its words."""
    text = copyright_of(package)
    whole = re.search(r"^Files: *\*$(?:\n(?!\n).*)*?\nLicense: *(.+)$", text, flags=re.M)
    if whole:
        return whole.group(1)
    names = sorted(set(re.findall(r"common-licenses/([\w.-]*\w)", text)))
    return "see its file" + (f" ({', '.join(names)})" if names else "")


def main():
    web, *programs = sys.argv[1:]
    packages = {}
    for program in programs:
        for library in linked(program):
            packages.setdefault(package_of(library), set()).add(library)
    width = max(map(len, packages))
    rows = [f"{package:{width}}  {licences_of(package)}" for package in sorted(packages)]
    parts = ["Compiled into the programs of Jianzhen",
             *(f"{package}\n\n{copyright_of(package)}" for package in COMPILED_IN),
             pathlib.Path(web).read_text(encoding="utf8").strip() if pathlib.Path(web).exists() else "No web page was built.",
             "Loaded by the programs and brought by Debian, with the licence of the whole as Debian tells it; each package has\n"
             "its full text in /usr/share/doc/PACKAGE/copyright\n\n" + "\n".join(rows)]
    print(f"\n\n{RULE}\n\n".join(parts))


if __name__ == "__main__":
    main()
