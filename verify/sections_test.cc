#include "verify/sections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "verify/made_paper.h"

namespace jianzhen::verify {
namespace {

using testing::Contains;
using testing::Not;

// "项目概述" for a section, "项目概述/项目背景" for a part.
std::vector<std::string> sections(const std::vector<std::vector<std::string>>& pages) {
  const core::Document document = made_document(pages);
  std::vector<PageText> texts;
  for (const core::Page& page : document.pages) texts.emplace_back(page);
  std::vector<std::string> names;
  for (const Section& section : find_sections(texts, Contest::built_in(), KindTable::built_in())) {
    names.push_back(section.part.empty() ? section.section : section.section + "/" + section.part);
  }
  return names;
}

const std::string kBody =
    "近年来，各地围绕数据要素开展了一系列探索，形成了较为完整的能力与经验，取得了明显成效。";

TEST(Sections, a_line_of_the_contents_is_not_the_section) {
  const auto found = sections({{"目  录", "一、项目概述 …………… 1", "（一）项目背景",
                                "二、解决方案 …………… 3", "三、应用价值 …………… 5"},
                               {"一、项目概述", "（一）项目背景", kBody, kBody},
                               {"二、解决方案", "（一）架构设计", kBody}});
  EXPECT_THAT(found, Contains("解决方案"));
  EXPECT_THAT(found, Not(Contains("应用价值")));
}

TEST(Sections, contents_and_body_may_share_a_page) {
  const auto found = sections({{"目录", "一、项目概述", "二、解决方案", "三、应用价值",
                                "一、项目概述", kBody, "二、解决方案", kBody}});
  EXPECT_THAT(found, Contains("项目概述"));
  EXPECT_THAT(found, Contains("解决方案"));
  EXPECT_THAT(found, Not(Contains("应用价值")));
}

TEST(Sections, any_numbering_will_do) {
  EXPECT_THAT(sections({{"第一章 项目概述", kBody, "第二章 解决方案", kBody}}),
              Contains("解决方案"));
  EXPECT_THAT(
      sections({{"1 项目概述", "1.1 项目背景", kBody, "2 解决方案", "2.3 关键技术", kBody}}),
      Contains("解决方案/关键技术"));
  EXPECT_THAT(sections({{"1. 项目概述", kBody, "2. 解决方案", kBody}}), Contains("项目概述"));
}

TEST(Sections, another_usual_word_says_the_same) {
  EXPECT_THAT(sections({{"一、项目概况", kBody, "五、团队情况介绍", kBody}}), Contains("团队介绍"));
  EXPECT_THAT(sections({{"一、项目概况", kBody}}), Contains("项目概述"));
}

TEST(Sections, a_sentence_that_names_a_section_is_not_its_heading) {
  EXPECT_THAT(
      sections({{"一、项目概述", kBody, "本项目的商业模式将在后文说明，团队介绍见附件所列各表。"}}),
      Not(Contains("商业模式")));
}

TEST(Sections, a_part_may_run_on_in_its_line) {
  EXPECT_THAT(sections({{"一、项目概述", "项目背景：" + kBody, "核心优势：" + kBody}}),
              Contains("项目概述/核心优势"));
}

TEST(Sections, a_part_may_run_on_for_part_of_a_narrow_column) {
  EXPECT_THAT(sections({{"一、项目概述", "项目背景：数据按专员确认的口径更新，误差由九成", kBody}}),
              Contains("项目概述/项目背景"));
}

TEST(Sections, a_part_that_is_not_there_is_not_found) {
  EXPECT_THAT(sections({{"一、项目概述", "（一）项目背景", kBody, "（二）核心优势", kBody,
                         "二、解决方案", kBody}}),
              Not(Contains("项目概述/应用行业")));
}

TEST(Sections, a_section_without_a_heading_is_there_if_its_parts_are) {
  EXPECT_THAT(
      sections({{"（一）推广模式", kBody, "（二）市场空间", kBody, "（三）社会效应", kBody}}),
      Contains("商业模式"));
}

TEST(Sections, a_form_names_them_in_its_left_column) {
  EXPECT_THAT(sections({{"项目概述 | " + kBody, "解决方案 | " + kBody}}), Contains("解决方案"));
}

}  // namespace
}  // namespace jianzhen::verify
