#include "ingest/sheet.h"

#include <gtest/gtest.h>

#include "ingest/test_files.h"
#include "ingest/test_zip.h"

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;

class SheetTest : public testing::Test {
 protected:
  core::Result<std::string> csv(const std::string& rows, const std::string& strings = {}) {
    return csv_of({{"xl/sharedStrings.xml", "<sst>" + strings + "</sst>"},
                   {"xl/worksheets/sheet1.xml",
                    "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}});
  }
  core::Result<std::string> csv_of(const ZipMembers& parts) {
    write_zip(file_, parts);
    return sheet_csv(file_);
  }

  TestFiles files_;
  std::filesystem::path file_ = files_.path("名单.xlsx");
};

TEST_F(SheetTest, cells_stand_at_their_place) {
  EXPECT_EQ(*csv(R"(<row r="1"><c r="A1" t="s"><v>1</v></c><c r="C1" t="s"><v>0</v></c></row>)"
                 R"(<row r="3"><c r="B3"><v>4</v></c></row>)",
                 "<si><t>赛道</t></si><si><t>项目编号</t></si>"),
            "项目编号,,赛道\n\n,4\n");
}

TEST_F(SheetTest, runs_of_a_cell_are_one_text_and_how_it_is_read_aloud_is_none) {
  EXPECT_EQ(*csv(R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row>)",
                 "<si><r><t>沈阳</t></r><r><t>示例</t></r><rPh><t>shenyang</t></rPh></si>"),
            "沈阳示例\n");
}

TEST_F(SheetTest, what_csv_would_misread_is_quoted_and_a_line_break_is_a_space) {
  EXPECT_EQ(
      *csv("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>甲,\"乙\"\n丙</t></is></c></row>"),
      "\"甲,\"\"乙\"\" 丙\"\n");
}

TEST_F(SheetTest, the_first_sheet_is_the_one_that_the_workbook_names_first) {
  const auto sheet = [](const std::string& word) {
    return "<x:worksheet xmlns:x=\"s\"><x:sheetData><x:row><x:c t=\"str\"><x:v>" + word +
           "</x:v></x:c></x:row></x:sheetData></x:worksheet>";
  };
  EXPECT_EQ(*csv_of({{"xl/workbook.xml",
                      R"(<x:workbook xmlns:x="s" xmlns:r="r"><x:sheets>)"
                      R"(<x:sheet name="名单" sheetId="7" r:id="rId2"/></x:sheets></x:workbook>)"},
                     {"xl/_rels/workbook.xml.rels",
                      R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>)"
                      R"(<Relationship Id="rId2" Target="/xl/worksheets/b.xml"/></Relationships>)"},
                     {"xl/worksheets/sheet1.xml", sheet("别的")},
                     {"xl/worksheets/b.xml", sheet("这张")}}),
            "这张\n");
}

TEST_F(SheetTest, a_document_type_is_refused) {
  EXPECT_EQ(csv_of({{"xl/worksheets/sheet1.xml", "<!DOCTYPE w [<!ENTITY a \"b\">]><worksheet/>"}})
                .error()
                .code,
            ErrorCode::unsafe);
}

TEST_F(SheetTest, a_row_beyond_what_spreadsheets_have_is_refused) {
  EXPECT_EQ(csv(R"(<row r="99999999"><c r="A1"><v>1</v></c></row>)").error().code,
            ErrorCode::unsafe);
}

TEST_F(SheetTest, a_sheet_that_unpacks_to_more_than_a_list_has_is_refused) {
  EXPECT_EQ(csv_of({{"xl/worksheets/sheet1.xml",
                     "<worksheet>" + std::string(std::size_t{80} << 20, ' ') + "</worksheet>"}})
                .error()
                .code,
            ErrorCode::unsafe);
}

TEST_F(SheetTest, a_zip_that_is_no_workbook_is_said_to_be_none) {
  EXPECT_EQ(csv_of({{"a.txt", "a"}}).error().code, ErrorCode::unsupported);
}

TEST_F(SheetTest, what_is_no_zip_is_damaged) {
  EXPECT_FALSE(sheet_csv(files_.write("坏.xlsx", "PK\x03\x04 not so")));
}

}  // namespace
}  // namespace jianzhen::ingest
