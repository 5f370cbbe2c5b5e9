"""Papers in layouts, of units and with by-papers that neither papers.py nor rarer.py has: for make.py --papers varied.

Same face as papers.py: application(), MAKERS, OF_THE_ENTRY; with PROFILES of its own and EXTRAS, papers of nobody's kind
that people enclose all the same. Where a sheet is more than somebody's paper, `found` says which findings it must bring."""

import papers
from word_file import Docx
from layout import HEI, Paper, rows, titled
from invented import patent_number

WHAT = papers.WHAT
# As in invented.py.
PROFILES = {
    "group": ("{province}{brand}集团有限公司", "91", "有限责任公司（自然人独资）"),
    "foreign": ("{brand}（{city}）{trade}有限公司", "91", "有限责任公司（外国法人独资）"),
    "china": ("{brand}（中国）{trade}有限公司", "91", "有限责任公司（港澳台投资、非独资）"),
    "latin": ("{city}Iot{brand}{trade}有限公司", "91", "有限责任公司"),
    "zone": ("{city}高新区{brand}{trade}有限公司", "91", "有限责任公司"),
    "family": ("{city}欧阳{brand}{trade}股份有限公司", "91", "股份有限公司（非上市、自然人投资或控股）"),
    "third": ("中交{brand}局集团第三工程有限公司", "91", "有限责任公司（非自然人投资或控股的法人独资）"),
    "mobile": ("{brand}通信集团{province}有限公司", "91", "有限责任公司（法人独资）"),
    "insurer": ("{brand}财产保险股份有限公司", "91", "股份有限公司（上市、国有控股）"),
    "academy": ("中国科学院{city}{brand}应用生态研究所", "12", "事业单位"),
    "affiliated": ("{province}{brand}中医药大学附属医院", "12", "事业单位"),
    "association": ("{province}省{brand}大数据产业协会", "51", "社会团体"),
    "village": ("{city}市{brand}村股份经济合作社", "N2", "农村集体经济组织"),
    "lawyers": ("{province}{brand}律师事务所", "31", "律师事务所"),
    "partners": ("{city}{brand}数据咨询合伙企业（有限合伙）", "91", "有限合伙企业"),
}
NOT_LEGAL = {"partners", "lawyers"}
CLIENTS = ("丹东拟河水务集团有限公司", "本溪市拟真中心血站", "盘锦拟苇石油化工有限公司", "阜新市拟真区人民政府政务服务中心")


class Firm:
    def __init__(self, name, legal="示某"):
        self.name, self.legal = name, legal


def letterhead(name, sub=""):
    sheet = Paper()
    sheet.text(105, 30, name, 8, HEI, True, (0.8, 0.1, 0.1), "centre")
    sheet.line(25, 36, 185, 36, 0.8, (0.8, 0.1, 0.1))
    if sub:
        sheet.text(182, 43, sub, 3.4, align="right")
    return sheet


def running(sheets, header=None, footer=None):
    """Words that stand on every page, whoever's paper it is."""
    for i, sheet in enumerate(sheets):
        if header:
            sheet.text(105, 12, header, 2.8, align="centre", colour=(0.4, 0.4, 0.4))
        if footer:
            sheet.text(28, 291, footer, 2.6, colour=(0.4, 0.4, 0.4))
            sheet.text(182, 291, f"第 {i + 1} 页 共 {len(sheets)} 页", 2.6, align="right")
    return sheets


def broken(sheet, x, y, words, per_line, size=4.2, leading=6.4, align="left"):
    for i in range(0, len(words), per_line):
        sheet.text(x, y, words[i:i + per_line], size, align=align)
        y += leading
    return y


def lettered(sheet, x, y, label, width, size=4.2):
    """A label whose letters are spread, each written by itself."""
    for i, c in enumerate(label):
        sheet.text(x + i * (width - size) / max(1, len(label) - 1), y, c, size, HEI)


# ---- the entry's own papers -----------------------------------------------------------------------------------------

TITLES = {"项目概述": ["项目概述", "项目概况"], "解决方案": ["解决方案", "解决方案介绍"], "应用价值": ["应用价值", "应用价值与成效"],
          "商业模式": ["商业模式", "商业模式与推广"], "团队介绍": ["团队介绍", "团队情况介绍"]}


def facts(e):
    pairs = [("项目名称", e.project), ("赛　　道", e.track), ("赛　　题", f"赛题{e.topic}"), ("参赛单位", e.applicant.name), ("社会信用代码", e.applicant.code or "无"),
             ("参赛团队", e.team)]
    return pairs + [("联合参赛单位", "；".join(p.name for p in e.partners))] if e.partners else pairs


def application(e, rng):
    way, left_out = rng.randrange(4), getattr(e, "left_out", None)
    sections = [(t.split("、")[1], parts) for t, parts in papers.SECTIONS if t.split("、")[1] != left_out]
    if way == 0:  # a Word file, all of it one table
        doc = Docx()
        doc.paragraph("2024年“数据要素×”大赛辽宁分赛", 28, centred=True)
        doc.paragraph("参赛项目申报书", 44, centred=True)
        doc.table([[a, b] for a, b in facts(e)])
        doc.table([[t, "\n".join(f"{p}：{papers.prose(rng, 4)}" for p in parts)] for t, parts in sections])
        doc.paragraph("2024年7月8日")
        return doc
    if way == 1:  # a Word file of headings and text
        doc = Docx()
        doc.paragraph("项目申报书", 44, centred=True)
        for a, b in facts(e):
            doc.paragraph(f"{a}：{b}", 28)
        doc.new_page()
        for i, (t, parts) in enumerate(sections):
            doc.paragraph(f"{'一二三四五'[i]}、{rng.choice(TITLES[t])}", 32, bold=True)
            for j, p in enumerate(parts):
                doc.paragraph(f"（{'一二三四'[j]}）{p}", 28, bold=True)
                doc.paragraph(papers.prose(rng, 6))
        return doc
    cover = titled("项目申报书", size=12, y=80, before="2024年“数据要素×”大赛辽宁分赛")
    y = 130
    for a, b in facts(e):  # values on lines, centred
        sheetlabel = a.replace("　", "")
        sheet_x = 40
        lettered(cover, sheet_x, y, sheetlabel, 28, 4.8)
        y = max(y + 13, broken(cover, 124, y, b, 20, 4.8, align="centre") + 4)
    cover.text(105, 262, "二〇二四年七月", 5, align="centre")
    sheets, sheet, y = [cover], Paper(), 30
    if way == 2:  # the text in a frame with the heading in the left column
        for t, parts in sections:
            top, y = y, y + 8
            for p in parts:
                sheet.text(62, y, p, 4.2, HEI)
                y = sheet.paragraph(y + 7, papers.prose(rng, 4), left=62, right=180, indent=False) + 2
            sheet.frame(28, top, 58, y, 0.3)
            sheet.frame(58, top, 184, y, 0.3)
            sheet.text(43, (top + y) / 2, t, 4.2, HEI, align="centre")
            if y > 170:
                sheets.append(sheet)
                sheet, y = Paper(), 30
    else:
        for i, (t, parts) in enumerate(sections):
            sheet.text(105, y, f"第{'一二三四五'[i]}章　{rng.choice(TITLES[t])}", 6, HEI, True, align="centre")
            y += 12
            for j, p in enumerate(parts):
                sheet.text(28, y, f"{i + 1}.{j + 1} {p}", 4.6, HEI)
                y = sheet.paragraph(y + 8, papers.prose(rng, 5)) + 3
            if y > 150:
                sheets.append(sheet)
                sheet, y = Paper(), 30
    sheets.append(sheet)
    return running(sheets, header=rng.choice([None, "北京拟文办公软件股份有限公司 试用版"]), footer=rng.choice([None, "沈阳拟印图文快印有限公司 印制"]))


