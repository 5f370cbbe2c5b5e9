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

TEST(Printable, a_file_name_cannot_steer_the_terminal) {
  EXPECT_EQ(printable("a\033[2Jb"), "a [2Jb");
  EXPECT_EQ(printable("x\u202Egpj.exe"), "x gpj.exe");  // right-to-left override
}

}  // namespace
}  // namespace jianzhen::api
