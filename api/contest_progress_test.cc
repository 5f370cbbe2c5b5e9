#include "api/contest_progress.h"

#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

core::Finding finding(core::Severity severity, const std::string& code,
                      const std::string& kind = {}) {
  core::Finding finding;
  finding.severity = severity;
  finding.code = code;
  finding.kind = kind;
  return finding;
}

// A contest of what the test puts in.
class Progress : public testing::Test {
 protected:
  void add(const std::string& id, std::vector<core::Finding> findings, bool checked = true) {
    auto digest = std::make_shared<EntryDigest>();
    digest->entry.id = id;
    digest->entry.project.track = "工业制造";
    digest->checked = checked;
    digest->report.findings = std::move(findings);
    for (std::size_t i = 0; i < digest->report.findings.size(); ++i) {
      digest->keys.push_back(std::to_string(i));
      sources_.findings.push_back({digest, i, std::nullopt});
    }
    sources_.entries.push_back(digest);
  }
  void decide(std::size_t at, core::DispositionCode code) {
    sources_.findings[at].review = core::Review{"", {1, code, "看过", "A1", ""}, std::nullopt};
  }
  ContestProgress progress() { return progress_of(sources_); }

  ProgressSources sources_;
};

TEST_F(Progress, an_entry_is_decided_when_its_last_finding_is) {
  add("E1", {finding(core::Severity::violation, "owner.branch"),
             finding(core::Severity::notice, "owner.former_name"),
             finding(core::Severity::suspicion, "material.unsigned")});
  decide(0, core::DispositionCode::upheld);
  EXPECT_EQ(progress().entries.undecided, 1);
  EXPECT_EQ(progress().findings_undecided, 1);
  decide(2, core::DispositionCode::pending);
  EXPECT_EQ(progress().entries.undecided, 1);
  decide(2, core::DispositionCode::dismissed);
  EXPECT_EQ(progress().entries.undecided, 0);
  EXPECT_EQ(progress().entries.decided, 1);
}

TEST_F(Progress, a_notice_waits_for_nobody) {
  add("E1", {finding(core::Severity::notice, "owner.former_name")});
  EXPECT_EQ(progress().entries.undecided, 0);
  EXPECT_EQ(progress().entries.decided, 0);
  EXPECT_EQ(progress().rules["owner.former_name"].findings, 1);
}

TEST_F(Progress, what_is_not_checked_yet_has_no_verdict) {
  add("E1", {}, false);
  add("E2", {});
  EXPECT_EQ(progress().entries.unchecked, 1);
  EXPECT_EQ(progress().tracks["工业制造"].verdicts[core::Severity::clean], 1);
}

TEST_F(Progress, a_rule_counts_its_entries_once) {
  add("E1", {finding(core::Severity::violation, "owner.branch"),
             finding(core::Severity::violation, "owner.branch")});
  add("E2", {finding(core::Severity::violation, "owner.branch")});
  const RuleCount rule = progress().rules["owner.branch"];
  EXPECT_EQ(rule.findings, 3);
  EXPECT_EQ(rule.entries, 2);
}

TEST_F(Progress, the_draft_that_lacks_most_comes_first) {
  add("E1", {finding(core::Severity::violation, "material.missing", "audit_report")});
  add("E2", {finding(core::Severity::violation, "material.missing", "audit_report"),
             finding(core::Severity::violation, "material.missing", "credit_report")});
  add("E3", {});
  sources_.submitted = {"E3"};
  const auto drafts = progress().drafts;
  ASSERT_EQ(drafts.size(), 2);
  EXPECT_EQ(drafts[0].entry.id, "E2");
  EXPECT_EQ(drafts[1].lacks, std::vector<std::string>{"audit_report"});
}

TEST_F(Progress, a_supplement_is_overdue_when_its_day_is_over) {
  core::Supplement asked;
  asked.due = "2024-07-21";
  sources_.supplements = {asked};
  sources_.now = 1'721'577'599;
  EXPECT_EQ(progress().supplements_overdue, 0);
  sources_.now = 1'721'577'600;
  EXPECT_EQ(progress().supplements_overdue, 1);
}

TEST_F(Progress, the_oldest_file_that_waits_is_named) {
  store::StoredMaterial older;
  older.path = "1.pdf";
  older.received_at = "2024-07-01T08:00:00.000Z";
  older.state = store::MaterialState::processing;
  store::StoredMaterial newer = older;
  newer.path = "2.pdf";
  newer.received_at = "2024-07-01T09:00:00.000Z";
  newer.state = store::MaterialState::received;
  sources_.unfinished = {newer, older};
  EXPECT_EQ(progress().oldest->path, "1.pdf");
  EXPECT_EQ(progress().files_received, 1);
  EXPECT_EQ(progress().files_processing, 1);
}

}  // namespace
}  // namespace jianzhen::api