def signers(sheet, e, unit, y, label):
    """In a consortium all sign, the lead first."""
    sheet.text(28, y, f"牵头{label}（盖章）：{unit.name}" if e.partners else f"{label}（盖章）：{unit.name}", 4.2)
    sheet.text(28, y + 9, "法定代表人（或授权代表）：", 4.2)
    sheet.seal(90, y, unit.name, 17)
    for i, partner in enumerate(e.partners):
        sheet.text(28, y + 24 + 18 * i, f"联合{label}（盖章）：{partner.name}", 4.2)
        sheet.seal(150, y + 24 + 18 * i, partner.name, 15)
    sheet.text(110, y + 26 + 18 * len(e.partners), "二〇二四年七月十日", 4.2)


def statement(e, rng, unit=None):
    unit = unit or e.applicant
    sheet = letterhead(unit.name, "辽函〔2024〕17号") if rng.random() < 0.5 else Paper()
    sheet.text(105, 60, "申报主体责任声明", 7, HEI, True, align="centre")
    y = sheet.paragraph(76, f"根据《关于举办2024年“数据要素×”大赛辽宁分赛的通知》（辽数通〔2024〕1号）要求，我单位作为项目“{e.project}”的"
                            f"{'牵头' if e.partners else ''}申报主体，声明如下：")
    for words in ("1.我单位具有独立法人资格，未被列入失信被执行人、重大税收违法案件当事人名单和政府采购严重违法失信行为记录名单；",
                  "2.我单位与主办单位省数据局、承办单位省数据中心及协办单位建设银行辽宁省分行、大连市数据产业投资集团均无隶属、控股关系；",
                  "3.所提交的材料均为我单位所有，真实、准确、完整，愿承担相应法律责任。"):
        y = sheet.paragraph(y, words)
    signers(sheet, e, unit, 190, "申报单位")
    return running([sheet], footer="抄送：辽宁省数据局")


def commitment(e, rng, unit=None):
    unit = unit or e.applicant
    if rng.random() < 0.5:
        sheet = titled("参赛承诺书")
        y = rows(sheet, 54, [("项目名称", e.project), ("团队名称", e.team), ("参赛单位", unit.name)], "grid")
        y = sheet.paragraph(y + 2, "大赛组委会：本团队自愿参加2024年“数据要素×”大赛辽宁分赛，郑重承诺遵守大赛规则，不重复参赛，作品不侵犯他人知识产权，否则取消参赛资格。")
        y = sheet.table(28, y + 4, (20, 40, 60, 34), [("序号", "参赛代表", "身份证号", "签字")] +
                        [(str(i + 1), p["name"], p["id_number"], "") for i, p in enumerate(e.people)])
        signers(sheet, e, unit, max(y + 12, 190), "参赛单位")
        return [sheet]
    sheet = titled("承 诺 函", size=9)
    sheet.text(28, 60, "致：2024年“数据要素×”大赛辽宁分赛组委会", 4.4)
    y = sheet.paragraph(74, f"{unit.name}（统一社会信用代码：{unit.code or '无'}，以下简称“我方”）携“{e.project}”参赛。我方在此承诺：参赛代表"
                            f"{'、'.join(p['name'] for p in e.people)}仅代表本团队参赛；参赛项目知识产权归我方所有；服从评审结果。如有违反，自愿取消参赛资格。")
    signers(sheet, e, unit, 180, "承诺单位")
    return [sheet]


# ---- licences -------------------------------------------------------------------------------------------------------

def term(rng, sheet, good, bad):
    """One paper of four ran out the day before registration closed, one ends on that day."""
    way = rng.randrange(4)
    if way == 0:
        sheet.found.append("expired")
        return bad
    return good[way % len(good)]


def licence(u, rng):
    sheet = Paper()
    if u.form == "社会团体":
        sheet.text(105, 46, "社会团体法人登记证书", 9, HEI, True, align="centre")
        sheet.text(105, 56, "（副本）", 4.6, align="centre")
        until = term(rng, sheet, ("自2020年07月22日至2024年07月21日", "自 2023-07-22 至 2027-07-21"), "自2020年07月21日至2024年07月20日")
        pairs = [("统一社会信用代码", u.code), ("名称", u.name), ("业务范围", "行业调研、标准研制、交流培训"), ("住所", u.address), ("法定代表人", u.legal),
                 ("活动地域", "辽宁省"), ("注册资金", "伍拾万元整"), ("业务主管单位", "辽宁省拟真社会组织党委"), ("有效期限", until), ("发证机关", "辽宁省民政厅")]
        rows(sheet, 74, pairs, rng.choice(("colon", "spaced")))
        return [sheet]
    if u.form == "事业单位":  # two pages side by side, the issuer's part on the left
        sheet = Paper(297, 210)
        sheet.text(74, 40, "中华人民共和国", 6, HEI, align="centre")
        sheet.text(74, 52, "事业单位法人证书", 9, HEI, True, align="centre")
        sheet.text(74, 62, "（副　本）", 5, align="centre")
        until = term(rng, sheet, ("自2022年01月06日 至2027年01月05日", "自2019年07月22日 至2024年07月21日"), "自2019年07月21日 至2024年07月20日")
        for i, (label, value) in enumerate((("统一社会信用代码", u.code), ("有效期", until), ("登记管理机关", "国家事业单位登记管理局" if "科学院" in u.name else "辽宁省事业单位登记管理局"))):
            sheet.text(24, 110 + 14 * i, label, 4, HEI)
            sheet.text(60, 110 + 14 * i, value, 4)
        sheet.seal(90, 170, "事业单位登记管理局")
        y = 40
        for label, value in (("名称", u.name), ("宗旨和业务范围", "开展应用基础研究，培养人才，服务社会"), ("住所", u.address), ("法定代表人", u.legal),
                             ("经费来源", "财政补助、上级补助、事业、经营收入"), ("开办资金", "¥8,861万元"), ("举办单位", "中国科学院" if "科学院" in u.name else "辽宁省拟真中医药大学")):
            lettered(sheet, 158, y, label, 26, 3.8)
            y = max(y + 14, broken(sheet, 190, y, value, 18, 4) + 7)
        return [sheet]
    if u.form == "律师事务所":
        sheet.text(105, 46, "律师事务所执业许可证", 10, HEI, True, align="centre")
        rows(sheet, 80, [("统一社会信用代码", u.code), ("律师事务所名称", u.name), ("住所", u.address), ("负责人", u.legal), ("组织形式", "普通合伙"), ("批准日期", "2012年08月09日"), ("发证机关", "辽宁省司法厅")], "spaced")
        return [sheet]
    if u.form == "农村集体经济组织":
        sheet.text(105, 46, "农村集体经济组织登记证", 10, HEI, True, align="centre")
        rows(sheet, 80, [("统一社会信用代码", u.code), ("名称", u.name), ("类型", "股份经济合作社"), ("法定代表人", u.legal), ("住所", u.address), ("资产情况", "1,206.35万元"),
                         ("成立日期", "2019年12月30日"), ("发证机关", f"{u.city}市示例区农业农村局")], "spaced")
        return [sheet]
    way = rng.randrange(3)
    if way == 0:  # the electronic licence as downloaded, with a watermark
        for i in range(4):
            sheet.text(40 + 20 * i, 70 + 50 * i, "仅限数据要素大赛报名使用", 5, colour=(0.85, 0.85, 0.85))
        sheet.text(105, 44, "营 业 执 照", 13, HEI, True, align="centre")
        sheet.text(105, 54, "（副　本）　电子营业执照", 4.6, align="centre")
        y = 84
        for label, value in (("统一社会信用代码", u.code), ("名称", u.name), ("类型", u.form), ("法定代表人", u.legal), ("经营范围", "一般项目：技术服务、技术开发；数据处理和存储支持服务"),
                             ("注册资本", "人民币壹仟万元整"), ("成立日期", "2016年03月28日"), ("住所", u.address)):
            if label == "统一社会信用代码":
                sheet.text(28, 66, label, 3.8, HEI)
                sheet.text(28, 72, value, 4.6, HEI)
                continue
            lettered(sheet, 30, y, label, 26)
            y = max(y + 12, broken(sheet, 64, y, value, 26) + 5.5)
        sheet.text(130, 236, "登 记 机 关", 4.6, HEI)
        sheet.text(130, 252, "2023 年 11 月 07 日", 4.2)
        sheet.seal(150, 240, f"{u.city}市市场监督管理局")
        return running([sheet], footer="本电子营业执照由市场监督管理部门签发，北京拟签数字认证股份有限公司提供技术支持。国家市场监督管理总局监制")
    if way == 1:  # a print of the register's public page
        sheet.text(28, 22, "国家企业信用信息公示系统", 4.6, HEI)
        sheet.text(105, 44, "企业法人营业执照", 10, HEI, True, align="centre")
        until = term(rng, sheet, ("2014年07月22日至2024年07月21日", "长期"), "2014年07月21日至2024年07月20日")
        pairs = [("注册号", "210200400012345"), ("名称", u.name), ("住所", u.address), ("法定代表人姓名", u.legal), ("注册资本", "捌佰万元人民币"), ("实收资本", "捌佰万元人民币"),
                 ("公司类型", u.form), ("经营范围", "计算机软件开发"), ("成立日期", "二〇一四年七月二十二日"), ("营业期限", until)]
        rows(sheet, 70, pairs, "colon")
        sheet.seal(150, 250, f"{u.city}市工商行政管理局")
        return [sheet]
    # labels and values in two columns of a frame, both columns full
    sheet.text(105, 44, "营业执照", 12, HEI, True, align="centre")
    sheet.text(105, 54, "统一社会信用代码  " + u.code, 4.4, align="centre")
    rows(sheet, 66, [("企业名称", u.name), ("主体类型", u.form), ("法定代表人", u.legal), ("注册资本", "500.000000万人民币"), ("成立日期", "2017-05-09"), ("营业期限自", "2017-05-09"),
                     ("营业期限至", "长期"), ("登记状态", "存续（在营、开业、在册）"), ("登记机关", f"{u.city}市市场监督管理局"), ("核准日期", "2024-03-01"), ("住所", u.address), ("经营范围", "软件开发")], "grid")
    return [sheet]


