#include "verify/similarity.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "core/text.h"

namespace jianzhen::verify {
namespace {

// Words without meaning, the same on every run.
std::u32string prose(unsigned seed, std::size_t length) {
  std::mt19937 random(seed);
  std::u32string text;
  for (std::size_t i = 0; i < length; ++i) text += static_cast<char32_t>(0x4E00 + random() % 3000);
  return text;
}

std::vector<std::uint64_t> set_of(const std::u32string& text) {
  return shingles(core::to_utf8(text));
}

TEST(Similarity, line_breaks_and_punctuation_do_not_count) {
  EXPECT_EQ(shingles("数据要素，乘数而上。\n赋能"), shingles("数据要素乘数而上赋能"));
}

TEST(Similarity, a_text_is_wholly_like_itself_and_nothing_like_another) {
  const auto a = set_of(prose(1, 500));
  EXPECT_DOUBLE_EQ(jaccard(a, a), 1);
  EXPECT_DOUBLE_EQ(jaccard(a, set_of(prose(2, 500))), 0);
  EXPECT_DOUBLE_EQ(jaccard({}, {}), 0);
}

TEST(Similarity, a_copy_with_some_characters_misread_is_found_among_many) {
  std::vector<std::vector<std::uint64_t>> sets;
  for (unsigned i = 0; i < 40; ++i) sets.push_back(set_of(prose(i, 2000)));
  std::u32string copy = prose(7, 2000);
  for (std::size_t i = 0; i < copy.size(); i += 33) copy[i] = U'口';  // 3%
  sets.push_back(set_of(copy));
  const auto pairs = similar_pairs(sets, 0.5);
  ASSERT_EQ(pairs.size(), 1U);
  EXPECT_EQ(pairs[0].first, 7U);
  EXPECT_EQ(pairs[0].second, 40U);
}

TEST(Similarity, texts_that_share_a_template_are_not_the_same) {
  const std::u32string form = prose(100, 600);
  const std::vector<std::vector<std::uint64_t>> sets = {set_of(form + prose(1, 1400)),
                                                        set_of(form + prose(2, 1400))};
  EXPECT_TRUE(similar_pairs(sets, 0.5).empty());
}

}  // namespace
}  // namespace jianzhen::verify
