#include "core/entry.h"

#include <gtest/gtest.h>

namespace jianzhen::core {
namespace {

TEST(ParseEntry, a_full_form_is_read_and_written_back_unchanged) {
  const auto entry = parse_entry(R"({
    "entry": "LN2024-0001", "project": {"name": "示范", "track": "工业制造", "topic": 2},
    "applicant": {"name": "沈阳示例科技有限公司", "uscc": "91210100MA0000000X", "former_names": ["旧名"]},
    "partners": [{"name": "伙伴"}], "team": {"name": "队", "representatives": [{"name": "甲", "id_number": "1"}]},
    "related": [{"name": "母", "relation": "parent"}], "materials": [{"path": "a.pdf", "kind": "application"}]})",
                                 "folder");
  ASSERT_TRUE(entry) << entry.error().detail;
  EXPECT_EQ(entry->project.topic, 2);
  EXPECT_EQ(entry->related.at(0).relation, "parent");
  EXPECT_EQ(parse_entry(entry_json(*entry), "folder"), *entry);
}

TEST(ParseEntry, the_folder_s_name_stands_in_for_a_missing_number) {
  EXPECT_EQ(parse_entry(R"({"applicant":{"name":"甲"}})", "LN-7")->id, "LN-7");
}

TEST(ParseEntry, a_byte_order_mark_is_no_fault) {
  EXPECT_TRUE(parse_entry("\xEF\xBB\xBF{\"applicant\":{\"name\":\"甲\"}}", "x"));
}

TEST(ParseEntry, no_applicant_is_a_usage_error_that_names_the_option) {
  const auto entry = parse_entry(R"({"entry":"a"})", "a");
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().code, ErrorCode::usage);
  EXPECT_NE(entry.error().message.zh.find("--applicant"), std::string::npos);
}

TEST(ParseEntry, broken_json_and_wrong_types_are_told_apart) {
  EXPECT_EQ(parse_entry("{", "a").error().code, ErrorCode::corrupt);
  EXPECT_EQ(parse_entry("[]", "a").error().code, ErrorCode::corrupt);
  const auto wrong = parse_entry(R"({"applicant":{"name":"甲"},"partners":"乙"})", "a");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.zh.find("partners"), std::string::npos);
}

}  // namespace
}  // namespace jianzhen::core
