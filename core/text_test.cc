#include "core/text.h"

#include <gtest/gtest.h>

namespace jianzhen::core {
namespace {

TEST(Folded, full_width_traditional_and_case_fold_together) {
  EXPECT_EQ(folded("東軟ＡＢＣ（瀋陽）"), folded("东软abc(沈阳)"));
}

TEST(Folded, every_character_knows_where_it_came_from) {
  const Folded f = folded_with_origin("a㈱東");  // ㈱ folds to three characters
  EXPECT_EQ(to_utf8(f.text), "a(株)东");
  EXPECT_EQ(f.origin, (std::vector<std::uint32_t>{0, 1, 1, 1, 2}));
}

TEST(Folded, characters_beyond_the_bmp_stay_whole) {
  const Folded f = folded_with_origin("𠮷野");
  EXPECT_EQ(f.text.size(), 2U);
  EXPECT_EQ(f.text[0], U'𠮷');
}

TEST(Compact, drops_every_kind_of_space_and_keeps_the_words) {
  EXPECT_EQ(compact("沈 阳\u3000Ａ 公\n司"), "沈阳A公司");
}

TEST(Utf8, ill_formed_bytes_are_seen) {
  EXPECT_TRUE(is_utf8("中𠮷"));
  EXPECT_FALSE(is_utf8("\xC4\xE3"));
}

TEST(EditDistance, counts_what_is_put_in_taken_out_and_changed) {
  EXPECT_EQ(edit_distance(U"沈阳青禾", U"沈阳青禾"), 0U);
  EXPECT_EQ(edit_distance(U"沈阳青禾", U"沈阳青和"), 1U);
  EXPECT_EQ(edit_distance(U"沈阳青禾", U"沈青禾软"), 2U);
  EXPECT_EQ(edit_distance(U"", U"青禾"), 2U);
}

TEST(Han, extensions_count_and_punctuation_does_not) {
  EXPECT_TRUE(is_han(U'中'));
  EXPECT_TRUE(is_han(U'𠮷'));
  EXPECT_FALSE(is_han(U'，'));
}

TEST(LowerAscii, leaves_what_is_no_ascii_letter_alone) {
  EXPECT_EQ(lower_ascii("Content-Type: ÄＡ字Z"), "content-type: ÄＡ字z");
}

}  // namespace
}  // namespace jianzhen::core
