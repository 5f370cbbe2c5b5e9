"""Papers that entrants hand in less often, and the usual ones in other offices' words: for make.py --papers rarer.

Same face as papers.py: application(), MAKERS, OF_THE_ENTRY."""

import papers
from layout import HEI, Paper, rows, signed, titled
from invented import patent_number

WHAT = papers.WHAT


def application(e, rng):
    """A form of one large table, then the text under headings of its own."""
    unit = e.applicant
    cover = titled("数据要素大赛参赛项目申报表", size=7, y=36)
    pairs = [("参赛项目名称", e.project), ("参赛领域", e.track), ("选题", f"赛题{e.topic}"), ("申报单位全称", unit.name), ("信用代码", unit.code or "无"),
             ("单位地址", unit.address), ("法定代表人", unit.legal), ("团队名称", e.team), ("参赛代表", "、".join(p["name"] for p in e.people))]
    pairs += [("合作单位", "、".join(p.name for p in e.partners))] if e.partners else []
    y = rows(cover, 46, pairs, "table")
    cover.text(28, y + 6, "本单位承诺所填内容属实。", 4.2)
    cover.text(120, y + 24, "（单位公章）", 4.2)
    cover.text(120, y + 34, "2024 年 7 月 8 日", 4.2)
    cover.seal(138, y + 26, unit.name)
    sheets = [cover]
    titles = {"项目概述": ["项目概述", "项目概况", "项目简介"], "解决方案": ["解决方案", "项目解决方案"], "应用价值": ["应用价值", "项目应用价值", "应用成效"],
              "商业模式": ["商业模式"], "团队介绍": ["团队介绍", "团队情况", "团队简介"]}
    sheet, y = Paper(), 30
    for i, (title, parts) in enumerate(papers.SECTIONS):
        if y > 180:
            sheets.append(sheet)
            sheet, y = Paper(), 30
        sheet.text(28, y, f"{i + 1}. " + rng.choice(titles[title.split("、")[1]]), 5.2, HEI, True)
        y += 10
        for j, part in enumerate(parts):
            y = sheet.paragraph(y, f"{i + 1}.{j + 1} {part}：" + papers.prose(rng, 3)) + 2
            if y > 250:
                sheets.append(sheet)
                sheet, y = Paper(), 30
    return sheets + [sheet]


def licence(u, rng):
    """Lying, name over two lines where it is long; the certificate of a code; a hospital's permit."""
    if u.form == "事业单位" and "医院" in u.name and rng.random() < 0.4:
        sheet = titled("医疗机构执业许可证", size=8)
        rows(sheet, 70, [("机构名称", u.name), ("登记号", "PDY60012421010219A1001"), ("法定代表人", u.legal), ("地址", u.address), ("诊疗科目", "内科；外科；中医科"),
                         ("有效期限", "自2021年06月01日至2026年05月31日")], rng.choice(("colon", "spaced")))
        sheet.text(110, 250, f"发证机关：{u.city}市卫生健康委员会", 4.2)
        sheet.text(110, 260, "2021年06月01日", 4.2)
        return [sheet]
    if u.form != "有限责任公司（自然人投资或控股）" or rng.random() < 0.3:
        return papers.licence(u, rng)
    sheet = Paper(297, 210)
    sheet.text(148, 40, "营业执照", 15, HEI, True, align="centre")
    sheet.text(148, 50, "（副本）（1-1）", 5, align="centre")
    sheet.text(28, 60, f"统一社会信用代码：{u.code}", 4.4)
    sheet.text(228, 60, "扫描二维码登录“国家企业信用信息公示系统”", 2.6)
    y = 80
    sheet.text(28, y, "名　　称", 4.4, HEI)
    for part in (u.name[:12], u.name[12:]):
        sheet.text(60, y, part, 4.4)
        y += 6.5 if part else 0
    for label, value in (("类　　型", u.form), ("法定代表人", u.legal), ("经营范围", "许可项目：互联网信息服务（依法须经批准的项目，经相关部门批准后方可开展经营活动）")):
        sheet.text(28, y + 5, label, 4.4, HEI)
        for part in (value[:24], value[24:48]):
            sheet.text(60, y + 5, part, 4.4)
            y += 6.5 if part else 0
        y += 6
    y = 80
    for label, value in (("注册资本", "伍佰万元整"), ("成立日期", "2018年08月20日"), ("住　　所", u.address)):
        sheet.text(170, y, label, 4.4, HEI)
        sheet.text(200, y, value, 4.4)
        y += 13
    sheet.text(200, 168, "登记机关", 4.8, HEI)
    sheet.text(210, 186, "2023 年 02 月 14 日", 4.4)
    sheet.seal(226, 174, f"{u.city}市市场监督管理局")
    sheet.text(28, 203, "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn　　国家市场监督管理总局监制", 3)
    return [sheet]


