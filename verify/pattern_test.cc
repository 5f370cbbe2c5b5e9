#include "verify/pattern.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace jianzhen::verify {
namespace {

TEST(Pattern, a_wrong_expression_is_refused) {
  EXPECT_THROW(Pattern("(未闭合"), std::invalid_argument);
}

TEST(Pattern, a_unit_pattern_needs_a_unit) {
  EXPECT_THROW(UnitPattern("兹证明"), std::invalid_argument);
}

TEST(Pattern, text_that_makes_it_backtrack_for_ever_is_given_up) {
  const Pattern pattern("(?:a+)+b");
  EXPECT_FALSE(pattern.in(std::u16string(5000, u'a')));
}

TEST(Pattern, a_group_that_took_no_part_is_not_found) {
  const auto match = Pattern("(甲)|(乙)").find(u"乙");
  ASSERT_TRUE(match);
  EXPECT_FALSE(match->groups[0].found());
}

TEST(FindWord, one_misread_character_is_forgiven_from_four_on) {
  EXPECT_EQ(find_word(u"共和国营业执熙副本", u"营业执照"), 3U);
  EXPECT_EQ(find_word(u"名秤", u"名称"), std::u16string::npos);
}

TEST(FindWord, an_exact_match_later_wins_over_a_near_one_before) {
  EXPECT_EQ(find_word(u"发明专科证书发明专利证书", u"发明专利证书"), 6U);
}

}  // namespace
}  // namespace jianzhen::verify
