#include "verify/page_text.h"

#include <gtest/gtest.h>

#include "verify/made_paper.h"

namespace jianzhen::verify {
namespace {

TEST(PageText, the_box_is_the_words_not_the_lines) {
  const core::Page page = made_page({"甲方：沈阳甲有限公司"});
  const PageText text(page);
  const Evidence evidence = text.evidence(text.cells()[0].text.slice(3, 10));
  EXPECT_EQ(evidence.words, "沈阳甲有限公司");
  EXPECT_NEAR(evidence.place.box->left, 0.08 + 3 * kMadeCharacter, 1e-9);
}

TEST(PageText, words_over_two_lines_stand_where_most_of_them_are) {
  const core::Page page = made_page({"兹证明沈阳甲有限", "公司研发"});
  const PageText text(page);
  const Evidence evidence = text.evidence(text.flow().slice(3, 10));
  EXPECT_EQ(evidence.words, "沈阳甲有限公司");
  EXPECT_NEAR(evidence.place.box->top, page.lines[0].box.top, 1e-9);
}

TEST(PageText, matching_is_folded_and_words_are_as_printed) {
  const core::Page page = made_page({"名  称：ＡＢ（沈陽）公司"});
  const PageText text(page);
  EXPECT_EQ(text.flow().units, u"名称:ab(沈阳)公司");
  EXPECT_EQ(text.printed(text.flow().slice(3, 11)), "ＡＢ（沈陽）公司");
}

core::Line line_at(const std::string& text, double left, double right) {
  core::Line line;
  line.text = text;
  line.box = {left, 0.5, right, 0.515};
  return line;
}

TEST(PageText, what_a_line_cut_in_two_holds_twice_is_read_once) {
  core::Page page = made_page({});
  page.lines = {line_at("二〇二四年", 0.50, 0.60), line_at("四年三月六日", 0.56, 0.68)};
  const PageText text(page);
  ASSERT_EQ(text.cells().size(), 1U);
  EXPECT_EQ(text.flow().units, u"二〇二四年三月六日");
}

TEST(PageText, lines_that_only_touch_are_two) {
  core::Page page = made_page({});
  page.lines = {line_at("沈阳甲有限公司", 0.10, 0.24), line_at("公司印章", 0.25, 0.33)};
  EXPECT_EQ(PageText(page).cells().size(), 2U);
}

TEST(PageText, what_two_readers_doubt_is_less_sure) {
  core::Page page = made_page({"沈阳甲有限公司"});
  page.source = core::PageSource::ocr;
  page.lines[0].confidence = 0.9;
  page.lines[0].doubtful = true;
  const PageText text(page);
  EXPECT_LT(text.evidence(text.flow()).confidence, 0.5);
  EXPECT_TRUE(text.evidence(text.flow()).ocr);
}

TEST(PageText, a_doubted_character_is_told_by_its_place_in_the_words) {
  core::Page page = made_page({"名称：沈阳甲有限公司"});
  page.source = core::PageSource::ocr;
  page.lines[0].unsure = {1, 5};
  const PageText text(page);
  const Evidence name = text.evidence(text.flow().slice(3, 10));
  EXPECT_EQ(name.unsure, std::vector<std::uint32_t>{2});
  EXPECT_EQ(surely_read(name), "沈阳\uFFFD有限公司");
}

TEST(PageText, where_the_doubt_has_its_place_the_other_words_stand) {
  core::Page page = made_page({"名称：沈阳甲有限公司"});
  page.lines[0].confidence = 0.9;
  page.lines[0].doubtful = true;
  page.lines[0].unsure = {5};
  const PageText text(page);
  EXPECT_GT(text.evidence(text.flow().slice(3, 10)).confidence, 0.8);
}

}  // namespace
}  // namespace jianzhen::verify
