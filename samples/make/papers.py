"""The papers of an entry, each as a list of sheets. Layouts are our own, after the public forms; no state emblem is drawn."""

from sheet import HEI, RED, SONG, Sheet
from stories import sections


def cover(title, rows, below):
    sheet = Sheet()
    sheet.text(105, 62, "2024年“数据要素×”大赛辽宁分赛", 6.4, HEI, align="centre")
    sheet.text(105, 88, title, 11, HEI, True, align="centre")
    y = 130
    for label, value in rows:
        sheet.text(40, y, label, 4.8, HEI)
        sheet.text(72, y, value, 4.8)
        sheet.line(71, y + 1.6, 178, y + 1.6)
        y += 13
    sheet.text(105, 262, below, 5, SONG, align="centre")
    return sheet


def application(entry):
    unit, people = entry.applicant, "、".join(entry.people)
    told = sections(entry.number, topic=entry.topic_title, people=people, applicant=unit.name)
    rows = [("项目名称：", entry.project), ("参赛赛道：", f"数据要素×{entry.track}"), ("赛题方向：", f"赛题{entry.topic}：{entry.topic_title}"),
            ("参赛单位：", unit.name), ("团队名称：", entry.team), ("联 系 人：", entry.people[0])]
    if entry.partner:
        rows.insert(4, ("合作单位：", entry.partner.name))
    front = cover("项 目 申 报 书", rows, "二〇二四年七月")
    front.seal(140, 232, unit.name)
    contents = Sheet()
    contents.text(105, 40, "目  录", 7, HEI, True, align="centre")
    y = 58
    for number, (title, parts) in enumerate(told, 3):
        contents.text(30, y, title + " " + "…" * 24 + f" {number}", 4.6, HEI)
        y += 9
        for part, _ in parts:
            contents.text(38, y, part, 4.2)
            y += 7.5
    sheets = [front, contents]
    for number, (title, parts) in enumerate(told, 3):
        sheet = Sheet()
        y = 40
        sheet.text(28, y, title, 6, HEI, True)
        y += 12
        for part, body in parts:
            sheet.text(28, y, part, 4.8, HEI)
            y = sheet.paragraph(y + 9, body) + 5
        sheet.text(105, 285, str(number), 3.6, align="centre")
        sheets.append(sheet)
    return sheets


def licence(unit, kind="有限责任公司", issued="2021年03月15日", office="市场监督管理局"):
    sheet = Sheet(297, 210)
    sheet.frame(10, 10, 287, 200, 1.2, (0.55, 0.45, 0.2))
    sheet.text(148, 44, "营 业 执 照", 16, HEI, True, align="centre")
    sheet.text(148, 56, "（副 本）", 6, align="centre")
    sheet.text(30, 56, "统一社会信用代码", 4)
    sheet.text(30, 64, unit.code, 5.2, HEI)
    left = [("名    称", unit.name), ("类    型", kind), ("法定代表人", unit.legal),
            ("经营范围", "数据处理和存储支持服务；软件开发；")]
    right = [("注册资本", "壹仟万元整"), ("成立日期", issued), ("营业期限", "长期"), ("住    所", unit.address)]
    for x, rows in ((30, left), (168, right)):
        y = 86
        for label, value in rows:
            sheet.text(x, y, label, 4.4, HEI, colour=(0.35, 0.3, 0.15))
            sheet.text(x + 30, y, value, 4.4)
            y += 15
    sheet.text(60, 138.5, "技术咨询；信息系统集成服务。", 4.4)
    sheet.text(216, 172, "登记机关", 5, HEI)
    sheet.text(216, 184, issued, 4.6)
    sheet.seal(240, 168, unit.city + office)
    return [sheet]


def institution_certificate(unit):
    sheet = Sheet(297, 210)
    sheet.frame(12, 12, 285, 198, 1.0, RED)
    sheet.text(148, 46, "事业单位法人证书", 13, HEI, True, align="centre")
    sheet.text(148, 60, f"统一社会信用代码  {unit.code}", 5, align="centre")
    rows = [("名      称", unit.name), ("宗旨和业务范围", "开展农业科学研究，促进农业科技发展。"), ("住      所", unit.address),
            ("法定代表人", unit.legal), ("经费来源", "财政补助、事业收入"), ("开办资金", "¥860万元"), ("举办单位", "锦州市示例农业主管部门")]
    y = 80
    for label, value in rows:
        sheet.text(46, y, label, 4.8, HEI)
        sheet.text(92, y, value, 4.8)
        y += 13
    sheet.text(46, 182, "有效期  自2022年04月01日至2027年03月31日", 4.6)
    sheet.text(200, 176, "登记管理机关", 4.8, HEI)
    sheet.seal(222, 170, "锦州市事业单位登记管理局")
    return [sheet]


