"""Papers after the public forms of many offices, each in several wordings: the sheets of one paper of a unit.

None is of the templates that samples/ or any handed-out folder uses: whoever builds on those alone fails here."""

from layout import HEI, STYLES, rows, signed, titled
from invented import patent_number
from stories import SECTIONS

PROSE = ("{who}对{what}逐项登记，{n}个批次全部留痕", "{what}按{who}确认的口径更新，误差由{n}%降到{m}%", "经{who}复核，{what}每{m}天汇总一次",
         "{what}接入后，{who}平均等待{m}分钟，原为{n}分钟", "{who}与{what}分属两套系统，改造前要抄录{n}次", "围绕{what}，{who}先试{m}个月再推广",
         "{who}提出{n}条意见，其中{m}条写进{what}的规程", "以{what}为例，{who}的响应由{n}小时缩到{m}小时")
WHO = "值守班组 片区管家 检修师傅 数据专员 种植大户 门诊护士 信贷经理 网格员 调度席位 质检岗 试验员 仓管员".split()
WHAT = "测温曲线 病历摘要 田块档案 授信台账 管网压力 出库单 设备振动 遥感影像 处方流转 巡检记录 客流热力 能耗分项 种子批号".split()


def prose(rng, sentences=9):
    return "。".join(rng.choice(PROSE).format(who=rng.choice(WHO), what=rng.choice(WHAT), n=rng.randrange(20, 99), m=rng.randrange(2, 19))
                    for _ in range(sentences)) + "。"


def application(e, rng):
    unit = e.applicant
    pairs = [(rng.choice(["项目名称", "申报项目名称", "参赛项目"]), e.project), (rng.choice(["参赛赛道", "所属赛道"]), "数据要素×" + e.track),
             ("赛题方向", f"赛题{e.topic}"), (rng.choice(["申报单位", "参赛单位", "牵头单位", "申报主体"]), unit.name), ("统一社会信用代码", unit.code or "—"),
             ("团队名称", e.team)] + [("联合单位", p.name) for p in e.partners] + [("联系电话", "024-0000" + str(rng.randrange(1000, 9999)))]
    cover = titled(rng.choice(["项目申报书", "参赛项目申报书", "“数据要素×”大赛辽宁分赛项目申报书"]), y=70)
    rows(cover, 110, pairs, rng.choice(STYLES))
    cover.text(105, 270, "2024年7月", 4.6, align="centre")
    if rng.random() < 0.5:
        cover.seal(140, 240, unit.name)
    sheets = [cover]
    numbering = rng.choice([("一、", "（{}）"), ("第一部分　", "{}、"), ("1 ", "1.{}　")])
    for i, (title, parts) in enumerate(SECTIONS):
        title = title.split("、")[1]
        sheet = titled("", y=20)
        head = numbering[0].replace("一", "一二三四五"[i]).replace("1", str(i + 1))
        sheet.text(28, 34, head + title, 6, HEI, True)
        y = 48
        for j, part in enumerate(parts):
            mark = numbering[1].format("一二三四"[j] if "（" in numbering[1] else j + 1).replace("1.", f"{i + 1}.")
            sheet.text(28, y, mark + part, 4.8, HEI)
            y = sheet.paragraph(y + 9, prose(rng)) + 4
        sheets.append(sheet)
    return sheets


