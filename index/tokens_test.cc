#include "index/tokens.h"

#include <gtest/gtest.h>

namespace jianzhen::index {
namespace {

// Tokens in a row; "+" before one that goes on from the token before it.
std::string shown(const std::vector<std::string_view>& lines) {
  std::string text;
  for (const Token& token : tokens_of(lines)) {
    text += (text.empty() ? "" : " ") + std::string(token.joined ? "+" : "") + token.text;
  }
  return text;
}

struct Case {
  const char* name;
  std::vector<std::string_view> lines;
  const char* tokens;
};

class TokensTest : public testing::TestWithParam<Case> {};

TEST_P(TokensTest, are) { EXPECT_EQ(shown(GetParam().lines), GetParam().tokens); }

INSTANTIATE_TEST_SUITE_P(
    Cases, TokensTest,
    testing::Values(Case{"han_characters", {"营业执照"}, "营 +业 +执 +照"},
                    Case{"traditional_and_full_width_are_folded", {"審計ＡＢＣ１"}, "审 +计 +abc1"},
                    Case{
                        "words_beside_han", {"符合GB/T 32100标准"}, "符 +合 +gb +t +32100 +标 +准"},
                    Case{"han_spaced_by_a_reader", {"营 业　执 照"}, "营 +业 +执 +照"},
                    Case{"brackets_join", {"沈阳（示例）公司"}, "沈 +阳 +示 +例 +公 +司"},
                    Case{"a_full_stop_breaks", {"合格。公司"}, "合 +格 公 +司"},
                    Case{"a_comma_breaks", {"甲，乙、丙：丁"}, "甲 乙 丙 丁"},
                    Case{"numbers_keep_together", {"1,234.50元 10:30"}, "1 +234 +50 +元 +10 +30"},
                    Case{"a_line_s_end_joins", {"有限", "公司"}, "有 +限 +公 +司"},
                    Case{"a_stop_at_a_line_s_end_breaks", {"有限。", "公司"}, "有 +限 公 +司"},
                    Case{"an_empty_line_breaks", {"有限", "", "公司"}, "有 +限 公 +司"},
                    Case{"kana_and_hangul_are_single", {"カナ한글"}, "カ +ナ +한 +글"},
                    Case{"beyond_the_basic_plane", {"𠮷野"}, "𠮷 +野"},
                    Case{"accents_stay_with_their_word", {"Café"}, "café"},
                    Case{"nothing", {"", "。。"}, ""}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Tokens, know_where_they_stand_in_the_text_as_given) {
  const std::vector<std::string_view> lines = {"x", "（ＡＢ）審㈱"};
  const std::vector<Token> tokens = tokens_of(lines);
  ASSERT_EQ(tokens.size(), 4U);  // x, ab, 审, and ㈱ as 株 in brackets
  EXPECT_EQ(tokens[1].line, 1U);
  EXPECT_EQ(tokens[1].first, 1U);
  EXPECT_EQ(tokens[1].last, 3U);
  EXPECT_EQ(tokens[2].first, 4U);
  EXPECT_EQ(tokens[2].last, 5U);
  EXPECT_EQ(tokens[3].first, 5U);
  EXPECT_EQ(tokens[3].last, 6U);
}

TEST(Tokens, an_endless_word_is_cut_and_joined) {
  const std::string word(150, 'a');
  const std::string_view line = word;
  const std::vector<Token> tokens = tokens_of({&line, 1});
  ASSERT_EQ(tokens.size(), 3U);
  EXPECT_LE(tokens[0].text.size(), 240U);
  EXPECT_TRUE(tokens[2].joined);
}

TEST(Tokens, bytes_that_are_not_utf8_do_no_harm) { EXPECT_EQ(shown({"\xff执\xe6照"}), "执 +照"); }

}  // namespace
}  // namespace jianzhen::index