# ---- audit, credit --------------------------------------------------------------------------------------------------

def audit(u, rng):
    firm, asked = "北京拟衡会计师事务所（特殊普通合伙）", getattr(u, "applicant", u)
    if u.form in ("社会团体", "事业单位", "律师事务所", "农村集体经济组织"):
        word, tables = "贵单位", "2023年12月31日的资产负债表，2023年度的业务活动表、现金流量表"
    else:
        word, tables = "贵公司", "2023年12月31日的合并及公司资产负债表，2023年度的合并及公司利润表、合并及公司现金流量表"
    # The firm's cover letter, with its own address and the code of the regulator's platform.
    letter = letterhead(firm, "地址：北京市拟真区示例大街 22 号　电话：010-00000000")
    letter.text(105, 90, "审 计 报 告", 10, HEI, True, align="centre")
    letter.text(105, 104, "拟衡审字（2024）第 210-0387 号", 4.4, align="centre")
    broken(letter, 105, 140, u.name, 14, 7, 11, "centre")
    letter.text(105, 180, "2023 年度财务报表审计报告", 5, align="centre")
    letter.text(105, 256, "您可使用手机“扫一扫”或进入“注册会计师行业统一监管平台”查验，报告编码：京24ABCDEFGH", 3, align="centre")
    body = letterhead(firm)
    body.text(105, 54, "审计报告", 7, HEI, True, align="centre")
    y = broken(body, 28, 70, u.name + rng.choice(("：", "全体股东：" if word == "贵公司" else "：")), 34, 4.4)
    y = body.paragraph(y + 4, f"一、审计意见　我们审计了{u.name}（以下简称{word}）财务报表，包括{tables}以及相关财务报表附注。我们认为，后附的财务报表在所有重大方面按照企业会计准则的规定编制，公允反映了{word}的财务状况。")
    y = body.paragraph(y, f"二、形成审计意见的基础　我们独立于{word}，并履行了职业道德方面的其他责任。")
    for i, words in enumerate((firm, "中国 · 北京", "中国注册会计师（项目合伙人）：司马示", "中国注册会计师：令狐计", "二〇二四年三月二十八日")):
        body.text(28 if i < 2 else 112, 210 + 9 * i, words, 4)
    body.seal(60, 214, firm)
    sheet = titled("合并资产负债表", y=36, size=6)
    sheet.text(28, 46, "2023年12月31日", 3.6)
    sheet.text(28, 52, f"编制单位：{u.name}", 3.6)
    sheet.text(182, 52, "金额单位：人民币元", 3.6, align="right")
    y = sheet.table(28, 56, (60, 30, 34, 30), [("资　产", "期末余额", "负债和所有者权益", "期末余额"), ("货币资金", "12,031.55", "短期借款", "1,000.00"), ("资产总计", "20,310.00", "负债合计", "1,880.00")])
    notes = Paper()
    notes.text(105, 30, "财务报表附注", 6, HEI, True, align="centre")
    y = notes.paragraph(44, f"一、公司基本情况　{u.name}（以下简称“本单位”）于2012年6月设立，注册地为{u.city}市，法定代表人{u.legal}。" if word == "贵单位" else
                        f"一、公司基本情况　{u.name}（以下简称“本公司”）于2012年6月由沈阳拟源投资管理有限公司出资设立，现持有{u.city}市市场监督管理局颁发的营业执照。")
    if word == "贵公司":
        y = notes.paragraph(y, "二、关联方及关联交易　1.本公司的控股股东情况")
        y = notes.table(28, y - 3, (70, 30, 27, 27), [("控股股东名称", "注册地", "持股比例", "表决权比例"), ("沈阳拟源投资管理有限公司", "沈阳", "58.20%", "58.20%")])
        sub = asked.name if getattr(u, "relation", None) == "parent" else "铁岭拟流数据服务有限公司"
        y = notes.paragraph(y, "2.本公司的子公司情况")
        y = notes.table(28, y - 3, (70, 30, 27, 27), [("子公司名称", "注册地", "持股比例", "取得方式"), (sub, "辽宁", "60.00%", "设立"), ("朝阳拟播种业有限公司", "朝阳", "51.00%", "收购")])
        y = notes.paragraph(y, "3.其他关联方")
        y = notes.table(28, y - 3, (70, 84), [("其他关联方名称", "与本公司关系"), ("拟源融资租赁（大连）有限公司", "同一控股股东控制的企业"), ("盘锦拟苇石油化工有限公司", "董事担任高管的企业")])
        y = notes.paragraph(y, "三、短期借款　向拟商银行股份有限公司沈阳分行借款1,000.00元，由沈阳拟源投资管理有限公司提供担保。")
    sheets = running([body, sheet, notes], header=f"{u.name}2023年度财务报表附注" if rng.random() < 0.5 else None)
    bound = titled("会计师事务所执业证书", size=9)
    rows(bound, 70, [("名称", firm), ("首席合伙人", "司马示"), ("经营场所", "北京市拟真区示例大街 22 号"), ("组织形式", "特殊普通合伙"), ("执业证书编号", "11000999"), ("批准执业文号", "京财会许可〔2013〕0099号"), ("批准执业日期", "2013年11月08日")], "spaced")
    card = titled("注册会计师证书", size=7, y=36)
    rows(card, 60, [("姓名", "司马示"), ("性别", "男"), ("出生日期", "1979-01-01"), ("工作单位", firm), ("身份证号码", "————"), ("证书编号", "110009990018"), ("批准注册协会", "北京注册会计师协会")], "spaced")
    return [letter] + sheets + ([bound, card] if rng.random() < 0.6 else [])


