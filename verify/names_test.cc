#include "verify/names.h"

#include <gtest/gtest.h>

#include "core/text.h"

namespace jianzhen::verify {
namespace {

std::string slots(std::string_view name) {
  const ParsedName parsed = parse_name(name);
  return parsed.region + "|" + parsed.brand + "|" + parsed.trade + "|" + parsed.form + "|" +
         parsed.branch_tail;
}

struct Parsed {
  const char* name;
  const char* slots;
};

class ParseNameTest : public testing::TestWithParam<Parsed> {};

TEST_P(ParseNameTest, every_slot_is_told) { EXPECT_EQ(slots(GetParam().name), GetParam().slots); }

INSTANTIATE_TEST_SUITE_P(
    Names, ParseNameTest,
    testing::Values(Parsed{"沈阳青禾数据科技有限公司", "沈阳|青禾|数据科技|有限公司|"},
                    Parsed{"青禾数据科技（沈阳）有限公司", "沈阳|青禾|数据科技|有限公司|"},
                    Parsed{"青禾（沈阳）数据科技股份有限公司", "沈阳|青禾|数据科技|股份有限公司|"},
                    Parsed{"辽宁省沈阳市和平区青禾商贸有限责任公司",
                           "辽宁省沈阳市和平区|青禾|商贸|有限责任公司|"},
                    Parsed{"青禾控股集团有限公司", "|青禾|控股|集团有限公司|"},
                    Parsed{"青禾智能装备(集团)股份有限公司", "|青禾|智能装备|(集团)股份有限公司|"},
                    Parsed{"大庆高新区竹原复合材料有限公司", "大庆高新区|竹原|复合材料|有限公司|"},
                    Parsed{"沈抚示范区松禾新能源有限公司", "沈抚示范区|松禾|新能源|有限公司|"},
                    Parsed{"本溪满族自治县松禾农民专业合作社",
                           "本溪满族自治县|松禾||农民专业合作社|"},
                    Parsed{"沈阳市铁西区老周餐饮店", "沈阳市铁西区|老周|餐饮|店|"},
                    Parsed{"锦州青禾中医院", "锦州|青禾||中医院|"},
                    Parsed{"鞍山市松禾农业科学研究院", "鞍山市|松禾|农业科学|研究院|"},
                    Parsed{"青禾集团财务有限公司沈阳分公司", "|青禾|集团财务|有限公司|沈阳分公司"},
                    Parsed{"青禾电力有限公司铁岭供电公司", "|青禾|电力|有限公司|铁岭供电公司"},
                    Parsed{"青禾证券股份有限公司沈阳分公司北站路证券营业部",
                           "|青禾|证券|股份有限公司|沈阳分公司北站路证券营业部"}));

TEST(ParseNameTest, the_head_is_the_name_without_the_branch_tail) {
  EXPECT_EQ(parse_name("青禾银行股份有限公司（沈阳分行）").head, "青禾银行股份有限公司");
}

TEST(ParseNameTest, the_whole_keeps_its_spelling_with_plain_brackets) {
  EXPECT_EQ(parse_name("青禾 ＡＩ【沈阳】有限公司").whole, "青禾AI(沈阳)有限公司");
}

TEST(ParseNameTest, a_hospital_of_a_university_is_no_branch_of_it) {
  EXPECT_EQ(parse_name("青禾医科大学附属医院").branch_tail, "");
}

TEST(LooksLikeUnitTest, a_known_form_behind_some_name_does) {
  for (const char* name : {"沈阳青禾数据科技有限公司", "大连青禾大学", "青禾银行沈阳分行",
                           "大连市数据产业投资集团", "辽宁青禾律师事务所"}) {
    EXPECT_TRUE(looks_like_unit(name)) << name;
  }
}

TEST(LooksLikeUnitTest, a_form_alone_a_person_or_a_sentence_does_not) {
  for (const char* text : {"有限公司", "张三", "公司", "由甲方承担，与有限公司"}) {
    EXPECT_FALSE(looks_like_unit(text)) << text;
  }
}

std::vector<std::string> found(std::string_view text) {
  const std::u32string all = core::to_utf32(text);
  std::vector<std::string> names;
  for (const NameSpan& span : find_units(text)) {
    names.push_back(core::to_utf8(all.substr(span.first, span.last - span.first)));
  }
  return names;
}

struct Running {
  const char* text;
  std::vector<std::string> names;
};

class FindUnitsTest : public testing::TestWithParam<Running> {};

TEST_P(FindUnitsTest, a_name_begins_behind_what_leads_to_it) {
  EXPECT_EQ(found(GetParam().text), GetParam().names);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, FindUnitsTest,
    testing::Values(
        Running{"名称：沈阳青禾数据科技有限公司", {"沈阳青禾数据科技有限公司"}},
        Running{"甲方（供方）：青禾（沈阳）软件有限公司", {"青禾（沈阳）软件有限公司"}},
        Running{"兹证明本溪松禾软件有限公司于2023年5月1日", {"本溪松禾软件有限公司"}},
        Running{"由沈阳青禾数据科技有限公司与大连松禾智能装备股份有限公司共同建设",
                {"沈阳青禾数据科技有限公司", "大连松禾智能装备股份有限公司"}},
        Running{"承建单位沈阳青禾数据科技有限公司合同金额37万元", {"沈阳青禾数据科技有限公司"}},
        Running{"2023年度沈阳青禾数据科技有限公司审计报告", {"沈阳青禾数据科技有限公司"}},
        Running{"轧制工艺优化解决方案鞍山松禾重工有限公司2024年7月", {"鞍山松禾重工有限公司"}},
        Running{"委托单位：华为青禾技术有限公司", {"华为青禾技术有限公司"}},
        Running{"付款方青禾证券股份有限公司沈阳北站路证券营业部。",
                {"青禾证券股份有限公司沈阳北站路证券营业部"}},
        Running{"青禾数据科技有限公司\n沈阳分公司", {"青禾数据科技有限公司\n沈阳分公司"}},
        Running{"辽宁松禾联合会计师事务所（普通合伙）", {"辽宁松禾联合会计师事务所（普通合伙）"}},
        Running{"登记机关营口市市场监督管理局住所", {"营口市市场监督管理局"}},
        Running{"名称：锦州市第九人民医院（锦州市眼科医院）",
                {"锦州市第九人民医院（锦州市眼科医院）"}},
        Running{"委托单位沈阳青禾数据科技有限公司（以下简称公司）", {"沈阳青禾数据科技有限公司"}},
        Running{"本公司及子公司、分公司均不存在控股公司", {}},
        Running{"类型其他有限责任公司", {}}));

TEST(ReaderConfusionTest, a_rare_character_read_as_a_common_one_may_be_the_same_name) {
  EXPECT_EQ(compare_names("沈阳彧禾软件有限公司", "沈阳或禾软件有限公司", true).match,
            NameMatch::look_alike);
}

TEST(ReaderConfusionTest, a_common_character_is_never_read_as_the_rare_one) {
  EXPECT_EQ(compare_names("沈阳或禾软件有限公司", "沈阳彧禾软件有限公司", true).match,
            NameMatch::different);
}

TEST(ReaderConfusionTest, two_characters_that_the_reader_often_loses_may_both_be_lost) {
  EXPECT_EQ(compare_names("沈阳岿嵎禾软件有限公司", "沈阳禾软件有限公司", true).match,
            NameMatch::look_alike);
}

TEST(ReaderConfusionTest, an_unread_character_may_be_any) {
  EXPECT_EQ(compare_names("沈阳彧禾软件有限公司", "沈阳\uFFFD禾软件有限公司", true).match,
            NameMatch::look_alike);
  EXPECT_EQ(compare_names("沈阳彧禾软件有限公司", "沈阳彧禾软件有\uFFFD公司", true).match,
            NameMatch::same_with_noise);
}

TEST(ReaderConfusionTest, an_unread_place_is_a_question_too) {
  EXPECT_EQ(compare_names("大连彧禾软件有限公司", "大\uFFFD彧禾软件有限公司", true).match,
            NameMatch::look_alike);
}

TEST(ReaderConfusionTest, what_is_read_beside_an_unread_character_counts) {
  EXPECT_NE(compare_names("沈阳彧禾软件有限公司", "沈阳\uFFFD湖软件有限公司", true).match,
            NameMatch::look_alike);
}

TEST(ReaderConfusionTest, a_text_layer_is_not_misread) {
  EXPECT_NE(compare_names("沈阳彧禾软件有限公司", "沈阳或禾软件有限公司", false).match,
            NameMatch::look_alike);
}

TEST(ReaderConfusionTest, numbered_units_are_not_readings_of_each_other) {
  EXPECT_EQ(compare_names("青禾第二建设有限公司", "青禾第三建设有限公司", true).match,
            NameMatch::different);
}

struct Compared {
  const char* own;
  const char* paper;
  NameMatch match;
};

class CompareNamesTest : public testing::TestWithParam<Compared> {};

TEST_P(CompareNamesTest, slot_by_slot) {
  const auto& [own, paper, match] = GetParam();
  EXPECT_EQ(compare_names(own, paper, true).match, match) << own << " " << paper;
}

INSTANTIATE_TEST_SUITE_P(
    Spelling, CompareNamesTest,
    testing::Values(
        Compared{"青禾（沈阳）软件有限公司", "青禾【沈阳】 软件有限\n公司", NameMatch::same},
        Compared{"東禾軟件有限公司", "东禾软件有限公司", NameMatch::same},
        Compared{"青·禾软件有限公司", "青禾软件有限公司", NameMatch::same},
        Compared{"青禾(集团)有限公司", "青禾集团有限公司", NameMatch::same_with_noise},
        Compared{"沈阳青禾软件有限公司", "沈阳青禾软件有限责任公司", NameMatch::loosely_same},
        Compared{"沈阳市青禾软件有限公司", "沈阳青禾软件有限公司", NameMatch::loosely_same},
        Compared{"沈阳青禾软件有限公司", "沈阳青禾软件", NameMatch::loosely_same},
        // 13: another registered name, never folded together.
        Compared{"上海青禾软件有限公司", "青禾软件（上海）有限公司", NameMatch::same_brand}));

INSTANTIATE_TEST_SUITE_P(
    Brackets, CompareNamesTest,
    testing::Values(
        Compared{"沈阳青禾软件有限公司", "沈阳青禾软件有限公司（以下简称“公司”）", NameMatch::same},
        Compared{"沈阳青禾软件有限公司", "沈阳青禾软件有限公司（甲方）（盖章）", NameMatch::same},
        Compared{"沈阳青禾软件有限公司", "沈阳青禾软件有限公司（原沈阳岚峦科技有限公司）",
                 NameMatch::same},
        Compared{"沈阳岚峦科技有限公司", "沈阳青禾软件有限公司（原沈阳岚峦科技有限公司）",
                 NameMatch::loosely_same},
        // One institution under two plates.
        Compared{"锦州市第九人民医院", "锦州市第九人民医院（锦州市眼科医院）", NameMatch::same},
        Compared{"锦州市第九人民医院（锦州市眼科医院）", "锦州市第九人民医院", NameMatch::same},
        Compared{"锦州市眼科医院", "锦州市第九人民医院（锦州市眼科医院）", NameMatch::loosely_same},
        Compared{"中共锦州市委党校（行政学院）", "中共锦州市委党校", NameMatch::loosely_same},
        Compared{"沈阳市铁西区老周餐饮店", "沈阳市铁西区老周餐饮店（个体工商户）",
                 NameMatch::loosely_same},
        Compared{"辽宁松禾会计师事务所（特殊普通合伙）", "辽宁松禾会计师事务所",
                 NameMatch::loosely_same},
        // Its own legal person, not the university.
        Compared{"青禾医科大学", "青禾医科大学（附属第二医院）", NameMatch::different}));

INSTANTIATE_TEST_SUITE_P(
    Places, CompareNamesTest,
    testing::Values(
        Compared{"辽宁省沈阳市青禾软件有限公司", "沈阳青禾软件有限公司", NameMatch::loosely_same},
        Compared{"沈阳青禾软件有限公司", "辽宁省沈阳市青禾软件有限公司", NameMatch::loosely_same},
        Compared{"沈阳市浑南区青禾软件有限公司", "沈阳浑南青禾软件有限公司",
                 NameMatch::loosely_same},
        // One zone by its short and its long name.
        Compared{"沈阳高新区青禾软件有限公司", "沈阳市高新技术产业开发区青禾软件有限公司",
                 NameMatch::loosely_same},
        Compared{"沈阳市高新技术产业开发区青禾软件有限公司", "沈阳高新区青禾软件有限公司",
                 NameMatch::loosely_same},
        Compared{"大连经济技术开发区青禾餐饮店", "大连经开区青禾餐饮店", NameMatch::loosely_same},
        Compared{"沈阳高新区青禾软件有限公司", "大连市高新技术产业开发区青禾软件有限公司",
                 NameMatch::same_brand}));

INSTANTIATE_TEST_SUITE_P(Unprintable, CompareNamesTest,
                         testing::Values(Compared{"沈阳𬭚禾软件有限公司",
                                                  "沈阳享禾软件有限公司", NameMatch::look_alike},
                                         Compared{"沈阳𬭚禾软件有限公司",
                                                  "沈阳□禾软件有限公司", NameMatch::look_alike},
                                         Compared{"沈阳𬭚禾软件有限公司",
                                                  "沈阳享湖软件有限公司", NameMatch::different}));

INSTANTIATE_TEST_SUITE_P(
    Noise, CompareNamesTest,
    testing::Values(
        Compared{"沈阳青禾软件股份有限公司", "沈阳青禾软件股份有眼公司",
                 NameMatch::same_with_noise},
        Compared{"沈阳青禾软件股份有限公司", "沈阳青禾软件股份限公司", NameMatch::same_with_noise},
        Compared{"辽宁青禾软件有限公司", "过宁青禾软件有限公司", NameMatch::same_with_noise},
        Compared{"沈阳青禾软件有限公司", "沈阳青禾丶软件有限公司", NameMatch::same_with_noise},
        Compared{"沈阳金禾软件有限公司", "沈阳全禾软件有限公司", NameMatch::look_alike}));

INSTANTIATE_TEST_SUITE_P(
    OtherUnits, CompareNamesTest,
    testing::Values(
        // One character apart, and real names both.
        Compared{"沈阳青禾软件有限公司", "沈阳青湖软件有限公司", NameMatch::different},
        Compared{"江西青禾软件有限公司", "江苏青禾软件有限公司", NameMatch::same_brand},
        // 3, 11: the form names another unit if it is one.
        Compared{"青禾集团有限公司", "青禾股份有限公司", NameMatch::same_brand},
        Compared{"青禾重工有限公司", "青禾重工股份有限公司", NameMatch::same_brand},
        Compared{"沈阳青禾软件有限公司", "大连青禾装备有限公司", NameMatch::same_brand},
        // 1: a prefix is not a branch.
        Compared{"青禾医科大学", "青禾医科大学附属医院", NameMatch::same_brand}));

INSTANTIATE_TEST_SUITE_P(
    Branches, CompareNamesTest,
    testing::Values(Compared{"青禾软件有限公司", "青禾软件有限公司沈阳分公司", NameMatch::branch},
                    Compared{"青禾软件有限公司", "青禾软件有限公司（沈阳分公司）",
                             NameMatch::branch},
                    Compared{"青禾软件有限公司", "青禾软件有限公\n司沈阳分公司", NameMatch::branch},
                    Compared{"青禾软件有限公司", "青禾软件沈阳分公司", NameMatch::branch},
                    Compared{"青禾软件有限公司", "青禾软件有限公可沈阳分公司", NameMatch::branch},
                    Compared{"青禾软件有限公司", "青禾软件有限公司沈阳分公同", NameMatch::branch},
                    Compared{"青禾电力有限公司", "青禾电力有限公司铁岭供电公司", NameMatch::branch},
                    Compared{"青禾软件有限公司沈阳分公司", "青禾软件有限公司", NameMatch::head}));

TEST(CompareNamesTest, a_text_layer_does_not_confuse_shapes) {
  EXPECT_EQ(compare_names("沈阳金禾软件有限公司", "沈阳全禾软件有限公司", false).match,
            NameMatch::different);
}

TEST(CompareNamesTest, the_reason_says_what_was_read) {
  EXPECT_EQ(compare_names("沈阳金禾软件有限公司", "沈阳全禾软件有限公司", true).reason.zh,
            "字号或行业处“金”读作“全”");
}

TEST(ParseNameTest, a_trade_is_the_brand_where_nothing_else_is_left) {
  EXPECT_EQ(parse_name("大连轻工进出口有限公司").brand, "轻工");
  EXPECT_EQ(parse_name("大连轻工进出口有限公司").trade, "进出口");
}

TEST(ParseNameTest, a_place_before_the_trade_is_no_part_of_the_brand) {
  EXPECT_EQ(parse_name("松岚达鞍山环保有限公司").brand, "松岚达");
}

TEST(ParseNameTest, a_street_behind_a_county_is_a_place) {
  EXPECT_EQ(parse_name("海城市柳河街岚峦百货商行").brand, "岚峦");
  EXPECT_EQ(parse_name("海城市柳河街道岚峦百货商行").brand, "岚峦");
}

TEST(CompareNamesTest, a_trade_that_stands_in_for_a_brand_is_everybodys) {
  EXPECT_EQ(compare_names("大连轻工进出口有限公司", "沈阳轻工机械有限公司", true).match,
            NameMatch::different);
}

}  // namespace
}  // namespace jianzhen::verify
