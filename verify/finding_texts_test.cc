#include "verify/finding_texts.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace jianzhen::verify {
namespace {

using core::Lang;

TEST(FindingTexts, a_value_takes_its_place) {
  EXPECT_EQ(filled("这份{kind}", {{"kind", {"营业执照", "licence"}}}, Lang::zh), "这份营业执照");
  EXPECT_EQ(filled("this {kind}", {{"kind", {"营业执照", "licence"}}}, Lang::en), "this licence");
}

TEST(FindingTexts, a_piece_in_brackets_goes_with_its_value) {
  EXPECT_EQ(
      filled("名单[（{case}[，{day}]）]", {{"case", same("1 号")}, {"day", same("")}}, Lang::zh),
      "名单（1 号）");
  EXPECT_EQ(filled("名单[（{case}[，{day}]）]", {}, Lang::zh), "名单");
}

TEST(FindingTexts, a_value_that_is_missing_outside_brackets_is_a_bug) {
  EXPECT_THROW(filled("这份{kind}", {}, Lang::zh), std::logic_error);
}

TEST(FindingTexts, basis_and_page_stand_between_finding_and_advice) {
  const core::Bilingual said = message({.id = "application.section_missing",
                                        .severity = core::Severity::violation,
                                        .values = {{"section", same("应用价值")}},
                                        .basis = {"读了 9 页", "9 pages were read"},
                                        .place = {.page = 2}});
  EXPECT_EQ(said.zh,
            "发现疑点：项目申报书正文中没有找到“应用价值”一节。依据：读了 9 页。见第 2 页。"
            "请补写这一节，标题用通知的原词。");
  EXPECT_EQ(said.en,
            "Open question: The application form has no section “应用价值” in its body. Basis: 9 "
            "pages were read. See page 2. Add the section, headed in the notice's words.");
}

TEST(FindingTexts, a_video_is_cited_by_its_clock) {
  const core::Bilingual said = message({.id = "video.unplayable", .place = {.time = 95.2}});
  EXPECT_NE(said.zh.find("见 01:35 处。"), std::string::npos) << said.zh;
  EXPECT_TRUE(said.zh.starts_with("提示：")) << said.zh;
}

// product.md: only a ruling may state a breach.
TEST(FindingTexts, the_machine_never_passes_judgement) {
  // Every value any text may ask for, so that all of each sentence is seen.
  Values all;
  for (const char* key :
       {"opinion",   "named",   "team",        "number",    "others",         "name",
        "kind",      "entity",  "entity_uscc", "applicant", "applicant_uscc", "relation",
        "code",      "hint",    "role",        "organiser", "list",           "case_no",
        "published", "what",    "title",       "count",     "candidates",     "declared",
        "lacks",     "date",    "closes",      "other",     "problem",        "advice",
        "detail",    "section", "part",        "printed",   "registered",     "track",
        "topic",     "number",  "max",         "name",      "others",         "other_path",
        "percent",   "read",    "before",      "as_of",     "newest",         "other_place",
        "bits",      "day",     "since"}) {
    all[key] = same("x");
  }
  for (const std::string& id : text_ids()) {
    const core::Bilingual said = message({.id = id, .values = all});
    for (const char* word :
         {"违规", "造假", "取消", "虚假", "violat", "fraud", "forge", "disqualif"}) {
      EXPECT_EQ((said.zh + said.en).find(word), std::string::npos) << id << ": " << word;
    }
    EXPECT_EQ((said.zh + said.en).find_first_of("{}[]"), std::string::npos) << id;
  }
}

}  // namespace
}  // namespace jianzhen::verify
