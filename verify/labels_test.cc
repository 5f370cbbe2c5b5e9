#include "verify/labels.h"

#include <gtest/gtest.h>

#include "verify/made_paper.h"

namespace jianzhen::verify {
namespace {

// The whole values, joined by "/"; label by label.
std::string values(const core::Page& page, const std::string& label) {
  const PageText text(page);
  std::string all;
  for (const LabelValue& value : Form(text, KindTable::built_in()).values({folded_units(label)})) {
    all += (all.empty() ? "" : "/") + text.printed(value.whole());
  }
  return all;
}

TEST(Form, a_value_stands_behind_the_colon) {
  EXPECT_EQ(values(made_page({"委托单位：沈阳甲科技有限公司"}), "委托单位"), "沈阳甲科技有限公司");
}

TEST(Form, a_value_stands_in_the_next_column) {
  EXPECT_EQ(values(made_page({"名称 | 沈阳甲科技有限公司", "类型 | 有限责任公司"}), "名称"),
            "沈阳甲科技有限公司");
}

TEST(Form, a_value_stands_below_its_label) {
  EXPECT_EQ(values(made_page({"甲方（盖章）： |  | 乙方（盖章）：",
                              "沈阳甲有限公司 |  | 大连乙有限公司"}),
                   "乙方"),
            "大连乙有限公司");
}

TEST(Form, a_blank_field_has_no_value) {
  EXPECT_EQ(values(made_page({"著作权人：", "开发完成日期：", "2022年11月22日"}), "著作权人"), "");
}

TEST(Form, a_long_value_goes_on_below) {
  EXPECT_EQ(values(made_page({"参赛单位 | 阜新市海州区甲乙丙水稻种植农民专业合", " | 作社",
                              "联系人 | 张三"}),
                   "参赛单位"),
            "阜新市海州区甲乙丙水稻种植农民专业合作社");
}

TEST(Form, the_next_field_does_not_go_on_a_value) {
  EXPECT_EQ(values(made_page({"项目名称：数据治理平台", "参赛单位：沈阳甲有限公司"}), "项目名称"),
            "数据治理平台");
}

TEST(Form, the_registrants_address_is_not_the_registrant) {
  EXPECT_EQ(values(made_page({"注册人地址 | 沈阳市和平区", "注册人 | 沈阳甲有限公司"}), "注册人"),
            "沈阳甲有限公司");
}

TEST(Form, two_fields_share_a_line) {
  const auto page = made_page({"授权公告日：2021年01月26日        授权公告号：CN 108027911 B"});
  EXPECT_EQ(values(page, "授权公告日"), "2021年01月26日");
  EXPECT_EQ(values(page, "授权公告号"), "CN 108027911 B");
}

TEST(Form, a_label_spread_over_the_column_is_one_word) {
  core::Page page = made_page({"名", "沈阳甲科技有限公司"});
  page.lines[0].box = {0.10, 0.1, 0.12, 0.12};
  page.lines[1].box = {0.30, 0.1, 0.60, 0.12};
  core::Line second = page.lines[0];
  second.text = "称";
  second.box = {0.18, 0.1, 0.20, 0.12};
  page.lines.insert(page.lines.begin() + 1, second);
  EXPECT_EQ(values(page, "名称"), "沈阳甲科技有限公司");
}

TEST(Form, what_stands_in_brackets_behind_a_label_is_kept) {
  const core::Page page = made_page({"甲方（受托方）：沈阳甲有限公司"});
  const PageText text(page);
  const auto found = Form(text, KindTable::built_in()).values({u"甲方"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(text.printed(found[0].bracketed), "（受托方）");
}

TEST(Form, a_label_misread_by_a_character_is_found) {
  EXPECT_EQ(values(made_page({"著作杈人：沈阳甲有限公司"}), "著作权人"), "沈阳甲有限公司");
}

TEST(Form, the_end_of_a_spread_label_is_no_label) {
  EXPECT_EQ(values(made_page({"专　　业　　名　　称　　信息系统项目管理师"}), "名称"), "");
  EXPECT_EQ(values(made_page({"类　　型　　有限责任公司　　名　　称　　沈阳甲有限公司"}), "名称"),
            "沈阳甲有限公司");
}

TEST(Form, a_word_in_running_text_is_no_label) {
  EXPECT_EQ(values(made_page({"本项目名称体现了数据要素的特征，名称符合规定"}), "名称"), "");
}

}  // namespace
}  // namespace jianzhen::verify
