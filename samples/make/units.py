"""Invented units and people. No unit of these names is registered; codes only follow the standard's arithmetic."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, table 1


def organisation_code(body: str) -> str:
    """Eight characters and the check character of GB 11714-1997."""
    value = lambda c: int(c) if c.isdigit() else ord(c) - 55
    rest = 11 - sum(value(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    return body + {10: "X", 11: "0"}.get(rest, str(rest))


def uscc(prefix: str, region: str, body: str) -> str:
    """A unified social credit code with both check characters right (GB 32100-2015)."""
    code = prefix + region + organisation_code(body)
    rest = 31 - sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code)) % 31
    return code + ALPHABET[rest % 31]


def id_number(body: str) -> str:
    """A number whose birthday lies in 1900 or before: nobody's, with a right check character (GB 11643-1999)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]


def patent_number(body: str) -> str:
    """ZL, year, kind, serial, and the check digit after the point (ZC 0006-2003)."""
    rest = sum(int(c) * w for c, w in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5))) % 11
    return f"ZL {body[:4]} {body[4]} {body[5:]}.{'X' if rest == 10 else rest}"


class Unit:
    def __init__(self, name, code, legal, city, address):
        self.name, self.code, self.legal, self.city, self.address = name, code, legal, city, address


YANHE = Unit("沈阳砚禾澄数据科技有限公司", uscc("91", "210112", "MA9EX001"), "岳知行", "沈阳市", "辽宁省沈阳市浑南区示例街 1 号")
HENGYU = Unit("大连衡屿工业软件有限公司", uscc("91", "210231", "MA9EX002"), "沙见山", "大连市", "辽宁省大连市高新区示例路 2 号")
HENGYU_PARENT = Unit("衡屿控股集团有限公司", uscc("91", "210200", "MA9EX003"), "温故", "大连市", "辽宁省大连市中山区示例广场 3 号")
HENGYU_CHILD = Unit("鞍山衡屿智造有限公司", uscc("91", "210300", "MA9EX004"), "季新", "鞍山市", "辽宁省鞍山市铁西区示例道 4 号")
LIMU = Unit("锦州市砺牧农业科学研究院", uscc("12", "210700", "MB9EX005"), "田有年", "锦州市", "辽宁省锦州市太和区示例村 5 号")
LIMU_PARTNER = Unit("辽宁砺牧云农业科技有限公司", uscc("91", "210700", "MA9EX006"), "禾青", "锦州市", "辽宁省锦州市松山新区示例街 6 号")
AUDITOR = Unit("辽宁明镜台会计师事务所（普通合伙）", uscc("91", "210102", "MA9EX007"), "秦正", "沈阳市", "辽宁省沈阳市和平区示例街 7 号")
LABORATORY = Unit("北方示例软件测评中心有限公司", uscc("91", "210100", "MA9EX008"), "严谨", "沈阳市", "辽宁省沈阳市皇姑区示例路 8 号")
CUSTOMER = Unit("营口临海示例装备制造有限公司", uscc("91", "210800", "MA9EX009"), "申用", "营口市", "辽宁省营口市鲅鱼圈区示例港 9 号")

PEOPLE = {name: id_number(f"2101991900010{i:02d}12"[:17]) for i, name in enumerate(
    ("岳知行", "林示一", "苏示二", "沙见山", "唐示三", "田有年", "禾青", "陶示四"), 1)}