def statement(e, rng, unit=None):
    unit = unit or e.applicant
    sheet = titled("主体责任声明书", size=8)
    way = rng.randrange(3)
    if way == 0:  # unit only at the end
        y = sheet.paragraph(66, f"本单位申报“{e.project}”项目，就申报材料的真实性作如下声明：")
    elif way == 1:
        y = sheet.paragraph(66, f"致大赛组委会：我单位（全称：{unit.name}，统一社会信用代码：{unit.code or '无'}）为项目“{e.project}”的责任主体，特此声明：")
    else:
        y = sheet.paragraph(66, f"{unit.name}系依法设立并有效存续的法人单位，现就参加2024年“数据要素×”大赛辽宁分赛的“{e.project}”项目郑重声明如下：")
    for words in ("（一）提交的材料真实、准确、完整、合法、有效；", "（二）所附资质、审计报告、知识产权均归本单位所有；", "（三）本单位愿对上述声明承担全部法律责任。"):
        y = sheet.paragraph(y, words)
    sheet.text(110, 200, unit.name, 4.4)
    sheet.text(110, 208, "（公章）", 4.2)
    sheet.text(110, 220, "法定代表人签字：", 4.2)
    sheet.text(110, 232, rng.choice(["2024年7月11日", "2024.07.11", "二〇二四年七月十一日"]), 4.2)
    sheet.seal(140, 206, unit.name)
    return [sheet]


def commitment(e, rng, unit=None):
    unit = unit or e.applicant
    sheet = titled("参赛团队承诺书", size=8)
    y = rows(sheet, 56, [("参赛项目", e.project), ("参赛单位", unit.name), ("团队名称", e.team)], rng.choice(("table", "underline")))
    y = sheet.paragraph(y + 4, "我方已认真阅读大赛通知，自愿参加并承诺：所提交作品为我方原创，不侵犯任何第三方的知识产权；不以同一作品在其他分赛重复参赛；"
                               "比赛期间遵守组委会的各项规定；如违反上述承诺，取消参赛资格。")
    y = sheet.paragraph(y + 4, "主办单位：省数据局；承办单位：省数据中心、沈阳市数据局、大连市数据局。")
    signed(sheet, 210, rng.choice(["承诺人", "承诺单位"]), unit, "2024年7月12日", rng)
    return [sheet]


