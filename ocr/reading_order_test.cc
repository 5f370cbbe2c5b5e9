#include "ocr/reading_order.h"

#include <gmock/gmock.h>

namespace jianzhen::ocr {
namespace {

core::Line line(std::string text, double left, double top) {
  return {.text = std::move(text), .box = {left, top, left + 0.2, top + 0.02}};
}

std::vector<std::string> ordered(std::vector<core::Line> lines) {
  put_in_reading_order(lines);
  std::vector<std::string> words;
  for (core::Line& one : lines) words.push_back(std::move(one.text));
  return words;
}

TEST(ReadingOrder, a_value_follows_its_label_though_it_stands_a_little_higher) {
  EXPECT_THAT(
      ordered({line("甲公司", 0.5, 0.098), line("名称", 0.1, 0.1), line("标题", 0.3, 0.05)}),
      testing::ElementsAre("标题", "名称", "甲公司"));
}

TEST(ReadingOrder, rows_of_a_table_stay_rows) {
  EXPECT_THAT(ordered({line("2", 0.5, 0.10), line("4", 0.5, 0.13), line("3", 0.1, 0.131),
                       line("1", 0.1, 0.101)}),
              testing::ElementsAre("1", "2", "3", "4"));
}

}  // namespace
}  // namespace jianzhen::ocr
