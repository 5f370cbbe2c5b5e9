#include "api/report/terminal.h"

#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

core::CheckReport report_with_two_findings() {
  core::CheckReport report;
  report.entry = "LN-1";
  report.applicant = {"沈阳示例科技有限公司", ""};
  core::Finding minor;
  minor.code = "material.kind_mismatch";
  minor.message.zh = "次要";
  core::Finding veto;
  veto.code = "owner.parent";
  veto.severity = core::Severity::violation;
  veto.material = "证明材料/1.pdf";
  veto.place.page = 3;
  veto.evidence = "辽宁示例集团有限公司";
  veto.message.zh = "要紧";
  veto.clause = "六（三）2";
  report.findings = {minor, veto};
  return report;
}

TEST(TerminalReport, the_worst_finding_stands_first_with_page_words_and_clause) {
  const std::string text =
      terminal_report(report_with_two_findings(), verify::Contest::built_in(), {});
  EXPECT_LT(text.find("要紧"), text.find("次要"));
  EXPECT_NE(text.find("证明材料/1.pdf 第 3 页"), std::string::npos);
  EXPECT_NE(text.find("原文：辽宁示例集团有限公司"), std::string::npos);
  EXPECT_NE(text.find("六（三）2"), std::string::npos);
}

TEST(TerminalReport, says_what_would_have_been_right) {
  core::CheckReport report = report_with_two_findings();
  report.findings[1].expected = "沈阳示例科技有限公司";
  const std::string text = terminal_report(report, verify::Contest::built_in(), {});
  EXPECT_NE(text.find("应为：沈阳示例科技有限公司"), std::string::npos);
}

TEST(TerminalReport, lists_what_a_person_must_look_into_with_its_passages) {
  core::CheckReport report = report_with_two_findings();
  report.review_items = {{"real_use",
                          {"项目是否已实际应用", "whether it is in use"},
                          "六（二）2",
                          {{"申报书.pdf", {.page = 7}, "已在三家单位投入使用"}}}};
  const std::string text = terminal_report(report, verify::Contest::built_in(), {});
  EXPECT_NE(text.find("项目是否已实际应用（六（二）2）"), std::string::npos);
  EXPECT_NE(text.find("申报书.pdf 第 7 页：已在三家单位投入使用"), std::string::npos);
}

TEST(TerminalReport, has_no_escape_codes_without_colour) {
  const auto& contest = verify::Contest::built_in();
  EXPECT_EQ(terminal_report(report_with_two_findings(), contest, {}).find('\033'),
            std::string::npos);
  EXPECT_NE(
      terminal_report(report_with_two_findings(), contest, {core::Lang::zh, true}).find('\033'),
      std::string::npos);
}

}  // namespace
}  // namespace jianzhen::api
