#include "core/finding.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace jianzhen::core {
namespace {

CheckReport report_with(Severity severity) {
  CheckReport report;
  report.entry = "LN2024-0001";
  report.applicant = {"甲有限公司", ""};
  Finding finding;
  finding.code = "owner.parent";
  finding.severity = severity;
  finding.material = "证明材料/1.pdf";
  finding.place = {1, std::nullopt, Box{0.123456, 0.2, 0.5, 1.7}};
  finding.message = {"中文", "English"};
  report.findings = {{}, finding};
  return report;
}

TEST(CheckReport, the_verdict_is_the_worst_finding) {
  EXPECT_EQ(report_with(Severity::violation).verdict(), Severity::violation);
  EXPECT_EQ(CheckReport{}.verdict(), Severity::clean);
}

TEST(ReportJson, has_the_contract_s_fields_and_one_line) {
  const std::string line = report_json(report_with(Severity::violation), Lang::zh);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["verdict"], "violation");
  EXPECT_TRUE(json["applicant"]["uscc"].is_null());
  EXPECT_EQ(json["findings"][1]["box"], (nlohmann::json{0.1235, 0.2, 0.5, 1.0}));
  EXPECT_EQ(json["findings"][1]["message"], "中文");
  EXPECT_FALSE(json["findings"][0].contains("material"));
}

TEST(ReportJson, a_video_s_finding_has_a_time_in_place_of_the_page) {
  Finding finding;
  finding.place = {3, 12.5, std::nullopt};
  const auto json = nlohmann::json::parse(finding_json(finding, Lang::en));
  EXPECT_EQ(json["time"], 12.5);
  EXPECT_FALSE(json.contains("page"));
}

TEST(ReportJson, bytes_that_are_not_utf8_do_not_stop_the_report) {
  Finding finding;
  finding.evidence = "\xC4\xE3";
  EXPECT_NO_THROW(finding_json(finding, Lang::zh));
}

}  // namespace
}  // namespace jianzhen::core