def letter(title, entry, body, day, unit=None):
    unit = unit or entry.applicant
    sheet = Sheet()
    sheet.text(105, 44, title, 9, HEI, True, align="centre")
    y = sheet.text(28, 66, "致：2024年“数据要素×”大赛辽宁分赛组委会", 4.6)
    y = sheet.paragraph(y + 12, f"{unit.name}（统一社会信用代码：{unit.code}）作为参赛项目“{entry.project}”的申报主体，郑重{body[0]}：", size=4.6, leading=8.6)
    for number, words in enumerate(body[1:], 1):
        y = sheet.paragraph(y, f"{number}. {words}", size=4.6, leading=8.6)
    sheet.text(92, 214, f"单位（盖章）：{unit.name}", 4.6)
    sheet.text(92, 226, f"法定代表人：{unit.legal}", 4.6)
    sheet.text(92, 238, f"日期：{day}", 4.6)
    sheet.seal(150, 220, unit.name)
    return [sheet]


def statement(entry, day="2024年7月5日"):
    return letter("申报主体责任声明", entry, [
        "声明", "所提交的申报书和全部证明材料真实、准确、完整，均为本单位所有。",
        "本单位对申报内容及其产生的后果承担全部责任。",
        "本单位未被列入失信被执行人、重大税收违法案件当事人和政府采购严重违法失信行为记录名单。"], day)


def commitment(entry, day="2024年7月5日"):
    return letter("参 赛 承 诺 书", entry, [
        "承诺", "遵守大赛规则，服从赛事安排，不在其他分赛重复参赛。",
        "参赛项目的创意、产品、技术及相关知识产权归本单位所有，未侵犯他人权利。",
        f"参赛代表为{'、'.join(entry.people)}，报名截止后不作更改。"], day)


def audit(unit, auditor, number, notes=()):
    first = Sheet()
    first.text(105, 90, unit.name, 7.4, HEI, True, align="centre")
    first.text(105, 112, "审 计 报 告", 11, HEI, True, align="centre")
    first.text(105, 128, "2023年度", 6, align="centre")
    first.text(105, 250, auditor.name, 5.4, align="centre")
    second = Sheet()
    second.text(105, 38, "审 计 报 告", 8, HEI, True, align="centre")
    second.text(182, 50, f"镜审字〔2024〕第 {number} 号", 4.2, align="right")
    second.text(28, 64, f"{unit.name}：", 4.8, HEI)
    y = second.paragraph(76, f"我们审计了{unit.name}（以下简称“贵公司”）财务报表，包括2023年12月31日的资产负债表，2023年度的利润表、现金流量表以及相关财务报表附注。")
    y = second.paragraph(y, "我们认为，后附的财务报表在所有重大方面按照企业会计准则的规定编制，公允反映了贵公司2023年12月31日的财务状况以及2023年度的经营成果和现金流量。")
    second.text(110, 196, auditor.name, 4.6)
    second.text(110, 208, "中国注册会计师：", 4.6)
    second.text(110, 220, "二〇二四年三月二十六日", 4.6)
    second.seal(150, 204, auditor.name)
    third = Sheet()
    third.text(105, 38, "资产负债表", 7, HEI, True, align="centre")
    third.text(28, 50, f"编制单位：{unit.name}", 4.2)
    third.text(182, 50, "单位：万元", 4.2, align="right")
    y = third.table(28, 56, (60, 30, 34, 30), [("资产", "期末余额", "负债和权益", "期末余额"), ("货币资金", "1,286", "短期借款", "300"),
                    ("应收账款", "942", "应付账款", "418"), ("存货", "377", "实收资本", "1,000"), ("固定资产", "615", "未分配利润", "1,502"), ("合计", "3,220", "合计", "3,220")])
    third.text(28, y + 6, "财务报表附注（节选）", 5, HEI)
    y += 16
    for note in notes or ("一、公司基本情况：本公司成立于2021年，主要从事数据处理和软件开发。",):
        y = third.paragraph(y, note)
    return [first, second, third]


def credit(unit, day="2024年07月03日"):
    sheet = Sheet()
    sheet.text(105, 36, "公共信用信息报告", 9, HEI, True, colour=(0.1, 0.25, 0.5), align="centre")
    sheet.text(28, 56, "报告生成日期：" + day, 4.2)
    y = sheet.table(28, 64, (44, 110), [("主体名称", unit.name), ("统一社会信用代码", unit.code), ("法定代表人", unit.legal), ("登记状态", "存续"), ("住所", unit.address)])
    sheet.text(28, y + 4, "严重失信信息", 5.2, HEI)
    y = sheet.table(28, y + 10, (110, 44), [("名单类别", "记录"), ("失信被执行人", "0 条"), ("重大税收违法案件当事人", "0 条"), ("政府采购严重违法失信行为记录名单", "0 条")])
    sheet.paragraph(y + 4, "截至报告生成之日，未查询到该主体被列入上述名单的记录。本报告仅供参考。")
    return [sheet]