def audit(u, rng, auditor="大连衡鉴联合会计师事务所（普通合伙）"):
    cover = Paper()
    cover.text(105, 60, auditor, 6, HEI, True, align="centre")
    cover.text(105, 70, "DALIAN HENGJIAN CERTIFIED PUBLIC ACCOUNTANTS", 3, align="centre")
    cover.text(105, 120, u.name, 7, HEI, True, align="centre")
    cover.text(105, 134, "二〇二三年度", 6, align="centre")
    cover.text(105, 150, "审　计　报　告", 9, HEI, True, align="centre")
    cover.text(105, 166, "大衡鉴会审字（2024）第0219号", 4.4, align="centre")
    contents = titled("目　　录", y=40, size=6)
    for i, (what, page) in enumerate((("一、审计报告", "1-2"), ("二、资产负债表", "3"), ("三、利润表", "4"), ("四、财务报表附注", "5-9"), ("五、会计师事务所营业执照", "10"))):
        contents.text(40, 60 + 10 * i, what + "…" * 20 + page, 4.2)
    body = titled("审计报告", y=36, size=7)
    body.text(182, 46, "大衡鉴会审字（2024）第0219号", 3.8, align="right")
    body.text(28, 58, u.name + ("全体股东" if "公司" in u.name else "") + "：", 4.4)
    y = body.paragraph(70, f"我们接受委托，对{u.name}（以下简称“{u.brand if hasattr(u, 'brand') else '该单位'}”）2023年度财务报表进行了审计，包括2023年12月31日的资产负债表及相关附注。")
    y = body.paragraph(y, "审计意见：我们认为，上述财务报表在所有重大方面按照企业会计准则的规定编制，公允反映了其财务状况。")
    y = body.paragraph(y, "注册会计师对财务报表审计的责任：我们的目标是对财务报表整体是否不存在重大错报获取合理保证。")
    body.text(28, 220, auditor, 4)
    body.text(120, 220, "中国注册会计师：赵示审", 4)
    body.text(28, 230, "中国·大连", 4)
    body.text(120, 230, "中国注册会计师：钱示计", 4)
    body.text(120, 240, "2024 年 3 月 28 日", 4)
    body.seal(60, 220, auditor)
    notes = titled("财务报表附注", y=36, size=6)
    y = notes.paragraph(50, f"一、单位基本情况：{u.name}（以下简称本单位）成立于2015年，注册地{u.city}。")
    notes.paragraph(y, "二、关联方交易：本年向抚顺拟邻仓储有限公司采购服务12万元。三、或有事项：无。")
    bound = titled("营业执照", size=12)
    rows(bound, 70, [("统一社会信用代码", "91210200MA0EX1357X"), ("名称", auditor), ("类型", "普通合伙企业"), ("执行事务合伙人", "赵示审"), ("成立日期", "2009年03月11日"),
                     ("主要经营场所", "辽宁省大连市示例街9号"), ("经营范围", "审查企业会计报表，出具审计报告")], "spaced")
    bound.text(120, 250, "大连市市场监督管理局", 4.2)
    return [cover, contents, body, notes] + ([bound] if rng.random() < 0.6 else [])


def credit(u, rng):
    way = rng.randrange(3)
    if way == 0:  # a page of the court's site, printed
        sheet = titled("中国执行信息公开网", size=6, y=28)
        sheet.text(28, 38, "zxgk.court.gov.cn/shixin/　综合查询被执行人", 3.4)
        rows(sheet, 52, [("被执行人姓名/名称", u.name), ("身份证号码/组织机构代码", u.code or ""), ("执行法院范围", "全国法院（包含地方各级法院）")], "table")
        sheet.text(28, 110, f"在全国法院范围内没有找到 {u.code or ''} {u.name}相关的结果.", 3.8)
        sheet.text(28, 120, "查询时间：2024年07月09日 10:21", 3.4)
    elif way == 1:  # the site's page of one unit
        sheet = Paper()
        sheet.text(28, 24, "信用中国", 6, HEI, True)
        sheet.text(28, 32, "首页　信用动态　政策法规　信用信息　城市信用　联合奖惩　行业信用", 3)
        sheet.text(28, 52, u.name, 6, HEI, True)
        sheet.text(28, 60, "存续　守信激励对象", 3.4)
        rows(sheet, 74, [("统一社会信用代码", u.code or "—"), ("法定代表人/负责人/执行事务合伙人", u.legal), ("企业类型", u.form), ("成立日期", "2018-08-20"), ("住所", u.address)], "colon", size=3.6)
        sheet.text(28, 150, "行政管理 3　诚实守信 0　严重失信 0　经营异常 0　信用承诺 1　信用评价 0　司法判决 0　其他 0", 3.4)
        sheet.text(28, 164, "暂无严重失信信息", 3.6)
    else:
        sheet = titled("信用核查报告", size=8)
        y = sheet.paragraph(64, f"经核查，截至2024年7月10日，{u.name}（统一社会信用代码：{u.code or '无'}）未被列入失信被执行人名单、重大税收违法失信主体名单和政府采购严重违法失信行为记录名单。")
        sheet.text(182, y + 30, "沈阳市信用信息中心", 4.2, align="right")
        sheet.text(182, y + 40, "2024年7月10日", 4.2, align="right")
        sheet.seal(150, y + 34, "沈阳市信用信息中心")
    return [sheet]


