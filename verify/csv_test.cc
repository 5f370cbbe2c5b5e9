#include "verify/csv.h"

#include <gtest/gtest.h>

namespace jianzhen::verify {
namespace {

CsvTable table(std::string_view text) {
  auto parsed = CsvTable::parse(text, "t.csv", {"name"});
  EXPECT_TRUE(parsed) << parsed.error().message.en;
  return parsed ? *parsed : CsvTable();
}

TEST(Csv, a_cell_is_found_by_its_columns_name) {
  const CsvTable t = table("name,uscc\n甲公司,91\n");
  ASSERT_EQ(t.rows().size(), 1U);
  EXPECT_EQ(t.cell(t.rows()[0], "uscc"), "91");
  EXPECT_EQ(t.cell(t.rows()[0], "share"), "");
}

TEST(Csv, a_spreadsheets_bom_line_ends_and_blank_lines_do_not_matter) {
  const CsvTable t = table("\xEF\xBB\xBFname,uscc\r\n甲公司 ,91\r\n,\r\n\r\n乙公司\r\n");
  ASSERT_EQ(t.rows().size(), 2U);
  EXPECT_EQ(t.cell(t.rows()[0], "name"), "甲公司");
  EXPECT_EQ(t.cell(t.rows()[1], "uscc"), "");
  EXPECT_EQ(t.rows()[1].line, 5);
}

TEST(Csv, gb18030_is_read) {
  const CsvTable t = table("name\n\xBC\xD7\xB9\xAB\xCB\xBE\n");
  ASSERT_EQ(t.rows().size(), 1U);
  EXPECT_EQ(t.cell(t.rows()[0], "name"), "甲公司");
}

TEST(Csv, a_quoted_cell_keeps_commas_quotes_and_line_breaks) {
  const CsvTable t = table("name,case_no\n\"甲,乙\",\"\"\"一\"\"\n二\"\n");
  ASSERT_EQ(t.rows().size(), 1U);
  EXPECT_EQ(t.cell(t.rows()[0], "name"), "甲,乙");
  EXPECT_EQ(t.cell(t.rows()[0], "case_no"), "\"一\"\n二");
}

TEST(Csv, a_missing_column_is_named) {
  const auto parsed = CsvTable::parse("title\n甲\n", "t.csv", {"name"});
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, core::ErrorCode::corrupt);
  EXPECT_NE(parsed.error().message.zh.find("name"), std::string::npos);
}

TEST(Csv, a_quote_that_never_closes_is_refused_with_its_line) {
  const auto parsed = CsvTable::parse("name\n甲\n\"乙\n丙\n", "t.csv", {"name"});
  ASSERT_FALSE(parsed);
  EXPECT_NE(parsed.error().message.zh.find("第 3 行"), std::string::npos)
      << parsed.error().message.zh;
}

TEST(Csv, an_empty_file_has_no_columns) { EXPECT_FALSE(CsvTable::parse("", "t.csv", {"name"})); }

}  // namespace
}  // namespace jianzhen::verify
