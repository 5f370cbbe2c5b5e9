#include "ocr/ctc.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "core/text.h"

namespace jianzhen::ocr {
namespace {

using testing::ElementsAre;

// One column a character: '.' is the blank, 'a'… the classes 1….
std::vector<float> columns(std::string_view path) {
  std::vector<float> all;
  for (const char c : path) {
    const std::size_t surest = c == '.' ? 0 : static_cast<std::size_t>(c - 'a') + 1;
    for (std::size_t k = 0; k < 4; ++k) all.push_back(k == surest ? 0.97F : 0.01F);
  }
  return all;
}

constexpr std::array<char32_t, 3> kAlphabet = {U'甲', U'乙', U'丙'};

std::u32string text_of(const std::vector<Glyph>& glyphs) {
  std::u32string text;
  for (const Glyph& glyph : glyphs) text.push_back(glyph.character);
  return text;
}

TEST(Decode, a_character_that_spans_columns_is_one) {
  EXPECT_EQ(text_of(decode(columns("..aa..bbb."), 4, kAlphabet)), U"甲乙");
}

TEST(Decode, a_blank_parts_a_character_that_is_doubled) {
  EXPECT_EQ(text_of(decode(columns("aa.aa"), 4, kAlphabet)), U"甲甲");
}

TEST(Decode, a_character_stands_in_the_middle_of_its_columns) {
  const auto glyphs = decode(columns("..bbb.."), 4, kAlphabet);
  ASSERT_EQ(glyphs.size(), 1U);
  EXPECT_FLOAT_EQ(glyphs[0].centre, 3.5F);
}

TEST(Decode, blank_paper_has_no_characters) {
  EXPECT_TRUE(decode(columns("......"), 4, kAlphabet).empty());
}

// Two characters with room for one between them, where 丙 has this probability beside the blank.
std::u32string with_a_trace(float probability) {
  std::vector<float> all = columns("..a....a....a....a.........b....b..");
  all[22 * 4 + 0] = 1 - probability;
  all[22 * 4 + 3] = probability;
  for (std::size_t t = 20; t < 26; ++t) {
    if (t != 22) std::fill_n(all.begin() + static_cast<std::ptrdiff_t>(4 * t + 1), 3, 0.F);
  }
  all[22 * 4 + 1] = all[22 * 4 + 2] = 0;
  return text_of(with_lost_ones(decode(all, 4, kAlphabet), all, 4, kAlphabet));
}

TEST(WithLostOnes, a_character_fainter_than_the_blank_fills_its_hole) {
  EXPECT_EQ(with_a_trace(0.2F), U"甲甲甲甲丙乙乙");
}

TEST(WithLostOnes, blank_paper_between_characters_stays_blank) {
  EXPECT_EQ(with_a_trace(0.0001F), U"甲甲甲甲乙乙");
}

// Glyphs five columns apart, as Han characters stand; a number moves the next one on.
std::vector<Glyph> line(std::initializer_list<std::pair<char32_t, float>> characters) {
  std::vector<Glyph> glyphs;
  for (const auto& [c, centre] : characters) glyphs.push_back({c, 1, centre});
  return glyphs;
}

TEST(Placed, edges_lie_between_the_characters) {
  const Reading reading =
      placed(line({{U'沈', 2.5F}, {U'阳', 7.5F}, {U'公', 12.5F}, {U'司', 17.5F}}), 20);
  EXPECT_THAT(reading.edges, ElementsAre(0.F, 0.25F, 0.5F, 0.75F, 1.F));
}

TEST(Placed, spaced_out_titles_get_no_spaces) {
  const Reading reading = placed(line({{U'营', 5}, {U'业', 20}, {U'执', 35}, {U'照', 50}}), 60);
  EXPECT_EQ(reading.text, U"营业执照");
}

TEST(Placed, a_space_the_net_saw_between_han_characters_is_dropped) {
  const Reading reading =
      placed(line({{U'审', 2.5F}, {U'计', 7.5F}, {U' ', 10}, {U'报', 12.5F}, {U'告', 17.5F}}), 20);
  EXPECT_EQ(reading.text, U"审计报告");
}

TEST(Placed, blank_paper_between_two_columns_is_a_space) {
  const Reading reading = placed(
      line({{U'类', 2.5F}, {U'型', 7.5F}, {U'名', 37.5F}, {U'称', 42.5F}, {U'甲', 47.5F}}), 50);
  ASSERT_EQ(reading.text, U"类型 名称甲");
  EXPECT_NEAR(reading.edges[3] * 50, 35, 0.6) << "the second column begins after the gap";
}

TEST(Placed, spaces_between_latin_words_stay) {
  const Reading reading = placed(line({{U'A', 2}, {U'B', 4}, {U' ', 6}, {U'C', 8}}), 10);
  EXPECT_EQ(reading.text, U"AB C");
}

TEST(Placed, a_dash_before_a_latin_word_takes_the_room_of_two) {
  const auto with = [](float dash, float behind) {
    return line({{U'的', 2.5F},
                 {U'工', 7.5F},
                 {U'具', 12.5F},
                 {U'一', dash},
                 {U'A', behind},
                 {U'u', behind + 2.6F}});
  };
  EXPECT_EQ(placed(with(20, 26.3F), 40).text, U"的工具——Au");
  EXPECT_EQ(placed(with(17.5F, 21.3F), 40).text, U"的工具一Au");
}

TEST(Placed, a_name_that_ends_in_a_one_before_blank_paper_stays) {
  EXPECT_EQ(
      placed(line({{U'尚', 2.5F}, {U'示', 7.5F}, {U'一', 13.5F}, {U'电', 22.5F}, {U'话', 27.5F}}),
             40)
          .text,
      U"尚示一电话");
}

TEST(Placed, beside_a_quotation_mark_a_one_stays_a_one) {
  EXPECT_EQ(placed(line({{U'的', 2.5F},
                         {U'领', 7.5F},
                         {U'养', 12.5F},
                         {U'”', 15.5F},
                         {U'一', 22.5F},
                         {U'个', 27.5F}}),
                   30)
                .text,
            U"的领养”一个");
}

TEST(Placed, an_address_has_both_its_slashes) {
  std::vector<Glyph> glyphs;
  for (const char32_t c : std::u32string_view(U"http:/www.ln.cn/a"))
    glyphs.push_back({c, 1, 2.5F * static_cast<float>(glyphs.size()) + 1});
  const Reading reading = placed(glyphs, 50);
  EXPECT_EQ(reading.text, U"http://www.ln.cn/a");
  EXPECT_EQ(reading.edges.size(), reading.text.size() + 1);
}

}  // namespace
}  // namespace jianzhen::ocr