def qualification(u, rng):
    way = rng.randrange(6)
    sheet = Paper()
    if way == 0:  # in English first
        sheet.text(105, 40, "CERTIFICATE", 9, HEI, True, align="centre")
        sheet.text(105, 52, "质量管理体系认证证书", 6, align="centre")
        sheet.text(105, 66, "证书编号：04324Q31187R1S", 3.8, align="centre")
        sheet.text(105, 84, u.name, 5.4, HEI, True, align="centre")
        sheet.text(105, 92, f"（统一社会信用代码：{u.code or '—'}）", 3.4, align="centre")
        sheet.text(105, 102, f"注册地址：{u.address}", 3.4, align="centre")
        sheet.text(105, 116, "建立的质量管理体系符合标准 GB/T 19001-2016 / ISO 9001:2015", 3.8, align="centre")
        sheet.text(105, 128, "通过认证范围：软件开发与数据处理服务", 3.8, align="centre")
        rows(sheet, 180, [("首次发证日期", "2021年03月05日"), ("本次发证日期", "2024年03月04日"), ("有效期至", "2027年03月04日")], "colon")
        sheet.text(105, 240, "华北拟真认证有限公司", 5, align="centre")
    elif way == 1:
        sheet = titled("专精特新中小企业", size=8)
        sheet.text(105, 80, u.name, 6, HEI, True, align="centre")
        sheet.text(105, 96, "经审核，认定为辽宁省“专精特新”中小企业。", 4.4, align="centre")
        rows(sheet, 150, [("证书编号", "LN20230874"), ("有效期", "2023年6月至2026年6月")], "colon")
        sheet.text(182, 220, "辽宁省工业和信息化厅", 4.6, align="right")
    elif way == 2:
        sheet = titled("软件测试报告", size=8, before="报告编号：NERC-RJ-2024-0391")
        y = rows(sheet, 70, [("软件名称", "示例数据平台V1.0"), ("测试类型", "验收测试"), ("委托单位名称", u.name), ("委托单位地址", u.address), ("测评机构", "渤海拟真软件评测有限公司")], "table")
        sheet.text(105, 230, "渤海拟真软件评测有限公司", 4.6, align="centre")
        sheet.text(105, 240, "二〇二四年四月十九日", 4.2, align="centre")
        sheet.seal(126, 234, "渤海拟真软件评测有限公司")
    elif way == 3:
        sheet = titled("荣誉证书", size=10)
        sheet.text(40, 90, u.name + "：", 5, HEI)
        sheet.paragraph(106, "贵单位申报的“示例数据应用”项目，在2023年度辽宁省数字化转型典型案例评选中荣获二等奖。特发此证，以资鼓励。", left=40, size=4.8, leading=9)
        sheet.text(170, 190, "辽宁省拟真数字产业协会", 4.6, align="right")
        sheet.text(170, 200, "二〇二三年十二月", 4.6, align="right")
    elif way == 4:
        sheet = titled("科技型中小企业入库登记证书", size=7)
        sheet.paragraph(84, f"{u.name}（统一社会信用代码：{u.code or '无'}）：根据《科技型中小企业评价办法》，你单位已列入2024年第3批入库科技型中小企业名单，入库登记编号为2024210102000871，有效期至2024年12月31日。", size=4.8, leading=9)
        sheet.text(182, 200, "辽宁省科学技术厅", 4.6, align="right")
    else:
        sheet = titled("数据产品登记证书", size=8)
        rows(sheet, 66, [("登记编号", "SYDE-2024-000318"), ("产品名称", "示例供需指数"), ("登记主体", u.name), ("登记机构", "沈阳拟真数据交易中心有限公司"), ("登记日期", "2024年4月2日"), ("有效期至", "2026年4月1日")],
             rng.choice(("colon", "table", "stacked")))
        sheet.seal(140, 220, "沈阳拟真数据交易中心有限公司")
    return [sheet]