def licence(u, rng):
    if u.form == "事业单位":
        sheet = titled("事业单位法人证书", wide=rng.random() < 0.5)
        pairs = [("名称", u.name), ("统一社会信用代码", u.code), ("宗旨和业务范围", "教学、科研与社会服务"), ("住所", u.address), ("法定代表人", u.legal),
                 ("经费来源", "财政补助、事业收入"), ("开办资金", "¥1260万元"), ("举办单位", "辽宁省示例主管厅"), ("有效期", "自2022年05月08日至2027年05月07日"),
                 ("登记管理机关", "辽宁省事业单位登记管理局")]
    elif u.form.startswith("民办非企业"):
        sheet = titled("民办非企业单位登记证书")
        pairs = [("名称", u.name), ("统一社会信用代码", u.code), ("住所", u.address), ("法定代表人", u.legal), ("开办资金", "人民币伍拾万元"),
                 ("业务范围", "养老服务、社区照料"), ("业务主管单位", f"{u.city}市示例民政部门"), ("有效期限", "2023年1月4日至2028年1月3日"), ("发证机关", f"{u.city}市民政局")]
    else:
        sheet = titled("营业执照", size=12, wide=True)
        boss = "经营者" if "个体" in u.form else "负责人" if "分公司" in u.form else "法定代表人"
        number = ("统一社会信用代码", u.code) if u.code else ("注册号", "210106600412358")
        pairs = [number, (rng.choice(["名称", "企业名称", "字号名称"]) if "个体" in u.form else "名称", u.name), ("类型", u.form), (boss, u.legal),
                 ("成员出资总额" if "合作社" in u.form else "注册资本", "叁佰万元整"), ("成立日期", "2019年04月11日"), ("营业期限", "长期"),
                 ("经营场所" if boss != "法定代表人" else "住所", u.address), ("经营范围", "以登记机关核定的内容为准"), ("登记机关", f"{u.city}市市场监督管理局")]
        if "个体" in u.form:
            pairs.insert(3, ("组成形式", "个人经营"))
    rows(sheet, 66, pairs, rng.choice(("colon", "table", "grid", "stacked", "spaced")))
    sheet.seal(150, 240, f"{u.city}市示例登记机关")
    return [sheet]


def statement(e, rng, unit=None):
    unit, day = unit or e.applicant, "2024年7月9日"
    sheet = titled(rng.choice(["申报主体责任声明", "申报主体责任声明书", "责任声明"]))
    if rng.random() < 0.4:
        y = rows(sheet, 58, [("申报单位", unit.name), ("项目名称", e.project)], rng.choice(("table", "colon", "underline")))
    else:
        y = 66
    we = "我校" if "大学" in unit.name else "我院" if unit.name.endswith("院") else "本单位"
    opening = rng.choice([f"{we}（{unit.name}）就“{e.project}”郑重声明：", f"{unit.name}（以下简称“{we}”）现就参赛项目“{e.project}”声明如下：",
                          f"作为“{e.project}”的申报主体，{unit.name}郑重声明："])
    y = sheet.paragraph(y + 4, opening)
    for words in ("一、申报书及附件内容真实、准确、完整，不存在虚假记载、误导性陈述。", "二、全部证明材料均为本单位所有，未使用母公司、子公司、分公司的材料。",
                  "三、如有不实，愿承担由此产生的法律责任。"):
        y = sheet.paragraph(y, words)
    signed(sheet, 220, rng.choice(["声明单位", "申报单位", "声明人"]), unit, day, rng)
    return [sheet]


def commitment(e, rng, unit=None):
    unit = unit or e.applicant
    sheet = titled(rng.choice(["参赛承诺书", "诚信参赛承诺书", "承诺书"]), before="2024年“数据要素×”大赛辽宁分赛" if rng.random() < 0.5 else None)
    y = sheet.text(28, 62, "2024年“数据要素×”大赛辽宁分赛组委会：", 4.2)
    joint = f"，联合{'、'.join(p.name for p in e.partners)}" if e.partners else ""
    y = sheet.paragraph(y + 10, f"{unit.name}{joint}自愿以项目“{e.project}”参加大赛，承诺如下：")
    for words in ("1. 遵守大赛规则，服从组委会安排，不重复参赛。", "2. 参赛项目的知识产权归参赛单位，未侵犯他人权利。",
                  f"3. 参赛代表为{'、'.join(p['name'] for p in e.people)}，报名截止后不更改。"):
        y = sheet.paragraph(y, words)
    signed(sheet, 216, rng.choice(["承诺单位", "承诺方", "参赛单位"]), unit, "2024年7月10日", rng)
    return [sheet]


