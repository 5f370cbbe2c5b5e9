#!/usr/bin/python3
"""Explains findings as a judge would read them: writes three folders of papers, checks them, and prints one page.

    docs/examples/make.py [build/release/bin/jianzhen] > docs/examples/README.md

Papers are plain text, so that anyone can see all that the program sees. Units, people and numbers are invented (samples/make/units.py).
"""

import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "samples" / "make"))
sys.dont_write_bytecode = True
from units import Unit, id_number, patent_number, uscc  # noqa: E402

FIRM = Unit("沈阳澹台数据科技有限公司", uscc("91", "210112", "MA9EX101"), "岳知行", "沈阳市", "辽宁省沈阳市浑南区示例街 11 号")
PARENT = Unit("沈阳澹台控股集团有限公司", uscc("91", "210100", "MA9EX102"), "温故", "沈阳市", "辽宁省沈阳市和平区示例街 12 号")
BRANCH = Unit("沈阳澹台数据科技有限公司大连分公司", uscc("91", "210200", "MA9EX103"), "季新", "大连市", "辽宁省大连市高新区示例路 13 号")
FORMER = "沈阳澹台软件有限公司"
STRANGER = Unit("丹东砥泉信息技术有限公司", uscc("91", "210600", "MA9EX104"), "申用", "丹东市", "辽宁省丹东市振兴区示例街 14 号")
HOSPITAL = Unit("抚顺市砚北医院", uscc("12", "210400", "MB9EX105"), "田有年", "抚顺市", "辽宁省抚顺市新抚区示例街 15 号")
TRADER = Unit("铁岭市银州区砚田农资经营部", uscc("92", "211200", "MA9EX106"), "禾青", "铁岭市", "辽宁省铁岭市银州区示例街 16 号")
PEOPLE = [(name, id_number(f"2101991900010{i:02d}12"[:17])) for i, name in enumerate(
    ("岳知行", "林示一", "苏示二", "唐示三", "陶示四", "季示五"), 1)]
PROJECT = "面向装备制造的可信数据协同平台"
SHARED_PATENT = patent_number("202210987654")
EXPLAINED = 20


def licence(unit, form):
    return f"""营业执照
（副本）
统一社会信用代码    {unit.code}
名    称    {unit.name}
类    型    {form}
法定代表人    {unit.legal}
经营范围    软件开发；数据处理和存储支持服务。
注册资本    伍佰万元整
成立日期    2019年03月15日
营业期限    2019年03月15日至长期
住    所    {unit.address}
登记机关
2021年03月15日
"""


def institution(unit):
    return f"""事业单位法人证书
统一社会信用代码    {unit.code}
名    称    {unit.name}
宗旨和业务范围    为人民身体健康提供医疗与护理保健服务。
住    所    {unit.address}
法定代表人    {unit.legal}
经费来源    财政补助收入、事业收入
开办资金    3000万元
举办单位    抚顺市卫生健康委员会
登记管理机关    抚顺市事业单位登记管理局
有效期    自2023年04月01日至2028年03月31日
"""


SECTIONS = {
    "项目概述": ("项目背景", "应用行业", "核心优势"),
    "解决方案": ("架构设计", "方案功能", "关键技术", "数据要素利用方案"),
    "应用价值": ("具体应用案例", "经济效益", "社会效益"),
    "商业模式": ("推广模式", "市场空间", "社会效应"),
    "团队介绍": ("履历", "资质和优势"),
}


def application(unit, project, track, topic, words, leave_out=()):
    """`words` makes one entrant's text another's."""
    rows = ["2024年“数据要素×”大赛辽宁分赛", "项目申报书", f"项目名称：{project}", f"参赛赛道：{track}", f"赛题方向：{topic}",
            f"参赛单位：{unit.name}", "填报日期：2024年7月10日", ""]
    numerals = "一二三四五"
    for number, (section, parts) in enumerate(s for s in SECTIONS.items() if s[0] not in leave_out):
        rows += [f"{numerals[number]}、{section}"]
        for i, part in enumerate(p for p in parts if p not in leave_out):
            rows += [f"（{numerals[i]}）{part}", f"{words}围绕{part}展开：平台已在三家单位投入使用，数据来源为企业自有系统和书面授权的合作单位，",
                     f"关于{section}中的{part}，由{unit.city}的业务人员按月复核并留痕，结果可以回放。"]
    return "\n".join(rows) + "\n"