def case_proof(u, rng, customer="丹东拟客口岸管理有限公司"):
    way = rng.randrange(5)
    if way == 0:
        sheet = titled("用户使用报告", size=8)
        y = rows(sheet, 58, [("用户单位", customer), ("产品名称", "示例数据平台"), ("研制单位", u.name), ("应用起止时间", "2023年5月至今")], rng.choice(("table", "colon")))
        sheet.paragraph(y + 6, "使用情况：系统功能完备，数据准确，运行稳定，提高了口岸通关效率。")
        signed(sheet, 210, "用户单位", type("C", (), {"name": customer, "legal": "口示岸"}), "2024年5月20日", rng)
    elif way == 1:
        sheet = titled("软件销售合同", size=8)
        rows(sheet, 54, [("买方（甲方）", customer), ("卖方（乙方）", u.name), ("合同编号", "DDKA-2023-118")], "colon")
        sheet.paragraph(96, "依据《民法典》及相关法律法规，买卖双方就甲方向乙方购买示例数据平台软件及服务达成如下协议：一、合同总价款为人民币48万元。二、乙方应在三十日内交付。")
        sheet.text(28, 200, "甲方（盖章）：" + customer, 3.8)
        sheet.text(110, 200, "乙方（盖章）：" + u.name, 3.8)
        sheet.text(28, 212, "日期：2023年9月1日", 3.8)
        sheet.text(110, 212, "日期：2023年9月1日", 3.8)
        sheet.seal(60, 200, customer, 16)
        sheet.seal(150, 200, u.name, 16)
    elif way == 2:
        sheet = titled("竣工验收证明书", size=8)
        rows(sheet, 58, [("工程名称", "口岸数据平台"), ("甲方", customer), ("乙方", u.name), ("合同编号", "DDKA-2023-119"), ("完工日期", "2023年12月8日")], "grid")
        sheet.paragraph(120, "验收结论：乙方已按合同约定完成全部内容，质量合格，准予验收。")
        sheet.text(28, 200, "甲方代表：", 4)
        sheet.text(110, 200, "乙方代表：", 4)
        sheet.text(28, 212, "2023年12月20日", 4)
    elif way == 3:
        sheet = titled("关于示例数据平台应用情况的函", size=6.4)
        sheet.text(28, 60, u.name + "：", 4.6)
        sheet.paragraph(74, "贵单位为我公司建设的示例数据平台自2023年3月上线以来运行稳定，日均处理单据1.2万份，平均通关时间缩短三成。特此函告。", size=4.6, leading=9)
        sheet.text(182, 150, customer, 4.4, align="right")
        sheet.text(182, 160, "2024年4月11日", 4.4, align="right")
        sheet.seal(150, 152, customer)
    else:
        sheet = titled("应用案例证明", size=8)
        sheet.paragraph(66, f"兹证明：由{u.name}承建的口岸数据平台项目，已于2023年12月在{customer}投入使用，取得良好的经济效益和社会效益。")
        signed(sheet, 180, "证明单位", type("C", (), {"name": customer, "legal": "口示岸"}), "2024年6月6日", rng)
    return [sheet]


def patent(u, rng, others=()):
    holder = "；".join([u.name] + [o.name for o in others])
    if rng.random() < 0.5:
        sheet = titled("实用新型专利证书", size=8)
        rows(sheet, 66, [("实用新型名称", "一种口岸数据采集装置"), ("发明人", "易示明；步示达"), ("专利号", patent_number("2022" + "2" + "21" + f"{rng.randrange(10000, 99999)}")), ("专利申请日", "2022年06月17日"),
                         ("专利权人", holder), ("地址", u.address), ("授权公告日", "2022年12月13日"), ("授权公告号", "CN 217000000 U")], rng.choice(("spaced", "colon")))
        sheet.text(28, 220, "专利权期限为十年，自申请日起算。", 3.8)
    else:
        sheet = titled("专利登记簿副本", size=8)
        rows(sheet, 66, [("专利号", patent_number("2020" + "1" + "07" + f"{rng.randrange(10000, 99999)}")), ("发明名称", "一种通关数据核验方法"), ("申请日", "2020年07月22日"),
                         ("授权公告日", "2022年03月15日"), ("专利权人", holder), ("地址", u.address), ("法律状态", "专利权有效")], "table")
        sheet.text(120, 250, "国家知识产权局", 4.4)
    return [sheet]


MAKERS = dict(papers.MAKERS, business_licence=licence, audit_report=audit, credit_report=credit, project_qualification=qualification,
              case_proof=case_proof, patent_certificate=patent)
OF_THE_ENTRY = {"responsibility_statement": statement, "entry_commitment": commitment}
