#include <gtest/gtest.h>

#include "core/text.h"
#include "ingest/test_files.h"
#include "ingest/test_sink.h"

namespace jianzhen::ingest {
namespace {

class TextFiles : public testing::Test {
 protected:
  TestReading read(const std::string& bytes, const Limits& limits = {}) {
    return read_file(files_.write("a.txt", bytes), limits);
  }
  TestFiles files_;
};

TEST_F(TextFiles, lines_come_with_boxes_from_the_top) {
  const auto reading = read("第一行\n\n第二行 ab\r\n");
  ASSERT_EQ(reading.sink.pages.size(), 1U);
  const auto& lines = reading.sink.pages[0].page.lines;
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1].text, "第二行 ab");
  EXPECT_GT(lines[1].box.top, lines[0].box.bottom);
  EXPECT_EQ(lines[1].edges.size(), core::code_point_count(lines[1].text) + 1);
}

TEST_F(TextFiles, gb18030_is_read) {
  EXPECT_EQ(read("\xCB\xB5\xC3\xF7\xA3\xBA\xB1\xBE\xB2\xC4\xC1\xCF\n").sink.text(0),
            "说明：本材料");
}

TEST_F(TextFiles, a_line_wider_than_the_page_is_broken) {
  std::string line;
  for (int i = 0; i < 100; ++i) line += "字";
  const auto lines = read(line).sink.pages.at(0).page.lines;
  ASSERT_EQ(lines.size(), 3U);
  for (const core::Line& one : lines) EXPECT_LE(one.box.right, 1);
}

TEST_F(TextFiles, many_lines_are_many_pages) {
  std::string text;
  for (int i = 0; i < 130; ++i) text += "行\n";
  const auto reading = read(text);
  EXPECT_EQ(reading.sink.known.page_count, 3);
  ASSERT_EQ(reading.sink.pages.size(), 3U);
  EXPECT_EQ(reading.sink.pages[2].page.lines.size(), 10U);
}

TEST_F(TextFiles, beyond_the_page_limit_is_told) {
  Limits limits;
  limits.max_pages = 1;
  std::string text;
  for (int i = 0; i < 130; ++i) text += "行\n";
  const auto reading = read(text, limits);
  EXPECT_EQ(reading.sink.pages.size(), 1U);
  EXPECT_TRUE(reading.sink.has(core::ObservationKind::truncated));
}

}  // namespace
}  // namespace jianzhen::ingest