def audit(u, rng, auditor="辽宁镜衡会计师事务所（特殊普通合伙）", note=None):
    public = u.form == "事业单位"
    cover = titled(rng.choice(["审计报告", "财务报表审计报告", "审计报告及财务报表"]), y=120)
    if rng.random() < 0.5:
        cover.text(105, 92, u.name, 6.6, HEI, True, align="centre")
    else:
        rows(cover, 150, [("被审计单位", u.name), ("报告文号", "辽镜衡审字〔2024〕第1067号"), ("审计单位", auditor)], rng.choice(("table", "colon")))
    cover.text(105, 258, auditor + rng.choice(["", "沈阳分所"]), 5, align="centre")
    second = titled("审计报告", y=36)
    second.text(182, 48, "辽镜衡审字〔2024〕第1067号", 3.8, align="right")
    second.text(28, 60, u.name + (rng.choice(["：", "全体股东：", "董事会："]) if not public else "："), 4.4)
    called = "贵单位" if public else "贵公司"
    tables = "2023年12月31日的资产负债表，2023年度的收入费用表" if public else "2023年12月31日的资产负债表，2023年度的利润表、现金流量表"
    y = second.paragraph(72, f"一、审计意见　我们审计了{u.name}（以下简称“{called}”）的财务报表，包括{tables}以及财务报表附注。我们认为，后附的财务报表在所有重大方面"
                             f"公允反映了{called}的财务状况。")
    y = second.paragraph(y, "二、形成审计意见的基础　我们按照中国注册会计师审计准则的规定执行了审计工作。")
    second.text(112, 210, auditor, 4)
    second.text(112, 220, "中国注册会计师：", 4)
    second.text(112, 230, "二〇二四年四月八日", 4)
    second.seal(150, 214, auditor)
    third = titled("资产负债表", y=36)
    third.text(28, 48, f"编制单位：{u.name}", 3.8)
    y = third.table(28, 54, (60, 30, 34, 30), [("资产", "期末余额", "负债和净资产", "期末余额"), ("货币资金", "2,031", "应付账款", "188"), ("合计", "2,031", "合计", "2,031")])
    third.text(28, y + 6, "财务报表附注", 5, HEI)
    third.paragraph(y + 16, note or f"一、基本情况　{u.name}于2016年设立。" + ("主要客户包括沈阳拟客商贸有限公司、大连拟客物流有限公司。" if not public else ""))
    return [cover, second, third]


def credit(u, rng):
    way = rng.randrange(3)
    if way == 0:
        sheet = titled("法人和非法人组织公共信用信息报告", size=7, before="信用中国")
        y = rows(sheet, 62, [("机构名称", u.name), ("统一社会信用代码", u.code or "—"), ("法定代表人", u.legal), ("报告生成日期", "2024年07月06日"), ("报告编号", "2024070611203385TX")],
                 rng.choice(("table", "colon", "grid", "stacked")))
        y = sheet.table(28, y, (90, 40), [("严重失信主体名单", "0条"), ("失信被执行人", "0条"), ("重大税收违法案件当事人", "0条"), ("政府采购严重违法失信行为记录名单", "0条")])
        sheet.paragraph(y + 4, "本报告由国家公共信用信息中心提供，仅供参考。")
    elif way == 1:
        sheet = titled("失信被执行人查询", size=6, y=30, before="信用中国　www.creditchina.gov.cn")
        y = rows(sheet, 52, [("查询主体", u.name), ("查询时间", "2024-07-06 09:12:40")], rng.choice(("colon", "table")))
        sheet.paragraph(y + 8, f"很抱歉，没有找到您搜索的数据。查询“{u.name}”，重大税收违法案件当事人名单共0条，政府采购严重违法失信行为记录名单共0条。")
    else:
        sheet = titled("企业信用报告", size=8, before="（自主查询版）")
        y = rows(sheet, 62, [("企业名称", u.name), ("中征码", "2101020004418"), ("统一社会信用代码", u.code or "—"), ("报告时间", "2024-07-05")], rng.choice(("grid", "table", "colon")))
        sheet.paragraph(y + 6, "信息概要：信息主体首次有信贷交易的年份为2020年，当前无逾期。无行政处罚信息。")
        sheet.text(28, 270, "报告出具单位：中国人民银行征信中心", 3.8)
    return [sheet]


