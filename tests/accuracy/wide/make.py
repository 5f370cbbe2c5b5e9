#!/usr/bin/python3
"""Folders whose papers look unlike those the program was developed on, with the truth beside them.

    tests/accuracy/wide/make.py FOLDER [--seed N] [--rounds N] [--papers papers|rarer|varied]

Needs Debian's python3-cairo, python3-pil, python3-numpy, fonts-noto-cjk. Writes FOLDER/bundles, truth, relations.csv.
Units are invented. Every round makes, for each kind of unit, one folder that is clean and one with papers of others.
"""

import argparse
import csv
import importlib
import json
import pathlib
import random
import shutil

import papers
from sheet import pdf, scan, scanned_pdf
from invented import PROFILES, Maker, id_number

TRACKS = ["工业制造", "现代农业", "金融服务", "医疗健康", "城市治理"]
STEMS = {"application": "申报书", "business_licence": "资质", "responsibility_statement": "声明", "entry_commitment": "承诺", "audit_report": "审计",
         "credit_report": "信用", "project_qualification": "项目资质", "case_proof": "案例", "patent_certificate": "专利", "software_copyright": "软著",
         "trademark_certificate": "商标"}
IP = {"patent_certificate", "software_copyright", "trademark_certificate"}
GRADE = {"owner.former_name": "notice", "owner.partner": "suspicion"}
FOREIGN = ["branch", "subsidiary", "parent", "holding", "affiliate", "unrelated", "partner", "former_name"]


