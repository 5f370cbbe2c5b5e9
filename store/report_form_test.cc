#include "store/report_form.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace jianzhen::store {
namespace {

core::CheckReport full_report() {
  core::CheckReport report;
  report.entry = "LN2024-9001";
  report.applicant = {"沈阳示例科技有限公司", "91210100000000000X"};
  core::Material licence;
  licence.path = "证明材料/1.pdf";
  licence.sha256 = *core::Digest::from_hex(std::string(64, 'a'));
  licence.bytes = 123'456'789'012;
  licence.media_type = "application/pdf";
  licence.kind = "collection";
  licence.pages = 3;
  licence.owner = core::Owner{{"甲公司", ""},
                              "subsidiary",
                              {1, std::nullopt, core::Box{1.0 / 3, 0.1, 2.0 / 3, 0.123456789}}};
  licence.papers = {{"business_licence", 1, 2, licence.owner}, {"audit_report", 3, 3, {}}};
  core::Material locked;
  locked.path = "锁.pdf";
  locked.error = core::Error{core::ErrorCode::encrypted, {"有密码", "locked"}, "poppler", "锁.pdf"};
  report.materials = {licence, locked};
  core::Finding finding;
  finding.code = "owner.subsidiary";
  finding.severity = core::Severity::violation;
  finding.material = licence.path;
  finding.place = {0, 12.345678, std::nullopt};
  finding.entity = core::Unit{"甲公司", "91210100000000001X"};
  finding.evidence = "名称 甲公司";
  finding.message = {"属于子公司", "belongs to a subsidiary"};
  finding.clause = "六（三）2";
  finding.kind = "business_licence";
  finding.section = "项目概述";
  finding.part = "项目背景";
  finding.candidates = {"锁.pdf"};
  finding.other_entry = "LN2024-9002";
  report.findings = {finding, core::Finding{}};
  return report;
}

TEST(ReportForm, loses_nothing) { EXPECT_EQ(report_of(report_form(full_report())), full_report()); }

TEST(ReportForm, an_empty_report_goes_there_and_back) {
  EXPECT_EQ(report_of(report_form({})), core::CheckReport{});
}

TEST(ReportForm, another_version_is_no_report) {
  auto form = nlohmann::json::parse(report_form(full_report()));
  form["version"] = 99;
  EXPECT_FALSE(report_of(form.dump()));
}

TEST(ReportForm, a_damaged_form_is_no_report) {
  const std::string form = report_form(full_report());
  EXPECT_FALSE(report_of(form.substr(0, form.size() / 2)));
  auto missing = nlohmann::json::parse(form);
  missing["findings"][0].erase("severity");
  EXPECT_FALSE(report_of(missing.dump()));
  auto wrong = nlohmann::json::parse(form);
  wrong["materials"][0]["sha256"] = "abc";
  EXPECT_FALSE(report_of(wrong.dump()));
}

TEST(ReportForm, bytes_that_are_not_utf8_do_not_throw) {
  core::CheckReport report = full_report();
  report.findings[0].evidence = "\xff\xfe";
  EXPECT_TRUE(report_of(report_form(report)));
}

}  // namespace
}  // namespace jianzhen::store