def qualification(u, rng):
    way = rng.randrange(5)
    if way == 0:
        sheet = titled("检测报告", before="TEST REPORT")
        who = rng.choice(["委托单位", "委托方", "受检单位", "送检单位"])
        rows(sheet, 64, [("报告编号", "NX-2024-0618"), ("样品名称", "数据服务平台V3.1"), (who, u.name), ("地址", u.address), ("检测机构", "东北拟真软件测评有限公司"), ("检测依据", "GB/T 25000.51-2016")],
             rng.choice(STYLES))
        sheet.text(28, 190, "检测结论：所检项目符合要求。", 4.2)
        signed(sheet, 236, "检测单位", type("Lab", (), {"name": "东北拟真软件测评有限公司", "legal": "顾检"}), "2024年5月30日", rng)
    elif way == 1:
        sheet = titled("信息安全管理体系认证证书", size=7, before="Certificate of Registration")
        sheet.text(105, 62, "证书编号：0412024ISMS0331R0M", 4, align="centre")
        sheet.text(105, 84, rng.choice(["兹证明", "This is to certify that"]), 4.6, align="centre")
        sheet.text(105, 98, u.name, 6, HEI, True, align="centre")
        sheet.text(105, 108, f"统一社会信用代码：{u.code or '—'}", 3.6, align="centre")
        sheet.text(105, 116, "注册地址：" + u.address, 3.6, align="centre")
        sheet.text(105, 132, "建立的信息安全管理体系符合 GB/T 22080-2016/ISO/IEC 27001:2013", 4, align="centre")
        rows(sheet, 190, [("发证日期", "2023年9月12日"), ("有效期至", "2026年9月11日")], "colon")
        sheet.text(105, 250, "北京拟真认证中心有限公司", 4.6, align="centre")
    elif way == 2:
        sheet = titled("高新技术企业证书")
        rows(sheet, 76, [("企业名称", u.name), ("证书编号", "GR202221000917"), ("发证时间", "2022年12月14日"), ("有效期", "三年")], rng.choice(("colon", "spaced", "stacked")))
        sheet.text(110, 220, "批准机关：", 4.2)
        for i, office in enumerate(("辽宁省科学技术厅", "辽宁省财政厅", "国家税务总局辽宁省税务局")):
            sheet.text(118, 230 + 9 * i, office, 4.2)
    elif way == 3:
        sheet = titled("信息系统安全等级保护备案证明", size=7)
        sheet.paragraph(84, f"依据《信息安全等级保护管理办法》的有关规定，{u.name}的第三级数据服务平台予以备案。", size=5, leading=10)
        rows(sheet, 150, [("备案单位", u.name), ("证书编号", "21010024077-24001"), ("发证日期", "2024年2月20日")], rng.choice(("colon", "table")))
        sheet.text(120, 220, f"{u.city}市公安局", 5)
    else:
        sheet = titled("数据知识产权登记证书", size=7)
        rows(sheet, 66, [("登记主体", u.name), ("数据名称", "示例运行数据集"), ("登记号", "2024210000123"), ("登记日期", "2024年3月18日"), ("有效期至", "2027年3月17日")], rng.choice(STYLES))
    return [sheet]


def case_proof(u, rng, customer="营口拟客港务有限公司"):
    way = rng.randrange(5)
    if way == 0:
        sheet = titled("政府采购合同")
        rows(sheet, 58, [("采购人（甲方）", customer), ("供应商（乙方）", u.name), ("代理机构（丙方）", "辽宁拟真招标代理有限公司"), ("合同编号", "LNZC-2023-0457"), ("项目名称", "数据平台建设")], rng.choice(("colon", "table", "underline")))
        sheet.paragraph(140, "根据《中华人民共和国民法典》，三方就本项目订立本合同。乙方向甲方交付数据平台并提供三年运维，甲方按进度支付合同价款。")
        for i, who in enumerate((f"甲方：{customer}", f"乙方：{u.name}", "丙方：辽宁拟真招标代理有限公司")):
            sheet.text(28, 200 + 14 * i, who, 4)
        sheet.text(28, 250, "签订日期：2023年8月16日", 4)
    elif way == 1:
        sheet = titled("应用证明", y=66)
        sheet.text(105, 36, customer, 8, HEI, True, (0.8, 0.1, 0.1), "centre")
        sheet.line(28, 42, 182, 42, 0.8, (0.8, 0.1, 0.1))
        sheet.paragraph(90, f"自2023年6月起，我公司使用{u.name}建设的“示例数据平台”，系统运行稳定，调度效率提高约两成。", size=4.8, leading=9)
        sheet.paragraph(120, "特此证明。", size=4.8)
        signed(sheet, 190, "单位", type("C", (), {"name": customer, "legal": "客方"}), "2024年6月3日", rng)
    elif way == 2:
        sheet = titled("项目验收报告")
        rows(sheet, 58, [("项目名称", "示例数据平台"), (rng.choice(["建设单位", "业主单位", "用户单位"]), customer), (rng.choice(["承建单位", "实施单位", "开发单位"]), u.name),
                         ("监理单位", "辽宁拟真工程监理有限公司"), ("验收日期", "2024年1月15日")], rng.choice(("table", "grid", "colon", "stacked")))
        sheet.paragraph(170, "验收意见：系统功能符合合同要求，运行稳定，同意通过验收。")
        sheet.seal(150, 230, customer)
    elif way == 3:
        sheet = titled("中标通知书")
        sheet.text(28, 64, u.name + "：", 4.8)
        sheet.paragraph(78, f"{customer}的“示例数据平台建设项目”（项目编号LNZB-2023-118）经评标委员会评审，确定贵单位为中标人，中标金额人民币贰佰壹拾万元。请于三十日内与采购人签订合同。", size=4.6, leading=9)
        sheet.text(182, 190, "采购代理机构：辽宁拟真招标代理有限公司", 4.2, align="right")
        sheet.text(182, 200, "2023年7月28日", 4.2, align="right")
    else:
        sheet = titled("技术开发合同")
        rows(sheet, 58, [("委托方", customer), ("受托方", u.name), ("签订地点", "辽宁省营口市")], rng.choice(("colon", "underline", "table")))
        sheet.paragraph(110, "委托方委托受托方研究开发示例数据平台，受托方接受委托并进行此项研究开发工作。双方经过平等协商，签订本合同。")
        rows(sheet, 200, [("委托方（盖章）", customer), ("受托方（盖章）", u.name), ("签订日期", "2023年5月6日")], "colon")
    return [sheet]


