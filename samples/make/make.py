#!/usr/bin/python3
"""Makes samples/LN2024-9001 … 9003: three submission folders that anyone may publish (CC0).

Needs Debian's python3-cairo, python3-pil, python3-numpy, fonts-noto-cjk, ffmpeg. Units, people and numbers are
invented (units.py). What is wrong with each folder, on purpose: samples/README.md.
"""

import json
import pathlib
import shutil
import subprocess
import tempfile
import zipfile

import papers
from sheet import pdf, scan, scanned_pdf
from units import (AUDITOR, CUSTOMER, HENGYU, HENGYU_CHILD, HENGYU_PARENT, LABORATORY, LIMU, LIMU_PARTNER, PEOPLE,
                   YANHE, patent_number)

HERE = pathlib.Path(__file__).resolve().parent.parent


class Entry:
    def __init__(self, number, applicant, people, team, project, track, topic, topic_title, product, partner=None, related=()):
        self.folder = HERE / number
        self.number, self.applicant, self.people, self.team = number, applicant, people, team
        self.project, self.track, self.topic, self.topic_title = project, track, topic, topic_title
        self.product, self.partner, self.related = product, partner, related
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "证明材料").mkdir(parents=True)
        form = {"entry": number, "project": {"name": project, "track": track, "topic": topic},
                "applicant": {"name": applicant.name, "uscc": applicant.code},
                "team": {"name": team, "representatives": [{"name": p, "id_number": PEOPLE[p]} for p in people]}}
        if partner:
            form["partners"] = [{"name": partner.name, "uscc": partner.code}]
        if related:
            form["related"] = [{"name": u.name, "uscc": u.code, "relation": r} for u, r in related]
        (self.folder / "entry.json").write_text(json.dumps(form, ensure_ascii=False, indent=2) + "\n", encoding="utf8")

    def pdf(self, name, sheets):
        pdf(self.folder / name, sheets, pathlib.Path(name).stem)

    def scanned(self, name, sheets, **how):
        scanned_pdf(self.folder / name, [scan(sheet, seed=i, **how) for i, sheet in enumerate(sheets, 1)])

    def picture(self, name, sheet, **how):
        scan(sheet, **how).save(self.folder / name, quality=75)

    def video(self, name, slides):
        """Slides of two seconds each."""
        with tempfile.TemporaryDirectory() as tmp:
            for i, sheet in enumerate(slides):
                scan(sheet, dpi=50, noise=0, blur=0).resize((640, 360)).save(f"{tmp}/{i}.png")
            (self.folder / name).parent.mkdir(exist_ok=True)
            subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-framerate", "1/2", "-i", f"{tmp}/%d.png", "-r", "10",
                            "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "28", "-fflags", "+bitexact", "-flags:v", "+bitexact",
                            "-movflags", "+faststart", str(self.folder / name)], check=True)