def statement(title, unit, project, people=(), date="2024年7月10日"):
    word = "声明" if "声明" in title else "承诺"
    team = f"参赛代表：{'、'.join(people)}\n" if people else ""
    return f"""{title}
项目名称：{project}
{team}我单位{unit.name}郑重{word}：所提交的申报材料真实、准确、完整，不存在虚假记载，并承担相应法律责任。
{word}单位（盖章）：{unit.name}
{date}
"""


def audit(unit, auditor, basis="审计意见"):
    return f"""审计报告
正衡审字〔2024〕第1021号
{unit.name}全体股东：
一、审计意见
我们审计了{unit.name}（以下简称“公司”）财务报表，包括2023年12月31日的资产负债表，2023年度的利润表、现金流量表以及财务报表附注。
二、形成{basis}的基础
我们按照中国注册会计师审计准则的规定执行了审计工作。
{auditor}
中国注册会计师：严谨
二〇二四年三月十五日
"""


def credit(unit, listed):
    return f"""法人和非法人组织公共信用信息报告
报告生成日期：2024年7月8日
机构名称：{unit.name}
统一社会信用代码：{unit.code}
严重失信主体名单信息
失信被执行人：{listed} 条
重大税收违法案件当事人名单：0 条
政府采购严重违法失信行为记录名单：0 条
信用中国
"""


def iso(unit, code, until):
    return f"""质量管理体系认证证书
证书编号：ZH24Q10021R0M
兹证明
{unit.name}
统一社会信用代码：{code}
注册地址：{unit.address}
质量管理体系符合 GB/T 19001-2016/ISO 9001:2015 标准
认证范围：软件开发
发证日期：2021年6月1日
有效期至：{until}
中认示例认证有限公司
"""


def contract(supplier, customer):
    return f"""技术服务合同
合同编号：HT-2023-0188
甲方（委托方）：{customer.name}
乙方（受托方）：{supplier.name}
甲方委托乙方开发数据协同平台，合同金额为人民币陆拾万元整。
违约责任按《中华人民共和国民法典》执行。
签订日期：2023年5月6日
"""


def patent(owner, number, applied="2022年03月01日"):
    return f"""发明专利证书
证书号第5512345号
发明名称：一种多源工业数据的时间对齐方法
发明人：岳知行;林示一
专利号：{number}
专利申请日：{applied}
专利权人：{owner}
授权公告日：2023年06月06日
国家知识产权局
"""


def software(owners, number):
    return f"""中华人民共和国国家版权局
计算机软件著作权登记证书
证书号：软著登字第9912345号
软件名称：澹台数据协同平台软件 V1.0
著作权人：{'；'.join(owners)}
开发完成日期：2022年01月10日
首次发表日期：未发表
权利取得方式：原始取得
权利范围：全部权利
登记号：{number}
2022年05月20日
"""


def trademark(owner, until):
    return f"""商标注册证
第20203171号
核定使用商品/服务项目（国际分类：42）
计算机软件开发；数据处理
注册人：{owner}
注册日期：2014年05月21日
有效期至：{until}
"""


def wrong(code):
    """The same code with another last character."""
    return code[:-1] + ("7" if code[-1] != "7" else "8")


def form(number, unit, project, track, topic, people, **more):
    return {"entry": number, "project": {"name": project, "track": track, "topic": topic},
            "applicant": {"name": unit.name, "uscc": unit.code, "former_names": more.pop("former_names", [])},
            "team": {"name": more.pop("team"), "representatives": [{"name": n, "id_number": i} for n, i in people]}, **more}