def patent(u, rng, others=(), number=None):
    holder = "；".join([u.name] + [o.name for o in others])
    number = number or patent_number("2021" + "1" + "05" + f"{rng.randrange(10000, 99999)}")
    sheet = titled("发明专利证书")
    rows(sheet, 70, [("发明名称", "一种多源数据汇聚方法"), ("发明人", "易示明;步示达"), ("专利号", number), ("专利申请日", "2021年05月20日"), (rng.choice(["专利权人", "专利权人", "授权日专利权人"]), holder),
                     ("地址", u.address), ("授权公告日", "2022年11月08日"), ("授权公告号", "CN 113000000 B")], rng.choice(("colon", "spaced", "table", "stacked")))
    sheet.text(28, 230, "国家知识产权局依照中华人民共和国专利法进行审查，决定授予专利权。", 3.8)
    return [sheet]


def software(u, rng, others=()):
    sheet = titled("计算机软件著作权登记证书", size=7, before="中华人民共和国国家版权局")
    style = rng.choice(("colon", "spaced", "stacked"))
    y = rows(sheet, 66, [("证书号", "软著登字第11820345号"), ("软件名称", "示例数据平台V2.0"), ("著作权人", u.name)], style)
    for other in others:
        sheet.text({"colon": 28 + 4.2 * 5.2, "spaced": 78, "stacked": 31}[style], y - 6, other.name, 4.2)
        y += 6
    rows(sheet, y + 2, [("开发完成日期", "2022年03月01日"), ("首次发表日期", "未发表"), ("权利取得方式", "原始取得"), ("权利范围", "全部权利"), ("登记号", "2023SR1" + str(rng.randrange(100000, 999999)))], "colon")
    sheet.text(28, 230, "根据《计算机软件保护条例》的规定，经中国版权保护中心审核，予以登记。", 3.8)
    sheet.text(150, 262, "2023年08月21日", 4)
    return [sheet]


def trademark(u, rng):
    sheet = titled("商标注册证", size=11)
    sheet.text(105, 58, f"第 {rng.randrange(40000000, 69999999)} 号", 5, align="centre")
    rows(sheet, 70, [("核定使用商品/服务项目（国际分类：42）", "软件运营服务"), (rng.choice(["注册人", "商标注册人"]), u.name), ("注册人地址", u.address),
                     ("注册日期", "2021年08月14日"), ("有效期至", "2031年08月13日")], rng.choice(("colon", "stacked", "table")))
    sheet.text(150, 250, "国家知识产权局", 4.4)
    return [sheet]


MAKERS = {"business_licence": licence, "audit_report": audit, "credit_report": credit, "project_qualification": qualification,
          "case_proof": case_proof, "patent_certificate": patent, "software_copyright": software, "trademark_certificate": trademark}
OF_THE_ENTRY = {"responsibility_statement": statement, "entry_commitment": commitment}
