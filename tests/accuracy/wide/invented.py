"""Invented units of many legal kinds, with codes that follow the standards' arithmetic, and their relatives."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "samples/make"))
from units import id_number, patent_number, uscc  # noqa: E402,F401  (the samples' arithmetic)

# Common and rare characters; a brand is any of the first with any of the second.
FIRST = "澜砺岫昱沐枢瀚芷钧骋禾朔拓珩泊芃峤榆甬曜栖辰汀岱璞翎霁渡谧擎"
SECOND = "序谷云衡棠微桥原陶野砚望骊启远麦石关合图梧砂兰宗真羽明舟林宇"
CITIES = {"沈阳": "210100", "大连": "210200", "鞍山": "210300", "抚顺": "210400", "锦州": "210700", "营口": "210800",
          "辽阳": "211000", "铁岭": "211200", "朝阳": "211300", "葫芦岛": "211400"}
# profile: how the name is made, the code's prefix, the 类型 on its licence
PROFILES = {
    "company": ("{city}{brand}{trade}有限公司", "91", "有限责任公司（自然人投资或控股）"),
    "short_form": ("{brand}{trade}（{city}）有限责任公司", "91", "有限责任公司"),
    "stock": ("{province}{brand}{trade}股份有限公司", "91", "股份有限公司（非上市）"),
    "university": ("{province}{brand}理工大学", "12", "事业单位"),
    "college": ("{city}{brand}职业技术学院", "12", "事业单位"),
    "institute": ("{province}{brand}海洋遥感研究院", "12", "事业单位"),
    "hospital": ("{city}市{brand}中心医院", "12", "事业单位"),
    "clinic": ("{city}{brand}康复医院有限公司", "91", "有限责任公司"),
    "cooperative": ("{city}市{brand}水稻种植农民专业合作社", "93", "农民专业合作社"),
    "private_unit": ("{city}市{brand}智慧养老服务中心", "52", "民办非企业单位（法人）"),
    "power": ("国网{brand}电力有限公司", "91", "有限责任公司（法人独资）"),
    "bank": ("{brand}银行股份有限公司", "91", "股份有限公司"),
    "sole_trader": ("{city}市铁西区{brand}数码产品经营部", "", "个体工商户"),
}
TRADES = "数据科技 智能装备 医疗科技 供应链管理 农业发展 信息技术 海洋工程 环境工程 精密仪器 软件".split()
BRANCHES = {"power": "{city}供电公司", "bank": "{city}分行", "university": "{city}分校", "hospital": "{city}分院",
            "insurer": "{city}中心支公司", "lawyers": "（{city}）分所", "affiliated": "{city}院区", "academy": "{city}分所", "third": "{city}分公司第二项目部"}


class Unit:
    def __init__(self, name, code, form, city, legal="闻一多示"):
        self.name, self.code, self.form, self.city, self.legal = name, code, form, city, legal
        self.address = f"辽宁省{city}市示例区拟真路 {len(name)} 号"


class Maker:
    """Makes units that never share a brand or a code, so that nobody is related by accident."""

    def __init__(self, rng, profiles=None):
        self.rng, self.serial, self.profiles = rng, 0, dict(PROFILES, **(profiles or {}))
        self.brands = [a + b for a in FIRST for b in SECOND]
        rng.shuffle(self.brands)

    def code(self, prefix, city):
        self.serial += 1
        return uscc(prefix, CITIES[city], f"MAE{self.serial:05d}") if prefix else ""

    def unit(self, profile, brand=None):
        city = self.rng.choice(list(CITIES))
        name, prefix, form = self.profiles[profile]
        brand = brand or self.brands.pop()
        made = Unit(name.format(city=city, brand=brand, trade=self.rng.choice(TRADES), province="辽宁"),
                    self.code(prefix, city), form, city)
        made.brand, made.profile = brand, profile
        return made

    def relative(self, unit, relation):
        city = self.rng.choice([c for c in CITIES if c not in unit.name])
        trade = self.rng.choice([t for t in TRADES if t not in unit.name])
        name = {"branch": unit.name + BRANCHES.get(unit.profile, "{city}分公司").format(city=city),
                "subsidiary": f"{city}{unit.brand}{trade}有限公司",
                "affiliate": f"{unit.brand}{trade}（{city}）有限公司",
                "parent": f"{unit.brand}产业控股集团有限公司",
                "holding": f"{city}{unit.brand}投资管理有限公司",
                "former_name": f"{unit.city}{trade}实业有限公司"}[relation]
        return Unit(name, unit.code if relation == "former_name" else self.code("91", city), "有限责任公司分公司"
                    if relation == "branch" else "有限责任公司", city)
