#include "index/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jianzhen::index {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

std::vector<std::string> phrases(std::string_view query) {
  std::vector<std::string> result;
  const Words words = words_of(query);
  for (const auto& phrase : words.phrases) {
    result.emplace_back();
    for (const Token& token : phrase) result.back() += token.text;
  }
  return result;
}

TEST(Words, spaces_part_what_must_stand_on_a_page) {
  EXPECT_THAT(phrases("沈阳 审计　报告"), ElementsAre("沈阳", "审计", "报告"));
}

TEST(Words, quotes_keep_spaced_words_together_as_one_phrase) {
  for (const char* query : {"\"deep learning\"", "“deep learning”", "「deep learning」"}) {
    EXPECT_THAT(phrases(query), ElementsAre("deeplearning")) << query;
    EXPECT_TRUE(words_of(query).loose.empty()) << query;
  }
}

TEST(Words, a_quote_within_a_question_is_punctuation) {
  EXPECT_FALSE(words_of("「舞台女王」指的是谁？").loose.empty());
}

TEST(Words, an_open_quote_is_punctuation) {
  EXPECT_THAT(phrases("\"审计"), ElementsAre("审计"));
  EXPECT_FALSE(words_of("\"审计").loose.empty());
}

TEST(Words, characters_pairs_and_words_speak_for_a_page) {
  EXPECT_THAT(words_of("审计ABC").loose, UnorderedElementsAre("审", "计", "审计", "abc"));
  EXPECT_THAT(words_of("审计ABC").telling, UnorderedElementsAre("审计", "abc"));
}

TEST(Words, question_words_do_not) {
  EXPECT_THAT(words_of("锣鼓是什么？").loose, UnorderedElementsAre("锣", "鼓", "锣鼓"));
}

TEST(Words, a_name_keeps_characters_that_could_be_function_words) {
  EXPECT_THAT(words_of("华为").loose, UnorderedElementsAre("华", "为", "华为"));
}

TEST(Words, of_stop_words_only_are_looked_for_all_the_same) {
  EXPECT_THAT(words_of("什么").loose, UnorderedElementsAre("什", "么", "什么"));
}

TEST(Words, up_to_eight_tokens_are_short) {
  EXPECT_TRUE(words_of("一二三四五六七八").is_short);
  EXPECT_FALSE(words_of("一二三四五六七八九").is_short);
}

TEST(Words, nothing_to_look_for_is_empty) {
  for (const char* query : {"", "  ", "。，？", "\"\""})
    EXPECT_TRUE(words_of(query).empty()) << query;
}

TEST(Words, a_query_as_long_as_a_book_is_cut) {
  std::string book;
  for (int i = 0; i < 100'000; ++i) book += "字";
  EXPECT_LE(words_of(book).phrases.at(0).size(), 256U);
}

}  // namespace
}  // namespace jianzhen::index