class Folder:
    def __init__(self, root, number, profile, maker, rng, templates):
        self.templates = templates
        self.rng, self.maker, self.applicant = rng, maker, maker.unit(profile)
        self.id, self.root = f"WD-{number:03}", root
        self.track, self.topic = rng.choice(TRACKS), rng.randrange(1, 4)
        self.project = rng.choice(["面向{}的数据协同服务", "{}数据要素流通应用", "基于多源数据的{}治理平台"]).format(rng.choice(papers.WHAT))
        self.team = self.applicant.brand + "先锋队"
        self.people = [{"name": rng.choice("尚褚卫蒋沈韩") + rng.choice("知示拟") + rng.choice("一行远宁川野"),
                        "id_number": id_number(f"21010119{rng.randrange(10, 99)}0101{number:02}{i}"[:17].ljust(17, "0"))} for i in range(2)]
        self.partners, self.former, self.edges = [], [], []
        self.materials, self.findings = [], []
        if profile in getattr(templates, "NOT_LEGAL", {"sole_trader"}):
            self.find("applicant.not_legal_person", None, self.applicant)

    def find(self, code, path, unit=None):
        entity = {"name": unit.name, "uscc": unit.code or None} if unit else None
        self.findings.append({"code": code, "severity": GRADE.get(code, "violation"), "material": path, "entity": entity})

    def another(self, relation):
        """A unit of this relation to the applicant, known from where such relations are known."""
        if relation == "unrelated":
            return self.maker.unit(self.rng.choice(["company", "institute", "hospital", "short_form"]))
        if relation == "partner":
            self.partners.append(self.maker.unit(self.rng.choice(["company", "university"])))
            return self.partners[-1]
        unit = self.maker.relative(self.applicant, relation)
        if relation == "former_name":
            self.former.append(unit.name)
        elif relation == "affiliate":
            parent = self.maker.relative(self.applicant, "parent")
            self.edges += [(parent, "parent", self.applicant), (parent, "parent", unit)]
        elif relation != "branch":  # its name tells
            self.edges.append((unit, relation, self.applicant))
        return unit

    def sheets(self, kind, unit, relation="self", co_owner=None):
        unit.applicant, unit.relation = self.applicant, relation  # what another unit's paper may speak of
        if kind == "application":
            return self.templates.application(self, self.rng)
        if kind in papers.OF_THE_ENTRY:
            return self.templates.OF_THE_ENTRY[kind](self, self.rng, unit)
        if co_owner:
            return self.templates.MAKERS[kind](unit, self.rng, (co_owner,))
        return self.templates.MAKERS[kind](unit, self.rng)

    def save(self, sheets, stem, scanned=False):
        path = f"{self.rng.choice(['证明材料', '附件', '材料/其他'])}/{stem}{len(self.materials)}.{'docx' if hasattr(sheets, 'body') else 'pdf'}"
        file = self.root / "bundles" / self.id / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if hasattr(sheets, "body"):
            sheets.write(file)
        elif scanned:
            scanned_pdf(file, [scan(s, seed=i, tilt=self.rng.uniform(-0.5, 0.5)) for i, s in enumerate(sheets)])
        else:
            pdf(file, sheets, stem)
        return path

    def expect(self, kind, relation, unit, path, paper, co_owner):
        """The findings that this paper must bring."""
        if relation != "self":
            self.find(f"owner.{relation}", path, unit)
            if kind in papers.OF_THE_ENTRY:  # another unit's seal is not the applicant's
                self.findings.append({"code": "material.unsigned", "severity": "suspicion", "material": path, "optional": True})
            if kind in IP and relation not in ("partner", "former_name"):
                self.find("ip.owner_mismatch", path, unit)
        if co_owner:
            self.findings.append({"code": "ip.co_owned", "severity": "suspicion", "material": path})
        if "expired" in paper.found:
            self.find("ip.expired" if kind in IP else "material.expired", path, unit)
        if "listed" in paper.found and relation in ("self", "partner", "former_name"):
            self.find("applicant.listed", path, unit)
        if paper.soft:
            self.findings.append({"code": "owner.unknown", "severity": "suspicion", "material": path, "optional": True})
            for finding in self.findings:
                finding["optional"] = finding.get("optional", False) or finding["material"] == path

    def paper(self, kind, relation="self", co_owner=None, scanned=False):
        unit = self.applicant if relation == "self" else self.another(relation)
        sheets = self.sheets(kind, unit, relation, co_owner)
        path = self.save(sheets, STEMS[kind], scanned)
        first = sheets if hasattr(sheets, "body") else sheets[0]
        owner = {"name": unit.name, "names": [unit.name], "uscc": None, "relation": relation}
        lines = [] if first is sheets else [{"owner_lines": [{"box": box} for box in sheet.lines_of(unit.name)]} for sheet in sheets]
        self.materials.append({"path": path, "kind": kind if first.kind else None, "owner": None if first.soft else owner, "pages": lines,
                               "form": {"type": "scan" if scanned else "text_layer", "level": 0 if scanned else None}})
        self.expect(kind, relation, unit, path, first, co_owner)

    def bound(self, kinds):
        """Several papers in one file."""
        together, units = [], []
        for kind, relation in kinds:
            units.append(self.applicant if relation == "self" else self.another(relation))
            together.append(self.sheets(kind, units[-1], relation))
        path = self.save(sum(together, []), "资料汇编")
        self.materials.append({"path": path, "kind": "collection", "owner": None, "pages": [], "form": {"type": "text_layer", "level": None}})
        for (kind, relation), unit, sheets in zip(kinds, units, together):
            self.expect(kind, relation, unit, path, sheets[0], None)
        for finding in self.findings:  # of a file of several papers only violations are scored
            finding["optional"] = finding.get("optional", False) or (finding["material"] == path and finding["severity"] != "violation")

    def extra(self, make):
        path = self.save(make(self, self.rng), "其他" + make.__name__)
        self.materials.append({"path": path, "kind": None, "owner": None, "pages": [], "form": {"type": "text_layer", "level": None}})

    def write(self):
        entry = {"entry": self.id, "project": {"name": self.project, "track": self.track, "topic": self.topic},
                 "applicant": {"name": self.applicant.name, "uscc": self.applicant.code, "former_names": self.former},
                 "partners": [{"name": p.name, "uscc": p.code} for p in self.partners], "team": {"name": self.team, "representatives": self.people}}
        (self.root / "bundles" / self.id / "entry.json").write_text(json.dumps(entry, ensure_ascii=False, indent=1), encoding="utf8")
        grades = [[["notice", "suspicion", "violation"].index(f["severity"]) for f in self.findings if may or not f.get("optional")]
                  for may in (False, True)]
        verdict, most = (["clean", "suspicion", "violation"][max(grade, default=0)] for grade in grades)
        truth = {"entry": self.id, "verdict": verdict, "verdict_ok": [verdict, most], "clean": verdict == "clean",
                 "findings": self.findings, "materials": self.materials}
        (self.root / "truth" / f"{self.id}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf8")


