#include "ingest/text_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"

namespace jianzhen::ingest {
namespace {

using testing::ElementsAre;

constexpr double kWidth = 600;
constexpr double kHeight = 800;
constexpr double kEm = 10;

// Characters of one em each, from (x, y) on, 10 points high.
Word word(const std::string& text, double x, double y, double em = kEm) {
  Word made{.text = core::to_utf32(text)};
  for (std::size_t i = 0; i < made.text.size(); ++i) {
    const double left = x + em * static_cast<double>(i);
    made.characters.push_back({left, y, left + em, y + kEm});
  }
  made.box = {x, y, x + em * static_cast<double>(made.text.size()), y + kEm};
  return made;
}

Word downwards(const std::string& text, double x, double y) {
  Word made{.text = core::to_utf32(text), .quarter_turns = 1};
  const double length = kEm * static_cast<double>(made.text.size());
  made.box = {x, y, x + kEm, y + length};
  return made;
}

std::vector<std::string> texts_of(const std::vector<Word>& words) {
  std::vector<std::string> texts;
  for (const core::Line& line : lay_out(words, kWidth, kHeight).lines) texts.push_back(line.text);
  return texts;
}

TEST(TextLines, words_side_by_side_are_one_line) {
  EXPECT_THAT(texts_of({word("沈阳", 0, 0), word("云启", 21, 0)}), ElementsAre("沈阳云启"));
}

TEST(TextLines, latin_words_keep_their_space) {
  EXPECT_THAT(texts_of({word("ISO", 0, 0), word("9001", 33, 0)}), ElementsAre("ISO 9001"));
}

TEST(TextLines, a_letter_spaced_title_stays_a_word) {
  EXPECT_THAT(texts_of({word("参", 0, 0), word("赛", 14, 0), word("承诺", 28, 0)}),
              ElementsAre("参赛承诺"));
}

TEST(TextLines, a_label_spread_over_its_column_is_one_line_and_its_value_another) {
  EXPECT_THAT(texts_of({word("名", 0, 0), word("称", 40, 0), word("某某公司", 65, 0)}),
              ElementsAre("名 称", "某某公司"));
}

TEST(TextLines, cells_of_a_table_stay_in_their_rows) {
  EXPECT_THAT(texts_of({word("名称", 0, 0), word("住所", 0, 30), word("甲公司", 200, 0),
                        word("沈阳市", 200, 30)}),
              ElementsAre("名称", "甲公司", "住所", "沈阳市"));
}

TEST(TextLines, two_columns_of_prose_are_read_one_after_the_other) {
  std::vector<Word> words = {word(std::string(40, 'T'), 100, 0)};
  for (int row = 0; row < 12; ++row) {
    words.push_back(word(std::string(25, 'L'), 20, 30 + 20 * row));
    words.push_back(word(std::string(25, 'R'), 320, 30 + 20 * row));
  }
  const auto texts = texts_of(words);
  ASSERT_EQ(texts.size(), 25U);
  EXPECT_EQ(texts[0][0], 'T');
  EXPECT_EQ(texts[12][0], 'L');
  EXPECT_EQ(texts[13][0], 'R');
}

TEST(TextLines, edges_stand_between_the_characters) {
  const auto layer = lay_out({word("沈阳", 60, 80)}, kWidth, kHeight);
  ASSERT_EQ(layer.lines.size(), 1U);
  EXPECT_THAT(layer.lines[0].edges, ElementsAre(testing::FloatNear(0.1F, 1e-5F),
                                                testing::FloatNear(0.1F + 1 / 60.F, 1e-5F),
                                                testing::FloatNear(0.1F + 2 / 60.F, 1e-5F)));
}

TEST(TextLines, every_code_point_has_its_edges) {
  const auto layer = lay_out({word("ISO", 0, 0), word("9001", 33, 0)}, kWidth, kHeight);
  const core::Line& line = layer.lines.at(0);
  EXPECT_EQ(line.edges.size(), core::code_point_count(line.text) + 1);
  EXPECT_TRUE(std::is_sorted(line.edges.begin(), line.edges.end()));
}

TEST(TextLines, a_vertical_side_note_is_a_vertical_line) {
  const auto layer =
      lay_out({word("一段横排的文字", 100, 100), downwards("旁注", 20, 100)}, kWidth, kHeight);
  EXPECT_EQ(layer.turn, 0);
  ASSERT_EQ(layer.lines.size(), 2U);
  const auto& note = layer.lines[0].text == "旁注" ? layer.lines[0] : layer.lines[1];
  EXPECT_TRUE(note.vertical);
  EXPECT_NEAR(note.edges.back(), 120 / kHeight, 1e-5);
}

TEST(TextLines, a_page_on_its_side_says_how_to_turn_it) {
  // Read downwards, the rows go from right to left.
  const auto layer = lay_out(
      {downwards("住所", 300, 50), downwards("名称", 400, 50), downwards("甲公司", 400, 200)},
      kWidth, kHeight);
  EXPECT_EQ(layer.turn, 270);
  ASSERT_EQ(layer.lines.size(), 3U);
  EXPECT_EQ(layer.lines[0].text, "名称");
  EXPECT_EQ(layer.lines[1].text, "甲公司");
  EXPECT_TRUE(layer.lines[0].vertical);
  EXPECT_NEAR(layer.lines[0].box.left, 400 / kWidth, 1e-9);
}

TEST(TextLines, vertical_writing_is_upright_and_read_from_the_right) {
  std::vector<Word> words = {downwards("次行", 300, 50), downwards("首行", 400, 50)};
  for (Word& one : words) one.vertical_writing = true;
  const auto layer = lay_out(words, kWidth, kHeight);
  EXPECT_EQ(layer.turn, 0);
  ASSERT_EQ(layer.lines.size(), 2U);
  EXPECT_EQ(layer.lines[0].text, "首行");
}

TEST(TextLines, a_stamp_on_its_head_is_kept_with_its_box) {
  Word stamp = word("收讫", 300, 300);
  stamp.quarter_turns = 2;
  const auto layer = lay_out({word("正文正文正文", 0, 0), stamp}, kWidth, kHeight);
  ASSERT_EQ(layer.lines.size(), 2U);
  EXPECT_EQ(layer.lines[1].text, "收讫");
  EXPECT_TRUE(layer.lines[1].edges.empty());
}

}  // namespace
}  // namespace jianzhen::ingest
