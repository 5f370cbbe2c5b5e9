#include "verify/listed.h"

#include <gtest/gtest.h>

#include "verify/made_paper.h"

namespace jianzhen::verify {
namespace {

std::string listed(const std::vector<std::string>& rows, const std::string& id) {
  const core::Page page = made_page(rows);
  const std::vector<PageText> pages = {PageText(page)};
  const auto said = find_listed(pages);
  const auto it = said.find(id);
  return it == said.end() ? "not said" : it->second.text;
}

TEST(Listed, a_report_without_records_denies) {
  EXPECT_EQ(listed({"失信被执行人名单：查询期内无相关记录。"}, "listed.dishonest"), "false");
}

TEST(Listed, a_record_is_told_from_its_neighbour) {
  const std::vector<std::string> rows = {
      "重大税收违法失信主体名单：查询期内无相关记录。",
      "政府采购严重违法失信行为记录名单：查询期内有相关记录1条，文号：某财罚〔2022〕5号。"};
  EXPECT_EQ(listed(rows, "listed.tax"), "false");
  EXPECT_EQ(listed(rows, "listed.procurement"), "true");
  EXPECT_EQ(listed(rows, "listed"), "true");
}

TEST(Listed, not_on_the_list_is_a_denial) {
  EXPECT_EQ(listed({"该单位未被列入失信被执行人名单。"}, "listed.dishonest"), "false");
}

TEST(Listed, on_the_list_is_an_assertion) {
  EXPECT_EQ(listed({"失信被执行人：该企业已被列入失信被执行人名单，案号（2023）辽01执100号"},
                   "listed.dishonest"),
            "true");
}

TEST(Listed, no_hits_of_a_search_deny) {
  EXPECT_EQ(listed({"失信被执行人", "很抱歉，没有找到您搜索的数据"}, "listed.dishonest"), "false");
}

TEST(Listed, a_count_of_nought_denies) {
  EXPECT_EQ(listed({"失信被执行人（0）", "重大税收违法失信主体（2）"}, "listed.dishonest"),
            "false");
  EXPECT_EQ(listed({"失信被执行人 | 0条", "重大税收违法失信主体 | 1条"}, "listed.tax"), "true");
}

TEST(Listed, ten_is_not_nought) {
  EXPECT_EQ(listed({"失信被执行人名单 | 10条"}, "listed.dishonest"), "true");
}

TEST(Listed, a_lists_name_alone_says_nothing) {
  EXPECT_EQ(listed({"本平台公示失信被执行人"}, "listed.dishonest"), "not said");
}

}  // namespace
}  // namespace jianzhen::verify