def credit(u, rng):
    way = rng.randrange(4)
    if way == 0:
        sheet = letterhead("拟商银行股份有限公司沈阳铁西支行")
        sheet.text(105, 60, "资信证明", 8, HEI, True, align="centre")
        sheet.text(182, 70, "编号：NSZX-2024-00731", 3.8, align="right")
        sheet.text(28, 84, "2024年“数据要素×”大赛辽宁分赛组委会：", 4.4)
        sheet.paragraph(96, f"{u.name}在我行开立结算账户，自开户至2024年7月1日止，结算情况良好，无不良信用记录，无拖欠贷款本息，银行信用等级AA级。本证明仅供参赛使用。")
        sheet.text(182, 170, "拟商银行股份有限公司沈阳铁西支行", 4.4, align="right")
        sheet.text(182, 180, "2024年7月2日", 4.4, align="right")
        sheet.seal(150, 174, "拟商银行股份有限公司沈阳铁西支行")
    elif way == 1:
        sheet = Paper()
        sheet.text(28, 20, "2024/7/9 15:02", 3)
        sheet.text(105, 20, "国家企业信用信息公示系统", 3, align="centre")
        sheet.text(28, 40, u.name, 5.6, HEI, True)
        sheet.text(28, 48, "存续（在营、开业、在册）", 3.4, colour=(0.1, 0.5, 0.1))
        rows(sheet, 60, [("统一社会信用代码", u.code), ("法定代表人", u.legal), ("登记机关", f"{u.city}市市场监督管理局"), ("成立日期", "2016年03月28日")], "colon", size=3.6, step=7)
        sheet.text(28, 100, "基础信息　　行政许可信息　　行政处罚信息　　列入经营异常名录信息　　列入严重违法失信名单（黑名单）信息", 3)
        y = sheet.table(28, 112, (20, 60, 40, 34), [("序号", "股东名称", "股东类型", "证照号码"), ("1", "沈阳拟源投资管理有限公司", "企业法人", "非公示项")])
        sheet.text(28, y + 4, "列入严重违法失信名单（黑名单）信息：暂无列入严重违法失信名单（黑名单）信息", 3.4)
    elif way == 2:
        sheet = titled("公共信用信息报告", size=9, y=60, before="信用中国（辽宁）")
        sheet.text(105, 76, "（2024版）", 4.4, align="centre")
        broken(sheet, 105, 110, u.name, 16, 6, 9, "centre")
        rows(sheet, 150, [("报告编号", "LN20240709151200A1"), ("报告生成日期", "二〇二四年七月九日"), ("报告出具单位", "辽宁省信用中心")], "colon")
        second = Paper()
        second.text(28, 30, "一、基本信息", 5, HEI)
        y = rows(second, 38, [("主体名称", u.name), ("统一社会信用代码", u.code), ("法定代表人", u.legal), ("登记机关", f"{u.city}市市场监督管理局"), ("注册地址", u.address), ("企业类型", u.form)], "grid")
        second.text(28, y + 4, "二、严重失信主体名单信息", 5, HEI)
        listed = rng.random() < 0.25
        if listed:
            sheet.found.append("listed")
            y = rows(second, y + 12, [("名单名称", "失信被执行人"), ("执行法院", "沈阳市拟真区人民法院"), ("案号", "（2023）辽0199执1234号"), ("被执行人的履行情况", "全部未履行")], "table")
        y = second.table(28, y + 12, (100, 40), [("名单类别", "数量"), ("失信被执行人", "1条" if listed else "0条"), ("重大税收违法失信主体", "0条"), ("政府采购严重违法失信行为记录名单", "0条")])
        second.paragraph(y + 2, "三、行政许可信息　许可机关：辽宁省通信管理局；许可文件：增值电信业务经营许可。四、行政处罚信息　共0条。")
        return running([sheet, second], footer="数据来源：国家公共信用信息中心　技术支持：拟云信息科技（辽宁）股份有限公司")
    else:
        sheet = titled("无违法违规证明", size=8, y=50)
        sheet.text(28, 70, "辽数信证〔2024〕0712号", 3.8)
        sheet.paragraph(84, f"经查询信用中国（辽宁）网站，自2021年7月1日至2024年6月30日，{u.name}（统一社会信用代码：{u.code}）无严重失信信息，无行政处罚信息，未被列入失信被执行人名单。")
        sheet.text(182, 170, "辽宁省信用中心", 4.4, align="right")
        sheet.text(182, 180, "2024年07月05日", 4.4, align="right")
        sheet.seal(152, 172, "辽宁省信用中心")
    return [sheet]


# ---- qualification --------------------------------------------------------------------------------------------------

