#include "api/visible.h"

#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

TEST(Visible, what_shows_only_beside_a_hidden_entry_is_not_even_counted) {
  core::CheckReport report;
  report.entry = "LN-1";
  core::Finding own;
  own.code = "material.missing";
  own.severity = core::Severity::notice;
  core::Finding shared;
  shared.code = "cross.same_material";
  shared.severity = core::Severity::suspicion;
  shared.other_entry = "LN-2";
  report.findings = {own, shared};
  EXPECT_EQ(visible(report, [](const std::string&) { return true; }), report);
  const auto seen = visible(report, [](const std::string& entry) { return entry != "LN-2"; });
  ASSERT_EQ(seen.findings.size(), 1);
  EXPECT_EQ(seen.findings[0].code, "material.missing");
  EXPECT_EQ(seen.verdict(), core::Severity::notice);
}

}  // namespace
}  // namespace jianzhen::api
