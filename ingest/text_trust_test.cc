#include "ingest/text_trust.h"

#include <gtest/gtest.h>

#include <string>

namespace jianzhen::ingest {
namespace {

std::vector<core::Line> lines_of(std::initializer_list<std::string> texts) {
  std::vector<core::Line> lines;
  for (const std::string& text : texts) lines.push_back({.text = text});
  return lines;
}

TextVerdict verdict_on(std::initializer_list<std::string> texts, const Surroundings& around = {}) {
  auto lines = lines_of(texts);
  return judge(lines, around);
}

const std::string kProse = "本单位对所提交材料的真实性、完整性负责，如有不实，愿承担一切责任。";

TEST(TextTrust, chinese_prose_is_trusted) { EXPECT_TRUE(verdict_on({kProse, kProse}).trusted); }

TEST(TextTrust, traditional_characters_are_trusted) {
  EXPECT_TRUE(verdict_on({"臺灣學術網路資訊統計報告書與關聯資料運用說明文件摘錄"}).trusted);
}

TEST(TextTrust, a_table_of_contents_with_its_leaders_is_trusted) {
  EXPECT_TRUE(verdict_on({"一、项目概述 ………………………………………… 2",
                          "二、解决方案 . . . . . . . . . . . . . . . . . . . . . . . 4",
                          "三、商业模式 ________________________________ 6"})
                  .trusted);
}

TEST(TextTrust, a_table_of_numbers_is_trusted) {
  EXPECT_TRUE(
      verdict_on({"5,149,874.85 6,131,319.64", "(949,680.79) -12.5% 3,511,255.16"}).trusted);
}

TEST(TextTrust, french_is_trusted) {
  EXPECT_TRUE(verdict_on({"À l'été, la société créée déclare être prête à présenter"}).trusted);
}

TEST(TextTrust, no_words_are_no_reason_to_speak_of) {
  const auto verdict = verdict_on({" ", "\t"});
  EXPECT_FALSE(verdict.trusted);
  EXPECT_TRUE(verdict.reason.empty());
}

struct Garbage {
  const char* name;
  const char* text;
};

class GarbageLayers : public testing::TestWithParam<Garbage> {};

TEST_P(GarbageLayers, are_not_trusted) {
  const auto verdict = verdict_on({GetParam().text});
  EXPECT_FALSE(verdict.trusted);
  EXPECT_FALSE(verdict.reason.empty());
}

INSTANTIATE_TEST_SUITE_P(
    TextTrust, GarbageLayers,
    testing::Values(
        Garbage{"replacement", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"},
        Garbage{"private_use", "\uE001\uE002\uE003\uE004\uE005\uE006 \uE007"},
        Garbage{"controls", "\x01\x02\x03\x04\x05\x06\x07\x0E\x0F\x10"},
        Garbage{"gbk_as_latin1", "Éò Ñô ÔÆ Æô Êý ¾Ý ¿Æ ¼¼ ÓÐ ÏÞ ¹« Ë¾ Óª Òµ Ö´ ÕÕ"},
        Garbage{"glyph_numbers_as_ascii", "!\"#$%&'()*+,:;<=>?@[\\]^_`{|}~!\"#$%&'(#$%&'"},
        Garbage{"glyph_numbers_as_han", "㐀㐁㐂㐃㐄㐅㐆㐇㐈㐉㐊㐋㐌㐍㐎㐏㐐㐑㐒㐓㐔㐕㐖㐗"}),
    [](const auto& about) { return about.param.name; });

TEST(TextTrust, a_bullet_of_a_symbol_font_is_dropped_without_a_word) {
  auto lines = lines_of({kProse, "\uF0B7", kProse});
  const auto verdict = judge(lines, {});
  EXPECT_TRUE(verdict.trusted);
  EXPECT_FALSE(verdict.part_is_missing);
  EXPECT_EQ(lines.size(), 2U);
}

TEST(TextTrust, one_unreadable_line_leaves_the_others_true) {
  auto lines = lines_of({kProse, kProse, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"});
  const auto verdict = judge(lines, {});
  EXPECT_TRUE(verdict.trusted);
  EXPECT_TRUE(verdict.part_is_missing);
  EXPECT_EQ(lines.size(), 2U);
}

TEST(TextTrust, few_words_over_a_full_page_picture_are_not_the_page) {
  EXPECT_FALSE(verdict_on({"第 1 页 共 3 页"}, {.pictures = 0.95}).trusted);
  EXPECT_TRUE(verdict_on({"第 1 页 共 3 页"}, {.pictures = 0.2}).trusted);
}

TEST(TextTrust, invisible_words_over_a_scan_are_anothers_reading) {
  EXPECT_FALSE(verdict_on({kProse, kProse}, {.pictures = 0.95, .invisible = 1}).trusted);
  EXPECT_TRUE(verdict_on({kProse, kProse}, {.pictures = 0.95, .invisible = 0}).trusted);
}

}  // namespace
}  // namespace jianzhen::ingest