def qualification(u, rng):
    way = rng.randrange(11)
    sheet = Paper()
    if way == 0:  # whose report it is stands between the lab's and the maker's names
        lab = "国家拟真软件产品质量检验检测中心（辽宁）"
        sheet.text(105, 30, lab, 5, HEI, align="centre")
        sheet.text(105, 46, "检 验 检 测 报 告", 9, HEI, True, align="centre")
        rows(sheet, 70, [("样品名称", "边缘采集网关"), ("商标/型号", "NB-100"), ("委托单位", u.name), ("生产单位", "深圳拟造电子制造有限公司"), ("抽样单位", lab), ("检验类别", "委托检验"), ("样品来源", "送样"),
                         ("检验依据", "GB/T 2423.1-2008"), ("检验结论", "合格"), ("签发日期", "2024年05月16日")], rng.choice(("grid", "table")))
        sheet.text(28, 250, f"批准：　　　审核：　　　主检：　　　（{lab}检验检测专用章）", 3.6)
    elif way == 1:  # places beside the main one
        sheet.text(105, 40, "质量管理体系认证证书", 8, HEI, True, align="centre")
        sheet.text(105, 52, "注册号：11324Q40066R2M", 4, align="centre")
        sheet.text(105, 66, "兹证明", 4.6, align="centre")
        broken(sheet, 105, 80, u.name, 18, 6, 8, "centre")
        sheet.text(105, 98, f"（统一社会信用代码：{u.code}　注册地址：{u.address}）", 3.2, align="centre")
        sheet.text(105, 110, "质量管理体系符合 GB/T 19001-2016 idt ISO 9001:2015 标准", 4, align="centre")
        sheet.text(105, 120, "覆盖范围：数据处理和存储服务", 4, align="centre")
        sheet.table(28, 130, (60, 60, 34), [("分场所名称", "地址", "覆盖范围"), ("抚顺数据标注基地", "抚顺市示例路 2 号", "数据标注"), ("锦州拟港运维服务有限公司", "锦州市示例路 8 号", "运维")])
        until = term(rng, sheet, ("2024年07月21日", "2026年11月30日"), "2024年07月20日")
        rows(sheet, 180, [("颁证日期", "2021年07月22日"), ("有效期至", until)], "colon")
        sheet.text(105, 250, "拟安质量认证（上海）有限公司", 5, align="centre")
        sheet.text(105, 258, "获证组织必须定期接受监督审核并经审核合格此证书方继续有效", 3, align="centre")
    elif way == 2:
        sheet.text(105, 50, "高新技术企业证书", 9, HEI, True, align="centre")
        good, bad = (("2021年7月22日", "2022年12月16日"), "2021年7月20日")
        day = term(rng, sheet, good, bad)
        y = 90
        for label, value in (("企业名称：", u.name), ("证书编号：", "GR202121000388"), ("发证时间：", day), ("有 效 期：", "三年")):
            sheet.text(60, y, label, 5, HEI)
            y = max(y + 14, broken(sheet, 90, y, value, 17, 5, 8) + 6)
        for i, office in enumerate(("辽宁省科学技术厅", "辽宁省财政厅", "国家税务总局辽宁省税务局")):
            sheet.text(40 + 52 * i, 230, office, 3.8)
            sheet.seal(55 + 52 * i, 222, office, 14)
    elif way == 3:
        sheet.text(105, 56, "辽宁省科学技术进步奖", 8, HEI, True, align="centre")
        sheet.text(105, 72, "证　　书", 9, HEI, True, align="centre")
        sheet.paragraph(94, "为表彰辽宁省科学技术进步奖获得者，特颁发此证书。", size=4.8)
        y = 116
        for label, value in (("项目名称", "多源数据融合关键技术及应用"), ("奖励等级", "二等"), ("获 奖 者", u.name)):
            sheet.text(40, y, label + "：", 5, HEI)
            y = broken(sheet, 72, y, value, 20, 5, 8) + 5
        sheet.text(182, 220, "辽宁省人民政府", 4.8, align="right")
        sheet.text(182, 230, "二〇二三年九月十四日", 4.4, align="right")
        sheet.text(40, 240, "证书号：2023J-2-31-D01", 4)
    elif way == 4:  # persons before the unit
        sheet.text(105, 56, "获奖证书", 10, HEI, True, align="centre")
        sheet.text(40, 90, "诸葛示、端木远、司徒宁：", 5, HEI)
        sheet.paragraph(106, f"你们代表{u.name}参加第六届拟真工业互联网创新大赛，作品《示例数据底座》荣获二等奖。特发此证，以资鼓励。", left=40, size=4.8, leading=9)
        sheet.text(170, 180, "第六届拟真工业互联网创新大赛组织委员会", 4.4, align="right")
        sheet.text(170, 190, "2023年11月", 4.4, align="right")
    elif way == 5:
        sheet.text(105, 50, "数据产权登记证书", 9, HEI, True, align="centre")
        sheet.text(105, 60, "（数据资源持有权）", 4.6, align="centre")
        rows(sheet, 74, [("登记证书编号", "LNDJ20240600021"), ("数据名称", "设备运行工况数据集"), ("权利主体", u.name), ("权利类型", "数据资源持有权"), ("数据来源单位", "盘锦拟苇石油化工有限公司"),
                         ("第三方服务机构", "辽宁拟律律师事务所"), ("登记机构", "拟通数据登记（沈阳）有限公司"), ("登记日期", "2024年06月03日"), ("有效期限", "2024年06月03日至2027年06月02日")], rng.choice(("table", "stacked", "colon")))
    elif way == 6:
        sheet.text(105, 44, "CERTIFICATE", 9, HEI, True, align="centre")
        sheet.text(105, 56, "CMMI Institute Partner: Nizhen Appraisal (Shanghai) Co., Ltd.", 3.4, align="centre")
        sheet.text(105, 76, "This is to certify that", 4.6, align="centre")
        broken(sheet, 105, 92, u.name, 20, 6, 8, "centre")
        sheet.text(105, 110, "Example Data (Liaoning) Technology Co., Ltd.", 4.6, align="centre")
        sheet.text(105, 126, "has been appraised at CMMI V2.0 Maturity Level 3", 4.4, align="centre")
        rows(sheet, 160, [("Appraisal ID", "61234"), ("Appraisal End Date", "2023-03-17"), ("Expiration Date", "2026-03-17")], "colon")
    elif way == 7:
        sheet.text(105, 46, "产品兼容性互认证明", 8, HEI, True, align="centre")
        sheet.paragraph(70, f"经拟信基础软件（天津）有限公司与{u.name}共同测试，{u.name}的示例数据平台V3.0与拟信操作系统V10相互兼容，功能及性能满足要求。特此证明。", size=4.6, leading=9)
        sheet.text(28, 150, "拟信基础软件（天津）有限公司", 4)
        sheet.text(110, 150, u.name, 4)
        sheet.text(28, 160, "2023年10月19日", 4)
        sheet.text(110, 160, "2023年10月19日", 4)
        sheet.seal(60, 154, "拟信基础软件（天津）有限公司", 15)
        sheet.seal(150, 154, u.name, 15)
        sheet.kind, sheet.soft = None, True  # two units' paper: whose it is is a person's question
    elif way == 8:
        sheet.text(105, 46, "增值电信业务经营许可证", 9, HEI, True, align="centre")
        sheet.text(105, 58, "经营许可证编号：辽B2-20200123", 4.2, align="centre")
        sheet.paragraph(72, "根据《中华人民共和国电信条例》及国家有关规定，经审查，颁发本许可证。")
        until = term(rng, sheet, ("2025年08月01日", "2024年7月21日"), "2024年07月20日")
        rows(sheet, 94, [("公司名称", u.name), ("法定代表人", u.legal), ("业务种类", "信息服务业务"), ("服务项目", "互联网信息服务"), ("发证机关", "辽宁省通信管理局"), ("发证日期", "2020年08月02日"), ("有效期至", until)], "spaced")
    elif way == 9:
        sheet.text(105, 46, "科技成果评价报告", 9, HEI, True, align="centre")
        rows(sheet, 80, [("成果名称", "多源数据可信流通技术"), ("成果完成单位", u.name), ("评价委托方", u.name), ("评价机构", "辽宁拟评科技成果评价中心"), ("评价日期", "2024年4月20日")], rng.choice(("table", "underline")))
        sheet.paragraph(160, "评价结论：该成果在丹东拟河水务集团有限公司、本溪市拟真中心血站等单位应用，技术达到国内领先水平。")
        sheet.text(182, 230, "辽宁拟评科技成果评价中心", 4.4, align="right")
        sheet.text(182, 240, "2024年4月20日", 4.4, align="right")
    else:  # values before their labels
        sheet.text(105, 46, "软件产品证书", 9, HEI, True, align="centre")
        sheet.paragraph(66, "经审核，以下软件符合《软件产品管理办法》和《软件产品评估标准》的有关规定，评估为软件产品。")
        for i, (value, label) in enumerate(((u.name, "申请企业"), ("示例数据平台软件V3.0", "软件名称"), ("辽RC-2023-0118", "证书编号"), ("2023年6月30日", "评估日期"), ("2028年6月29日", "有效期至"))):
            sheet.text(40, 100 + 15 * i, label, 4.4, HEI)
            sheet.text(80, 100 + 15 * i, value, 4.4)
        sheet.text(182, 220, "辽宁省拟真软件行业协会", 4.4, align="right")
    return [sheet]


# ---- cases ----------------------------------------------------------------------------------------------------------