def gbk_zip(path, members):
    """As a Chinese Windows packs it: GBK names, no UTF-8 flag."""
    placeholder = lambda i, raw: str(i).encode().ljust(len(raw), b"-")  # zipfile cannot write such a name itself
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for i, (name, data) in enumerate(members):
            info = zipfile.ZipInfo(placeholder(i, name.encode("gbk")).decode(), (2024, 7, 1, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    data = path.read_bytes()
    for i, (name, _) in enumerate(members):
        raw = name.encode("gbk")
        data = data.replace(placeholder(i, raw), raw)
    path.write_bytes(data)


def clean():
    e = Entry("LN2024-9001", YANHE, ["岳知行", "林示一", "苏示二"], "砚禾数智队", "面向装备产业链的供需协同数据服务", "工业制造", 2,
              "提高工业制造产业链供需协同效率", "砚禾供需协同平台V2.0")
    e.pdf("项目申报书.pdf", papers.application(e))
    e.picture("证明材料/营业执照.jpg", papers.licence(e.applicant)[0], tilt=0.4)
    e.scanned("证明材料/申报主体责任声明.pdf", papers.statement(e), tilt=-0.3)
    e.pdf("证明材料/参赛承诺书.pdf", papers.commitment(e))
    e.pdf("证明材料/2023年度审计报告.pdf", papers.audit(e.applicant, AUDITOR, "0168"))
    e.pdf("证明材料/信用报告.pdf", papers.credit(e.applicant))
    e.scanned("证明材料/检测报告.pdf", papers.test_report(e.applicant, LABORATORY, e.product, "SL-2024-00317"), tilt=0.5)
    e.scanned("证明材料/应用证明.pdf", papers.user_certificate(e.applicant, CUSTOMER, e.product), grey=True)
    e.picture("证明材料/软件著作权.png", papers.software_copyright(e.applicant, e.product)[0], dpi=110, noise=0)
    e.pdf("证明材料/专利证书.pdf", papers.patent(e.applicant, e.people, "一种供需数据匹配方法及系统", patent_number("202110123456")))
    e.video("视频/演示视频.mp4", [papers.slide("砚禾供需协同平台", ["订单、库存、物流一张图", "数据不出域"]),
                            papers.slide("应用成效", ["交付周期 42 天 → 31 天", "库存占用减少 1200 万元"])])


def borrowed():
    e = Entry("LN2024-9002", HENGYU, ["沙见山", "唐示三"], "衡屿工软队", "数控机床运行数据的跨领域应用", "工业制造", 3,
              "创新工业制造数据跨领域应用", "衡屿设备数据平台V1.0", related=[(HENGYU_CHILD, "subsidiary")])
    e.pdf("项目申报书.pdf", papers.application(e))
    e.picture("证明材料/营业执照.jpg", papers.licence(HENGYU_CHILD)[0], tilt=-0.6)
    e.pdf("证明材料/申报主体责任声明.pdf", papers.statement(e))
    e.scanned("证明材料/参赛承诺书.pdf", papers.commitment(e), tilt=0.4)
    note = [f"一、基本情况：{HENGYU_PARENT.name}成立于2015年，主要从事股权投资与管理。",
            f"六、长期股权投资：本公司持有{HENGYU.name}80%股权，{HENGYU.name}为本公司的控股子公司。"]
    e.scanned("证明材料/2023年度审计报告.pdf", papers.audit(HENGYU_PARENT, AUDITOR, "0171", note), grey=True)
    with tempfile.TemporaryDirectory() as tmp:
        tmp = pathlib.Path(tmp)
        pdf(tmp / "credit.pdf", papers.credit(e.applicant), "信用报告")
        pdf(tmp / "case.pdf", papers.contract(e.applicant, CUSTOMER, e.product), "技术服务合同")
        scan(papers.software_copyright(e.applicant, e.product, "2023SR0023456", "软著登字第10610627号")[0], dpi=110).save(tmp / "soft.jpg", quality=75)
        scanned_pdf(tmp / "test.pdf", [scan(papers.test_report(e.applicant, LABORATORY, e.product, "SL-2024-00341")[0])])
        gbk_zip(e.folder / "其他证明.zip", [("信用情况/信用报告.pdf", (tmp / "credit.pdf").read_bytes()),
                                        ("应用案例/技术服务合同.pdf", (tmp / "case.pdf").read_bytes()),
                                        ("知识产权/软件著作权证.jpg", (tmp / "soft.jpg").read_bytes()),
                                        ("资质/检测报告.pdf", (tmp / "test.pdf").read_bytes())])


def consortium():
    e = Entry("LN2024-9003", LIMU, ["田有年", "禾青", "陶示四"], "砺牧联合队", "绒山羊精准养殖数据协同", "现代农业", 1,
              "提升农业生产数智化水平", "砺牧养殖数据平台V1.2", partner=LIMU_PARTNER)
    e.pdf("01项目申报书.pdf", papers.application(e))
    e.scanned("02法人证书.pdf", papers.institution_certificate(e.applicant))
    e.scanned("03责任声明与承诺书.pdf", papers.statement(e) + papers.commitment(e), tilt=0.3)
    e.pdf("04审计报告.pdf", papers.audit(e.applicant, AUDITOR, "0183", ["一、基本情况：本院为锦州市举办的事业单位，主要开展农业科学研究。"]))
    e.picture("05信用报告.png", papers.credit(e.applicant)[0], dpi=110, noise=0, blur=0)
    e.pdf("06检测报告.pdf", papers.test_report(e.applicant, LABORATORY, e.product, "SL-2024-00402"))
    e.scanned("07应用证明.pdf", papers.user_certificate(e.applicant, CUSTOMER, e.product))
    e.picture("08软件著作权.jpg", papers.software_copyright(LIMU_PARTNER, e.product, "2023SR0034567", "软著登字第10621738号")[0])
    e.pdf("09专利证书.pdf", papers.patent(e.applicant, e.people, "一种绒山羊生长数据采集方法", patent_number("202010654321"), "2020年07月03日"))
    e.video("10演示视频.mp4", [papers.slide("砺牧养殖数据平台", ["耳标、称重、饲喂数据汇集", "疫病预警提前三天"]),
                           papers.slide("联合体分工", ["研究院：模型与标准", "砺牧云：平台与服务"])])


if __name__ == "__main__":
    clean()
    borrowed()
    consortium()