def folders():
    auditor = "沈阳正衡示例会计师事务所（普通合伙）"
    yield (form("EX-1", FIRM, PROJECT, "工业制造", 2, PEOPLE, team="澹台一队", former_names=[FORMER],
                related=[{"name": PARENT.name, "uscc": PARENT.code, "relation": "parent"}]), {
        "项目申报书.txt": application(FIRM, PROJECT, "数据要素×金融服务", "赛题2：提升普惠金融服务能力", "装备制造", ("商业模式", "核心优势")),
        "证明材料/营业执照.txt": licence(BRANCH, "有限责任公司分公司"),
        "证明材料/营业执照副本.txt": licence(BRANCH, "有限责任公司分公司"),
        "证明材料/申报主体责任声明.txt": statement("申报主体责任声明", FIRM, "面向食品加工的冷链追溯系统"),
        "证明材料/参赛承诺书.txt": statement("参赛承诺书", FIRM, PROJECT, ("岳知行", "秦示六")),
        "证明材料/审计报告.txt": audit(PARENT, auditor, "保留意见"),
        "证明材料/信用报告.txt": credit(FIRM, 1),
        "证明材料/认证证书.txt": iso(FIRM, wrong(FIRM.code), "2024年5月31日"),
        "证明材料/合同.txt": contract(STRANGER, HOSPITAL),
        "证明材料/合同2.txt": contract(Unit(FORMER, "", "", "", ""), HOSPITAL),
        "知识产权/专利证书.txt": patent(STRANGER.name, SHARED_PATENT),
        "知识产权/软件著作权.txt": software([FIRM.name, STRANGER.name], "2022SR12153"),
        "知识产权/商标.txt": trademark(FIRM.name, "2024年05月20日")})
    project = "城乡医疗数据互认平台"
    yield (form("EX-2", HOSPITAL, project, "医疗健康", 2, PEOPLE[:1], team="砚北队"), {
        "项目申报书.txt": application(HOSPITAL, project, "医疗健康", "赛题2：提升医疗服务便捷性", "县域医疗"),
        "证明材料/法人证书.txt": institution(HOSPITAL),
        "证明材料/申报主体责任声明.txt": statement("申报主体责任声明", HOSPITAL, project),
        "证明材料/参赛承诺书.txt": statement("参赛承诺书", HOSPITAL, project, date=""),
        "证明材料/信用报告.txt": credit(HOSPITAL, 0),
        "知识产权/专利证书.txt": patent(HOSPITAL.name, SHARED_PATENT, "2022年03月02日")})
    project = "农资流通数据服务"
    yield (form("EX-3", TRADER, project, "现代农业", 9, PEOPLE[3:4], team="砚田队"), {
        "项目申报书.txt": application(TRADER, project, "现代农业", "赛题2", "农资流通"),
        "证明材料/营业执照.txt": licence(TRADER, "个体工商户")})


def write(folder, entry, papers):
    for path, words in papers.items():
        file = folder / entry["entry"] / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf8")
    (folder / entry["entry"] / "entry.json").write_text(json.dumps(entry, ensure_ascii=False), encoding="utf8")


def explained(number, entry, finding, words):
    where = finding.get("material", "整个项目")
    if "page" in finding:
        where += f" 第 {finding['page']} 页"
    if "box" in finding:
        where += "，框 " + "、".join(f"{edge:.3f}" for edge in finding["box"])
    rows = [("疑点", finding["message"]), ("项目与位置", f"{entry}：{where}"), ("读到", finding["evidence"]),
            ("应为", finding.get("expected")), ("依据", finding.get("basis")), ("条款", f"{finding['clause']}　{words.get(finding['clause'], '')}")]
    shown = {"violation": "否决项疑点", "suspicion": "需核实", "notice": "提示"}[finding["severity"]]
    text = [f"## {number}. `{finding['code']}`（{shown}）", "", "| | |", "| --- | --- |"]
    text += [f"| {label} | {value.replace('|', '／').replace(chr(10), ' ')} |" for label, value in rows if value]
    return "\n".join(text) + "\n"


def clauses():
    import re
    text = (ROOT / "samples" / "contests" / "liaoning-2024.yaml").read_text(encoding="utf8")
    return dict(re.findall(r'  - id: (\S+)\n    text: "([^"]*)"', text))


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build" / "release" / "bin" / "jianzhen")
    with tempfile.TemporaryDirectory() as tmp:
        folder = pathlib.Path(tmp)
        for entry, papers in folders():
            write(folder, entry, papers)
        run = subprocess.run([program, "check", "--json", *sorted(map(str, folder.glob("EX-*")))], capture_output=True, text=True)
    if run.returncode not in (0, 1, 3):
        sys.exit(run.stderr)
    first = {}
    for line in run.stdout.splitlines():
        report = json.loads(line)
        for finding in report["findings"]:
            first.setdefault(finding["code"], (report["entry"], finding))
    if len(first) < EXPLAINED:
        sys.exit(f"only {len(first)} kinds of findings: {sorted(first)}")
    words = clauses()
    print("# 疑点是怎样说明的\n\n每一条都说：读到什么、在哪一页哪一处、应为什么、凭什么算式或关系、依据通知哪一条。是否成立由人裁定。\n"
          "单位、人员和编号均为虚构；材料是纯文本，由 `docs/examples/make.py` 写出、核对并生成本页：\n\n"
          "    docs/examples/make.py build/release/bin/jianzhen > docs/examples/README.md\n")
    for number, (entry, finding) in enumerate(first.values(), 1):
        print(explained(number, entry, finding, words))


if __name__ == "__main__":
    main()