def case_proof(u, rng):
    way, client = rng.randrange(9), rng.choice(CLIENTS)
    sheet = Paper()
    if way == 0:  # the third of three supplies
        sheet.text(105, 40, "三方合作协议", 8, HEI, True, align="centre")
        y = rows(sheet, 56, [("甲方（需求方）", client), ("乙方（资金监管方）", "拟商银行股份有限公司沈阳分行"), ("丙方（服务提供方）", u.name)], rng.choice(("colon", "underline")))
        y = sheet.paragraph(y, "甲、乙、丙三方经友好协商，就供应链数据服务达成协议：一、丙方向甲方提供数据平台及技术服务；二、甲方将服务费存入乙方监管账户，由乙方按进度支付给丙方；三、违约责任按民法典执行。")
        for i, (label, name) in enumerate((("甲方", client), ("乙方", "拟商银行股份有限公司沈阳分行"), ("丙方", u.name))):
            sheet.text(28, 190 + 20 * i, f"{label}（盖章）：{name}", 4)
            sheet.seal(150, 190 + 20 * i, name, 12)
        sheet.text(28, 260, "签订日期：2023年10月12日", 4)
    elif way == 1:  # on the client's paper, the client's name all over
        sheet = letterhead(client, f"{client}信息中心")
        sheet.text(105, 60, "用 户 报 告", 8, HEI, True, align="centre")
        sheet.paragraph(76, f"{client}（以下简称“我单位”）为提升水务调度水平，经公开招标，于2023年2月与{u.name}签订合同，由其承建“示例调度数据平台”。", size=4.6, leading=8.4)
        sheet.paragraph(106, f"平台上线一年来运行稳定，{client}下属三座水厂全部接入，能耗下降7%。我单位对该公司的服务表示满意。", size=4.6, leading=8.4)
        sheet.text(182, 180, client, 4.4, align="right")
        sheet.text(182, 190, "二〇二四年六月二十一日", 4.4, align="right")
        sheet.seal(150, 184, client)
        running([sheet], footer=f"{client} 办公室印")
    elif way == 2:  # the award in a table, the losers beside the winner
        sheet.text(105, 44, "中标结果公告", 8, HEI, True, align="centre")
        rows(sheet, 60, [("项目名称", "示例调度数据平台采购项目"), ("项目编号", "JH24-210600-00018"), ("采购人", client), ("采购代理机构", "辽宁拟真招标代理有限公司")], "colon")
        sheet.table(28, 104, (18, 76, 30, 30), [("排序", "投标人名称", "报价（万元）", "综合得分"), ("1", u.name, "198.00", "93.2"), ("2", "沈阳拟标信息系统有限公司", "205.50", "88.7"), ("3", "大连拟投网络工程有限公司", "210.00", "85.1")])
        rows(sheet, 150, [("中标供应商", u.name), ("中标金额", "壹佰玖拾捌万元整"), ("公告期限", "2023年4月3日至2023年4月4日")], "colon")
        sheet.text(182, 220, "辽宁拟真招标代理有限公司", 4.4, align="right")
        sheet.text(182, 230, "2023年4月3日", 4.4, align="right")
    elif way == 3:  # the letter of award
        sheet = letterhead("辽宁拟真招标代理有限公司")
        sheet.text(105, 60, "成交通知书", 8, HEI, True, align="centre")
        broken(sheet, 28, 80, "致：" + u.name, 30, 4.8)
        sheet.paragraph(96, f"在{client}委托我公司组织的“示例调度数据平台”竞争性磋商（项目编号：LNNZ-CS-2023-044）中，贵方被确定为成交供应商，成交金额人民币88.60万元。请贵方于30日内与采购人签订合同。", size=4.6, leading=8.6)
        sheet.text(182, 170, "采购人：" + client, 4.2, align="right")
        sheet.text(182, 180, "代理机构：辽宁拟真招标代理有限公司", 4.2, align="right")
        sheet.text(182, 190, "2023年5月11日", 4.2, align="right")
    elif way == 4:  # here the first party supplies
        sheet.text(105, 40, "软件许可使用合同", 8, HEI, True, align="centre")
        rows(sheet, 56, [("甲　方（许可方）", u.name), ("乙　方（被许可方）", client)], "colon")
        sheet.paragraph(90, "甲方将其自主开发的示例数据平台软件许可乙方使用，乙方按约向甲方支付许可使用费。双方订立本合同如下：第一条 许可范围……第九条 争议解决。")
        for x, label, name in ((28, "甲方", u.name), (110, "乙方", client)):
            sheet.text(x, 190, label + "（公章）", 4)
            broken(sheet, x, 198, name, 16, 4)
            sheet.text(x, 216, "2023 年 3 月 1 日", 4)
            sheet.seal(x + 36, 200, name, 15)
        running([sheet], header=client + " 合同专用纸", footer="合同文本由辽宁拟律律师事务所审定")
    elif way == 5:
        sheet.text(105, 40, "采购订单 PURCHASE ORDER", 7, HEI, True, align="centre")
        rows(sheet, 54, [("订单编号", "PO-2023-08811"), ("订单日期", "2023-08-11"), ("买方 Buyer", client), ("卖方 Seller", u.name), ("交货地点", "丹东市示例路 3 号"), ("付款方式", "月结30天")], "grid")
        sheet.table(28, 120, (16, 70, 30, 38), [("行号", "品名", "数量", "金额"), ("1", "示例数据平台许可", "1", "480,000.00")])
        sheet.text(28, 180, "买方授权签字：", 4)
        sheet.text(110, 180, "卖方确认签字：", 4)
    elif way == 6:
        sheet.text(105, 44, "信息化项目验收表", 8, HEI, True, align="centre")
        sheet.table(28, 56, (34, 120), [("项目名称", "示例调度数据平台"), ("建设单位", client), ("承建单位", u.name), ("监理单位", "沈阳拟监信息工程监理有限公司"), ("测评单位", "北方拟测软件测评有限公司"), ("验收组意见", "系统运行稳定，文档齐全，同意通过验收。")], height=12)
        for i, (label, name) in enumerate((("建设单位", client), ("承建单位", u.name), ("监理单位", "沈阳拟监信息工程监理有限公司"))):
            sheet.text(28, 160 + 22 * i, label + "意见：同意", 4)
            sheet.text(110, 160 + 22 * i, "（盖章）　2023年12月18日", 4)
            sheet.seal(150, 160 + 22 * i, name, 12)
    elif way == 7:  # an invoice
        sheet.text(105, 30, "电子发票（增值税专用发票）", 7, HEI, True, align="centre")
        sheet.text(182, 38, "发票号码：24212000000012345678", 3.2, align="right")
        sheet.text(182, 44, "开票日期：2024年03月15日", 3.2, align="right")
        for x, who, name in ((20, "购买方信息", client), (110, "销售方信息", u.name)):
            for i, c in enumerate(who):
                sheet.text(x, 56 + 5 * i, c, 3.2)
            sheet.text(x + 6, 60, "名称：", 3.2)
            broken(sheet, x + 16, 60, name, 20, 3.2, 5)
            sheet.text(x + 6, 74, "统一社会信用代码/纳税人识别号：" + ((u.code or "") if name == u.name else ""), 3)
        sheet.table(20, 90, (60, 30, 40, 40), [("项目名称", "数量", "金额", "税率"), ("*信息技术服务*技术服务费", "1", "470588.24", "6%")])
        sheet.text(28, 130, "开户银行：拟商银行股份有限公司沈阳分行", 3.2)
        sheet.text(28, 140, "开票人：单于示", 3.2)
        sheet.kind = None  # a proof of a case or none
        sheet.soft = True
    else:
        sheet.text(105, 44, "应用证明", 9, HEI, True, align="centre")
        rows(sheet, 60, [("应用单位", client), ("成果名称", "示例调度数据平台"), ("成果完成单位", u.name), ("通讯地址", "丹东市示例路 3 号"), ("应用起止时间", "2023年1月至今")], "table")
        sheet.paragraph(130, "应用情况及社会效益：该成果在我单位应用以来，漏损率由12%降至9%，运行稳定。")
        sheet.text(110, 200, "应用单位（公章）", 4)
        sheet.text(110, 210, "2024年5月6日", 4)
        sheet.seal(140, 204, client)
    return [sheet]


# ---- rights ---------------------------------------------------------------------------------------------------------

