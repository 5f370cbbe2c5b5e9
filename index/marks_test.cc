#include "index/marks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"

namespace jianzhen::index {
namespace {

using testing::HasSubstr;

// A line whose characters are 0.1 wide from the left edge on.
core::Line line_of(const std::string& text, double top) {
  const auto length = static_cast<double>(core::code_point_count(text));
  return {.text = text, .box = {0, top, std::min(1.0, length / 10), top + 0.05}};
}

Marked mark(const std::vector<core::Line>& lines, const std::string& query) {
  const Words words = words_of(query);
  TermWeights weights;
  for (const std::string& term : words.loose) weights[term] = static_cast<double>(term.size());
  Marked result = marked(lines, words, weights);
  for (const auto& [mark, shown] :
       {std::pair<std::string, std::string>{"\uE000", "["}, {"\uE001", "]"}}) {
    for (auto at = result.snippet.find(mark); at != std::string::npos;
         at = result.snippet.find(mark)) {
      result.snippet.replace(at, mark.size(), shown);
    }
  }
  return result;
}

TEST(Marks, every_place_of_a_phrase_is_marked) {
  const auto result = mark({line_of("审计报告与审计", 0.1)}, "审计");
  EXPECT_EQ(result.snippet, "[审计]报告与[审计]");
  EXPECT_TRUE(result.exact);
  ASSERT_EQ(result.boxes.size(), 2U);
  EXPECT_NEAR(result.boxes[1].left, 0.5, 1e-6);
  EXPECT_NEAR(result.boxes[1].right, 0.7, 1e-6);
}

TEST(Marks, the_text_is_shown_as_printed) {
  EXPECT_EQ(mark({line_of("《審計 報告》", 0.1)}, "审计报告").snippet, "《[審計 報告]》");
}

TEST(Marks, a_phrase_over_a_line_s_end_has_a_box_on_each_line) {
  const auto result = mark({line_of("沈阳示例有限", 0.1), line_of("公司章程", 0.2)}, "有限公司");
  EXPECT_EQ(result.snippet, "沈阳示例[有限公司]章程");
  ASSERT_EQ(result.boxes.size(), 2U);
  EXPECT_NEAR(result.boxes[0].left, 0.4, 1e-6);
  EXPECT_NEAR(result.boxes[1].right, 0.2, 1e-6);
}

TEST(Marks, a_phrase_does_not_reach_over_a_full_stop) {
  EXPECT_FALSE(mark({line_of("合格。公司", 0.1)}, "格公").exact);
}

TEST(Marks, lines_side_by_side_are_kept_apart) {
  EXPECT_EQ(mark({line_of("名称", 0.1), line_of("示例公司", 0.1)}, "示例").snippet,
            "名称 [示例]公司");
}

TEST(Marks, a_question_marks_the_pairs_it_shares_with_the_best_place) {
  std::vector<core::Line> lines;
  for (int i = 0; i < 30; ++i) lines.push_back(line_of("别的公司合作的内容。", i * 0.03));
  lines.push_back(line_of("光荣合作开发的游戏", 0.95));
  const auto result = mark(lines, "光荣与谁合作开发了这款游戏？");
  EXPECT_FALSE(result.exact);
  EXPECT_THAT(result.snippet, HasSubstr("[光荣合作开发]的[游戏]"));
  EXPECT_THAT(result.snippet, testing::StartsWith("…"));
}

TEST(Marks, lone_characters_are_marked_where_there_are_no_pairs) {
  EXPECT_EQ(mark({line_of("境内有山", 0.1)}, "「境」与山").snippet, "[境]内有[山]");
}

TEST(Marks, no_text_can_forge_a_mark) {
  EXPECT_EQ(mark({line_of("\uE000假\uE001审计", 0.1)}, "审计").snippet, "假[审计]");
}

TEST(Marks, a_long_page_gives_a_short_snippet_and_all_its_boxes) {
  std::vector<core::Line> lines(50, line_of("审计甲乙丙丁戊己", 0.1));
  const auto result = mark(lines, "审计");
  EXPECT_EQ(result.boxes.size(), 50U);
  EXPECT_LT(core::code_point_count(result.snippet), 200U);
}

}  // namespace
}  // namespace jianzhen::index