def fill(folder, foreign, scanned):
    """One paper of each kind; `foreign`: kind → relation of the unit whose paper it is."""
    kinds = [k for k in STEMS if k not in IP] + folder.rng.sample(sorted(IP), 2)
    for kind in kinds[1:]:  # the application last: it names the partners
        co_owner = None
        if kind in ("patent_certificate", "software_copyright") and kind not in foreign and folder.rng.random() < 0.15:
            co_owner = folder.maker.unit("institute")
        folder.paper(kind, foreign.get(kind, "self"), co_owner, kind == scanned)
    folder.paper("application")
    folder.write()


def fill_varied(folder, foreign, scanned, number):
    """With papers of nobody's kind, in every third folder several papers in one file, in some a section less."""
    rng, together = folder.rng, []
    if number % 3 == 0:
        together = rng.sample(["business_licence", "project_qualification", "patent_certificate", "trademark_certificate", "case_proof"], 3)
        folder.bound([(kind, foreign.get(kind, "self")) for kind in together])
    for kind in [k for k in STEMS if k != "application" and k not in together]:
        co_owner = folder.maker.unit("institute") if kind in ("patent_certificate", "software_copyright") and kind not in foreign and rng.random() < 0.15 else None
        folder.paper(kind, foreign.get(kind, "self"), co_owner, kind == scanned)
    for make in rng.sample(folder.templates.EXTRAS, 3):
        folder.extra(make)
    if foreign and rng.random() < 0.4:
        folder.left_out = rng.choice([title.split("、")[1] for title, _ in papers.SECTIONS])
    folder.paper("application")
    if hasattr(folder, "left_out"):
        folder.findings.append({"code": "application.section_missing", "severity": "violation", "section": folder.left_out, "material": folder.materials[-1]["path"]})
    folder.write()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--papers", default="papers", choices=("papers", "rarer", "varied"))
    arguments = parser.parse_args()
    templates = importlib.import_module(arguments.papers)
    root, edges, number = arguments.folder, [], 0
    for part in ("bundles", "truth"):
        shutil.rmtree(root / part, ignore_errors=True)
        (root / part).mkdir(parents=True)
    profiles = getattr(templates, "PROFILES", PROFILES)
    maker = Maker(random.Random(arguments.seed), profiles)
    for turn in range(arguments.rounds):
        rng = random.Random(arguments.seed * 100 + turn)
        for profile in profiles:
            for clean in (True, False):
                number += 1
                folder = Folder(root, number, profile, maker, rng, templates)
                if clean:
                    foreign = {}
                else:
                    kinds = rng.sample([k for k in STEMS if k != "application"], 3)
                    foreign = dict(zip(kinds, rng.sample(FOREIGN, 3)))
                scanned = rng.choice(list(STEMS)) if arguments.papers != "papers" else "credit_report" if number % 5 == 0 else None
                if hasattr(templates, "EXTRAS"):
                    fill_varied(folder, foreign, rng.choice(list(STEMS)) if number % 4 == 0 else None, number)
                else:
                    fill(folder, foreign, scanned)
                edges += folder.edges
    with open(root / "relations.csv", "w", newline="", encoding="utf8") as file:
        table = csv.writer(file)
        table.writerow(["subject_name", "subject_uscc", "relation", "object_name", "object_uscc"])
        for subject, relation, obj in edges:
            table.writerow([subject.name, subject.code, relation, obj.name, obj.code])


if __name__ == "__main__":
    main()