def patent(u, rng, others=()):
    names, way = [u.name] + [o.name for o in others], rng.randrange(4)
    old = "锦州拟原仪表厂"
    sheet = Paper()
    if way == 0 and not others:  # the change of the patentee, in the office's words
        sheet.text(105, 40, "中华人民共和国国家知识产权局", 5, HEI, align="centre")
        sheet.text(105, 56, "手续合格通知书", 8, HEI, True, align="centre")
        rows(sheet, 70, [("申请号或专利号", patent_number("2020" + "1" + "04" + f"{rng.randrange(10000, 99999)}")), ("发明创造名称", "一种工况数据压缩方法")], "colon")
        sheet.paragraph(92, "上述专利申请或专利，申请人或专利权人于2023年8月4日提交著录项目变更申报书，经审查，予以变更：")
        sheet.table(28, 112, (34, 60, 60), [("变更事项", "变更前", "变更后"), ("专利权人", old, u.name), ("地址", "锦州市示例路 1 号", u.address[:16])])
        sheet.text(28, 240, "审查员：自动审查　　联系电话：010-00000000", 3.4)
        sheet.text(150, 250, "2023年08月21日", 4)
    elif way == 1:  # the certificate of 2023 and later: what was asked for by whom is on its second page
        sheet.text(105, 50, "发明专利证书", 10, HEI, True, align="centre")
        number = patent_number("2021" + "1" + "06" + f"{rng.randrange(10000, 99999)}")
        y = 84
        for label, value in (("发 明 名 称", "一种数据确权凭证的生成方法"), ("专 利 权 人", "；".join(names)), ("地　　　址", "110179 " + u.address), ("发 明 人", "钟离示;闾丘达"), ("专 利 号", number),
                             ("授权公告号", "CN 114000000 B"), ("专利申请日", "2021年06月17日"), ("授权公告日", "2024年02月13日")):
            sheet.text(30, y, label + "：", 4.2, HEI)
            y = broken(sheet, 64, y, value, 25) + 4
        sheet.text(30, 230, "国家知识产权局依照中华人民共和国专利法进行审查，决定授予专利权，并予以公告。", 3.8)
        back = Paper()
        back.text(28, 40, "申请日时本专利记载的申请人、发明人信息如下：", 4.2)
        back.text(28, 50, "申请人：", 4.2, HEI)
        back.text(28, 58, old if not others else u.name, 4.2)
        back.text(28, 68, "发明人：", 4.2, HEI)
        back.text(28, 76, "钟离示;闾丘达", 4.2)
        return [sheet, back]
    elif way == 2:
        first_day = term(rng, sheet, ("2014年07月22日", "2019年03月05日"), "2014年07月18日")
        year = first_day[:4]
        sheet.text(105, 44, "证书号第 4012345 号", 3.8, align="centre")
        sheet.text(105, 56, "实用新型专利证书", 10, HEI, True, align="centre")
        rows(sheet, 80, [("实用新型名称", "一种边缘数据采集终端"), ("发明人", "钟离示;闾丘达"), ("专利号", patent_number(year + "2" + "04" + f"{rng.randrange(10000, 99999)}")), ("专利申请日", first_day),
                         ("专利权人", "; ".join(names)), ("授权公告日", f"{year}年12月30日")], "colon")
        sheet.text(28, 200, "本专利的专利权期限为十年，自申请日起算。专利权人应当依照专利法及其实施细则规定缴纳年费。", 3.6)
    else:  # the register's copy, with the pledge to a bank
        sheet.text(105, 40, "专利登记簿副本", 8, HEI, True, align="centre")
        y = sheet.table(28, 52, (40, 114), [("发明名称", "一种数据流通审计方法"), ("专利号", patent_number("2020" + "1" + "08" + f"{rng.randrange(10000, 99999)}")), ("申请日", "2020年08月20日"), ("授权公告日", "2022年05月10日"),
                                            ("专利权人", "；".join(names)), ("第一发明人", "钟离示"), ("法律状态", "专利权维持有效")], height=10)
        sheet.text(28, y + 4, "专利权质押登记", 4.6, HEI)
        sheet.table(28, y + 8, (40, 114), [("出质人", names[0]), ("质权人", "拟商银行股份有限公司沈阳分行"), ("登记日", "2023年3月9日"), ("专利代理机构", "沈阳拟专知识产权代理事务所（普通合伙）")], height=10)
    return [sheet]


def software(u, rng, others=()):
    way = rng.randrange(3)
    sheet = Paper()
    number = "2022SR0" + str(rng.randrange(100000, 999999))
    if way == 0 and not others:
        sheet.text(105, 44, "计算机软件著作权登记事项变更或补充证明", 6.4, HEI, True, align="centre")
        sheet.text(105, 56, "编号：软著变补字第202300123号", 3.8, align="centre")
        sheet.paragraph(72, "根据《计算机软件保护条例》和《计算机软件著作权登记办法》的规定，经中国版权保护中心审核，对以下变更事项予以登记。")
        rows(sheet, 96, [("软件名称", "示例调度数据平台V1.0"), ("登记号", number), ("变更前著作权人", "锦州拟原仪表厂"), ("变更后著作权人", u.name), ("登记日期", "2023年05月09日")], rng.choice(("colon", "table")))
        return [sheet]
    sheet.text(105, 36, "中华人民共和国国家版权局", 6, HEI, align="centre")
    sheet.text(105, 50, "计算机软件著作权登记证书", 8, HEI, True, align="centre")
    sheet.text(182, 62, "证书号：　软著登字第9812345号", 3.8, align="right")
    y = 80
    for label, value in (("软 件 名 称：", "示例调度数据治理平台\n[简称：调度平台]\nV2.1"), ("著 作 权 人：", "\n".join([u.name] + [o.name for o in others])), ("开发完成日期：", "2021年11月20日"),
                         ("首次发表日期：", "2021年12月01日"), ("权利取得方式：", "受让" if way == 1 else "原始取得"), ("权 利 范 围：", "全部权利"), ("登　记　号：", number)):
        sheet.text(30, y, label, 4.4, HEI)
        for part in value.split("\n"):
            y = broken(sheet, 68, y, part, 24, 4.4, 6)
        y += 5
    sheet.paragraph(210, "根据《计算机软件保护条例》和《计算机软件著作权登记办法》的规定，经中国版权保护中心审核，对以上事项予以登记。", size=4)
    sheet.seal(150, 250, "国家版权局")
    sheet.text(140, 262, "2022 年 02 月 18 日", 4)
    return running([sheet], footer="No. 10123456")


def trademark(u, rng):
    way, number = rng.randrange(3), str(rng.randrange(40000000, 69999999))
    sheet = Paper()
    if way == 0:
        sheet.text(105, 44, "核准商标转让证明", 8, HEI, True, align="centre")
        sheet.paragraph(66, f"兹核准第{number}号商标转让注册，该商标由锦州拟原仪表厂转让。", size=4.6)
        rows(sheet, 90, [("受让人名称", u.name), ("受让人地址", u.address), ("商标", "拟算"), ("类别", "第42类")], "colon")
        sheet.text(150, 230, "国家知识产权局", 4.4)
        sheet.text(150, 240, "2023年04月13日", 4.4)
    elif way == 1:
        sheet.text(105, 44, "商 标 注 册 证", 11, HEI, True, align="centre")
        sheet.text(105, 58, f"第{number}号", 5, align="centre")
        sheet.text(105, 100, "拟 算", 14, HEI, True, align="centre")
        until = term(rng, sheet, ("2034年07月06日", "2024年07月21日"), "2024年07月20日")
        y = 140
        for label, value in (("核定使用商品/服务项目", "第42类：计算机软件设计；云计算；数据加密服务"), ("注 册 人", u.name), ("注册地址", u.address), ("注册日期", "2014年07月22日"), ("有效期至", until)):
            sheet.text(28, y, label, 4.2, HEI)
            y = broken(sheet, 76, y, value, 24) + 4
        sheet.text(28, y + 6, "代理机构　沈阳拟标商标代理有限公司", 3.4)
    else:
        sheet.text(105, 44, "商标续展注册证明", 8, HEI, True, align="centre")
        rows(sheet, 66, [("注册号", number), ("注册人名义", u.name), ("原有效期", "2014年05月14日至2024年05月13日"), ("续展注册有效期自", "2024年05月14日至2034年05月13日"), ("类别", "9")], rng.choice(("colon", "table")))
        sheet.text(150, 240, "国家知识产权局", 4.4)
    return [sheet]