def test_report(unit, laboratory, product, number):
    sheet = Sheet()
    sheet.text(105, 60, "检 测 报 告", 12, HEI, True, align="centre")
    sheet.text(105, 74, "报告编号：" + number, 4.6, align="centre")
    y = 110
    for label, value in (("产品名称：", product), ("委托单位：", unit.name), ("检测类别：", "委托检测"), ("检测机构：", laboratory.name)):
        sheet.text(44, y, label, 5, HEI)
        sheet.text(76, y, value, 5)
        sheet.line(75, y + 1.6, 178, y + 1.6)
        y += 15
    sheet.text(44, y + 6, "检测结论：所检项目符合委托要求。", 4.8)
    sheet.text(112, 236, laboratory.name, 4.6)
    sheet.text(112, 248, "2024年05月20日", 4.6)
    sheet.seal(150, 240, laboratory.name, inner="检验检测专用章")
    return [sheet]


def user_certificate(supplier, customer, product):
    sheet = Sheet()
    sheet.text(105, 46, "应 用 证 明", 10, HEI, True, align="centre")
    y = sheet.paragraph(74, f"兹证明{supplier.name}研发的“{product}”自2023年5月起在我单位使用，运行稳定，交付周期明显缩短，达到合同约定的目标。", size=4.8, leading=9)
    sheet.paragraph(y, "特此证明。", size=4.8, leading=9)
    sheet.text(104, 168, f"使用单位（盖章）：{customer.name}", 4.6)
    sheet.text(104, 180, "2024年6月18日", 4.6)
    sheet.seal(150, 172, customer.name)
    return [sheet]


def contract(supplier, customer, product):
    sheet = Sheet()
    sheet.text(105, 40, "技术服务合同", 9, HEI, True, align="centre")
    sheet.text(28, 62, f"甲方（委托方）：{customer.name}", 4.6)
    sheet.text(28, 72, f"乙方（服务方）：{supplier.name}", 4.6)
    y = 88
    for words in (f"一、乙方向甲方提供“{product}”及相关技术服务，服务期自2023年5月1日起一年。",
                  "二、合同总价为人民币叁拾陆万元整，分三期支付。", "三、双方对合作中知悉的对方数据负有保密责任。"):
        y = sheet.paragraph(y, words, size=4.6, leading=8.4)
    sheet.text(28, 210, f"甲方（盖章）：{customer.name}", 4.2)
    sheet.text(28, 232, f"乙方（盖章）：{supplier.name}", 4.2)
    sheet.text(28, 250, "签订日期：2023年4月20日", 4.2)
    sheet.seal(86, 204, customer.name, 18)
    sheet.seal(132, 230, supplier.name, 18)
    return [sheet]


def software_copyright(owner, product, number="2023SR0012345", card="软著登字第10599516号"):
    sheet = Sheet()
    sheet.frame(14, 14, 196, 283, 1.4, (0.2, 0.35, 0.3))
    sheet.text(105, 62, "计算机软件著作权登记证书", 9, HEI, True, align="centre")
    sheet.text(170, 80, f"证书号：{card}", 4.2, align="right")
    y = 108
    for label, value in (("软件名称：", product), ("著作权人：", owner.name), ("开发完成日期：", "2023年01月10日"), ("首次发表日期：", "未发表"),
                         ("权利取得方式：", "原始取得"), ("权利范围：", "全部权利"), ("登 记 号：", number)):
        sheet.text(36, y, label, 5, HEI)
        sheet.text(76, y, value, 5)
        y += 14
    sheet.text(120, 256, "2023年02月21日", 4.8)
    sheet.seal(146, 244, "示例版权登记专用章")
    return [sheet]


def patent(owner, inventors, title, number, day="2021年02月03日"):
    sheet = Sheet()
    sheet.text(150, 40, "证书号第5551234号", 4.2)
    sheet.text(105, 70, "发明专利证书", 11, HEI, True, colour=(0.55, 0.1, 0.1), align="centre")
    y = 104
    for label, value in (("发 明 名 称：", title), ("发  明  人：", "；".join(inventors)), ("专  利  号：", number), ("专利申请日：", day),
                         ("专 利 权 人：", owner.name), ("地      址：", owner.address), ("授权公告日：", "2023年08月11日")):
        sheet.text(30, y, label, 4.8, HEI)
        sheet.text(66, y, value, 4.8)
        y += 13
    sheet.paragraph(y + 6, "本发明经过审查，决定授予专利权，颁发发明专利证书并在专利登记簿上予以登记。专利权期限为二十年，自申请日起算。")
    return [sheet]


def slide(title, lines):
    sheet = Sheet(320, 180)
    sheet.ctx.set_source_rgb(0.09, 0.2, 0.38)
    sheet.ctx.rectangle(0, 0, 320, 38)
    sheet.ctx.fill()
    sheet.text(20, 25, title, 13, HEI, True, (1, 1, 1))
    for i, words in enumerate(lines):
        sheet.text(28, 70 + 26 * i, "· " + words, 10, HEI)
    return sheet
