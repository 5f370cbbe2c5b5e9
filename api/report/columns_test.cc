#include "api/report/columns.h"

#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

TEST(Columns, han_characters_take_two) {
  EXPECT_EQ(columns("ab中文"), 6U);
  EXPECT_EQ(columns("𠮷"), 2U);
}

TEST(CutToColumns, never_cuts_a_wide_character_in_half) {
  EXPECT_EQ(cut_to_columns("中文字", 4), "中…");
  EXPECT_EQ(cut_to_columns("中文", 4), "中文");
}

TEST(Wrapped, no_line_begins_with_a_full_stop) {
  EXPECT_EQ(wrapped("甲乙丙丁。戊", 8), (std::vector<std::string>{"甲乙丙", "丁。戊"}));
}

TEST(Wrapped, an_english_word_stays_whole_where_it_fits) {
  EXPECT_EQ(wrapped("the paper of", 9), (std::vector<std::string>{"the paper", "of"}));
  EXPECT_EQ(wrapped("abcdefgh", 5), (std::vector<std::string>{"abcde", "fgh"}));
}

TEST(Printable, a_file_name_cannot_steer_the_terminal) {
  EXPECT_EQ(printable("a\033[2Jb"), "a [2Jb");
  EXPECT_EQ(printable("x\u202Egpj.exe"), "x gpj.exe");  // right-to-left override
}

}  // namespace
}  // namespace jianzhen::api