# ---- what people enclose besides ------------------------------------------------------------------------------------

def diploma(e, rng):
    sheet = titled("毕 业 证 书", size=10, before="普通高等学校")
    sheet.paragraph(70, "学生 欧阳示 ，性别男，一九九〇年一月一日生，于二〇〇八年九月至二〇一二年七月在本校计算机科学与技术专业四年制本科学习，修完教学计划规定的全部课程，成绩合格，准予毕业。", size=5, leading=10)
    sheet.text(60, 160, "校　名：拟真理工大学", 5)
    sheet.text(60, 172, "校（院）长：夏侯示", 5)
    sheet.text(60, 184, "证书编号：101411201205001234", 4)
    sheet.text(130, 184, "二〇一二年七月一日", 4.4)
    sheet.seal(120, 166, "拟真理工大学")
    return [sheet]


def social_insurance(e, rng):
    sheet = titled("社会保险个人参保证明", size=8)
    rows(sheet, 60, [("姓名", e.people[0]["name"]), ("证件号码", e.people[0]["id_number"]), ("当前参保单位", "拟聘人力资源服务（沈阳）有限公司"), ("参保状态", "正常参保")], "table")
    sheet.table(28, 110, (40, 60, 54), [("缴费月份", "缴费单位", "缴费基数"), ("202404", "拟聘人力资源服务（沈阳）有限公司", "8000"), ("202405", "拟聘人力资源服务（沈阳）有限公司", "8000")])
    sheet.text(182, 200, "沈阳市社会保险事业服务中心", 4.2, align="right")
    sheet.text(182, 210, "2024年06月20日", 4.2, align="right")
    sheet.seal(150, 204, "沈阳市社会保险事业服务中心")
    return [sheet]


def professional(e, rng):
    sheet = titled("职业资格证书", size=9, before="中华人民共和国专业技术人员")
    rows(sheet, 70, [("姓名", "东方示"), ("专业名称", "信息系统项目管理师"), ("资格级别", "高级"), ("证书编号", "21123456789"), ("批准日期", "2019年11月09日"), ("工作单位", "大连拟网科技有限公司")], "spaced")
    sheet.text(130, 220, "中国拟真人事考试中心", 4.4)
    return [sheet]


def labour_contract(e, rng):
    sheet = titled("劳动合同书", size=9)
    rows(sheet, 60, [("甲方（用人单位）", "拟聘人力资源服务（沈阳）有限公司"), ("乙方（劳动者）", e.people[0]["name"]), ("身份证号码", e.people[0]["id_number"])], "colon")
    sheet.paragraph(110, "根据《中华人民共和国劳动合同法》，甲乙双方平等自愿，协商一致，签订本合同。乙方同意根据甲方工作需要，被派遣至用工单位从事软件开发工作。合同期限自2023年1月1日至2025年12月31日。")
    sheet.seal(60, 220, "拟聘人力资源服务（沈阳）有限公司")
    return [sheet]


def lease(e, rng):
    sheet = titled("房屋租赁合同", size=9)
    rows(sheet, 60, [("出租方（甲方）", "沈阳拟园产业园运营管理有限公司"), ("承租方（乙方）", e.applicant.name)], "colon")
    sheet.paragraph(100, "甲方将位于沈阳市示例路 9 号的房屋出租给乙方作办公使用，租赁面积320平方米，租期三年，自2022年9月1日至2025年8月31日，年租金人民币贰拾万元。")
    sheet.text(28, 200, "甲方：沈阳拟园产业园运营管理有限公司", 4)
    sheet.text(110, 200, "乙方：" + e.applicant.name, 4)
    return [sheet]


def power_of_attorney(e, rng):
    sheet = titled("法定代表人授权委托书", size=8)
    sheet.paragraph(64, f"本授权委托书声明：我{e.applicant.legal}系{e.applicant.name}的法定代表人，现授权{e.people[0]['name']}为我单位代理人，办理2024年“数据要素×”大赛辽宁分赛报名事宜。代理人无转委托权。")
    sheet.text(110, 180, e.applicant.name + "（盖章）", 4)
    sheet.text(110, 190, "2024年7月1日", 4)
    sheet.seal(140, 184, e.applicant.name)
    return [sheet]


def bank_slip(e, rng):
    sheet = titled("网上银行电子回单", size=7, y=30, before="拟商银行股份有限公司")
    rows(sheet, 44, [("付款人全称", CLIENTS[0]), ("收款人全称", e.applicant.name), ("付款人账号", "2100000000001"), ("收款人账号", "2100000000002"), ("付款人开户行", "拟商银行丹东分行"), ("收款人开户行", "拟商银行沈阳分行"),
                     ("金额（小写）", "480,000.00"), ("用途", "合同款"), ("交易时间", "2023-09-01 10:02:11"), ("回单编号", "20230901XYZ")], "grid")
    return [sheet]


def recognition_list(e, rng):
    sheet = letterhead("辽宁省拟真工业和信息化厅文件", "辽工信拟〔2023〕88号")
    sheet.text(105, 60, "关于公布2023年度辽宁省创新型中小企业名单的通知", 6, HEI, True, align="centre")
    sheet.text(28, 76, "各市工业和信息化局，各有关企业：", 4.2)
    y = sheet.paragraph(86, "经企业申报、各市推荐、专家评审，现将2023年度辽宁省创新型中小企业名单予以公布，有效期三年。")
    names = ["沈阳拟一精密机械有限公司", "大连拟二软件有限公司", e.applicant.name, "鞍山拟四耐火材料股份有限公司"]
    sheet.table(28, y, (20, 90, 30), [("序号", "企业名称", "所属市")] + [(str(i + 1), n, "辽宁") for i, n in enumerate(names)])
    sheet.text(182, 230, "辽宁省拟真工业和信息化厅", 4.4, align="right")
    sheet.text(182, 240, "2023年12月8日", 4.4, align="right")
    sheet.seal(150, 234, "辽宁省拟真工业和信息化厅")
    return [sheet]


def dealer(e, rng):
    sheet = titled("授权书", size=9)
    sheet.paragraph(66, f"致：辽宁分赛组委会。我司拟信基础软件（天津）有限公司系拟信操作系统的原厂商，现授权{e.applicant.name}在其参赛项目中使用我司产品，并由我司提供原厂技术支持。授权有效期至2024年12月31日。", size=4.6, leading=9)
    sheet.text(110, 180, "授权单位：拟信基础软件（天津）有限公司", 4)
    sheet.text(110, 190, "2024年6月1日", 4)
    sheet.seal(150, 184, "拟信基础软件（天津）有限公司")
    return [sheet]


def change_notice(e, rng):
    sheet = titled("准予变更登记通知书", size=8)
    sheet.paragraph(64, f"{e.applicant.name}：你单位提交的地址变更登记申请材料齐全，符合法定形式，我局决定准予变更登记。", size=4.6, leading=9)
    sheet.table(28, 100, (50, 52, 52), [("变更事项", "变更前", "变更后"), ("住所", "沈阳市示例街 1 号", "沈阳市示例路 2 号")])
    sheet.text(182, 200, f"{e.applicant.city}市市场监督管理局", 4.2, align="right")
    sheet.text(182, 210, "2023年2月2日", 4.2, align="right")
    return [sheet]


EXTRAS = (diploma, social_insurance, professional, labour_contract, lease, power_of_attorney, bank_slip, recognition_list, dealer, change_notice)
MAKERS = {"business_licence": licence, "audit_report": audit, "credit_report": credit, "project_qualification": qualification,
          "case_proof": case_proof, "patent_certificate": patent, "software_copyright": software, "trademark_certificate": trademark}
OF_THE_ENTRY = {"responsibility_statement": statement, "entry_commitment": commitment}
