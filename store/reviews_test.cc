#include "store/reviews.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/catalogue.h"
#include "store/test_database.h"

namespace jianzhen::store {
namespace {

using core::DispositionCode;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

core::Disposition said(DispositionCode code, int on, const std::string& actor) {
  return {on, code, "看过原件", actor, {}};
}

core::CheckReport report_of(const std::string& words) {
  core::CheckReport report;
  report.entry = "LN-1";
  core::Material material;
  material.path = "1.pdf";
  material.sha256 = *core::Digest::from_hex(std::string(64, 'a'));
  report.materials = {material};
  core::Finding finding;
  finding.code = "owner.parent";
  finding.material = "1.pdf";
  finding.place.page = 1;
  finding.evidence = words;
  finding.clause = "六（三）2";
  report.findings = {finding};
  return report;
}

class ReviewsTest : public EachEngine {
 protected:
  void SetUp() override {
    EachEngine::SetUp();
    if (IsSkipped()) return;
    auto opened = Reviews::open(connection_);
    ASSERT_TRUE(opened) << opened.error().detail;
    reviews_ = std::move(*opened);
  }

  void TearDown() override {
    reviews_.reset();
    EachEngine::TearDown();
  }

  core::Disposition dispose(DispositionCode code, int on = 0, const std::string& actor = "A1") {
    return reviews_->dispose("LN-1", "k", said(code, on, actor)).value();
  }

  std::int64_t proof() {
    core::Proof page;
    page.subject = "k";
    page.kind = "page";
    page.text = "辽宁示例集团有限公司";
    page.actor = "A2";
    return reviews_->add("LN-1", page).value().id;
  }

  core::Result<core::Veto> confirm(int version, const std::string& actor, std::int64_t evidence) {
    return reviews_->confirm("LN-1", "k", {version, {}, actor, evidence, {}});
  }

  std::string veto_row(const std::string& proposed, const std::string& confirmed,
                       const std::string& evidence) const {
    return try_sql("INSERT INTO veto VALUES ('LN-1', 'k', 1, 'upheld', '" + proposed + "', '" +
                   confirmed + "', " + evidence + ", 'now')");
  }

  core::EntryReview all() { return reviews_->of("LN-1").value(); }

  std::unique_ptr<Reviews> reviews_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ReviewsTest, each_engine(), engine_name);

TEST_P(ReviewsTest, the_newest_disposition_counts_and_the_others_stay) {
  dispose(DispositionCode::pending);
  dispose(DispositionCode::dismissed, 1, "A2");
  EXPECT_EQ(all().of("k")->disposition.code, DispositionCode::dismissed);
  EXPECT_EQ(reviews_->history("LN-1", "k")->size(), 2U);
}

TEST_P(ReviewsTest, who_decides_on_what_he_has_not_seen_is_refused) {
  dispose(DispositionCode::upheld);
  const auto late = reviews_->dispose("LN-1", "k", said(DispositionCode::dismissed, 0, "A2"));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, core::ErrorCode::conflict);
}

TEST_P(ReviewsTest, only_what_is_pending_needs_no_reason) {
  core::Disposition silent = said(DispositionCode::upheld, 0, "A1");
  silent.reason = "  ";
  EXPECT_EQ(reviews_->dispose("LN-1", "k", silent).error().code, core::ErrorCode::usage);
  silent.code = DispositionCode::pending;
  EXPECT_TRUE(reviews_->dispose("LN-1", "k", silent));
}

TEST_P(ReviewsTest, a_disposition_is_in_the_event_table_without_its_words) {
  dispose(DispositionCode::upheld);
  const auto catalogue = Catalogue::open(connection_).value();
  const Event event = catalogue->events("LN-1", 0, 10)->back();
  EXPECT_EQ(event.type, "review.disposed");
  EXPECT_EQ(event.actor, "A1");
  EXPECT_THAT(event.data_json, Not(HasSubstr("原件")));
}

TEST_P(ReviewsTest, nobody_changes_what_was_decided) {
  dispose(DispositionCode::upheld);
  EXPECT_THAT(try_sql("UPDATE disposition SET code = 'dismissed'"), HasSubstr("append-only"));
  EXPECT_THAT(try_sql("DELETE FROM disposition"), HasSubstr("append-only"));
  EXPECT_THAT(try_sql("INSERT INTO disposition VALUES ('LN-1','k',7,'dismissed','x','A1','now')"),
              HasSubstr("append-only"));
}

TEST_P(ReviewsTest, a_second_person_makes_a_veto) {
  dispose(DispositionCode::upheld);
  const auto veto = confirm(1, "A2", proof());
  ASSERT_TRUE(veto) << veto.error().detail;
  EXPECT_EQ(all().of("k")->veto->confirmed_by, "A2");
  EXPECT_EQ(all().of("k")->veto->proposed_by, "A1");
}

TEST_P(ReviewsTest, one_person_alone_makes_no_veto) {
  dispose(DispositionCode::upheld);
  EXPECT_EQ(confirm(1, "A1", proof()).error().code, core::ErrorCode::usage);
}

TEST_P(ReviewsTest, without_evidence_there_is_no_veto) {
  dispose(DispositionCode::upheld);
  EXPECT_EQ(confirm(1, "A2", 99).error().code, core::ErrorCode::usage);
}

TEST_P(ReviewsTest, evidence_of_another_finding_is_none) {
  dispose(DispositionCode::upheld);
  core::Proof page;
  page.subject = "other";
  page.kind = "page";
  page.text = "别的话";
  page.actor = "A2";
  EXPECT_FALSE(confirm(1, "A2", reviews_->add("LN-1", page)->id));
}

TEST_P(ReviewsTest, what_is_not_upheld_cannot_be_confirmed) {
  dispose(DispositionCode::needs_visit);
  EXPECT_EQ(confirm(1, "A2", proof()).error().code, core::ErrorCode::conflict);
}

TEST_P(ReviewsTest, a_later_disposition_takes_the_veto_away) {
  dispose(DispositionCode::upheld);
  ASSERT_TRUE(confirm(1, "A2", proof()));
  dispose(DispositionCode::dismissed, 1, "A3");
  EXPECT_FALSE(all().of("k")->veto);
}

TEST_P(ReviewsTest, the_database_itself_refuses_a_veto_of_one_person) {
  dispose(DispositionCode::upheld);
  EXPECT_THAT(veto_row("A1", "A1", std::to_string(proof())), Not(IsEmpty()));
  EXPECT_THAT(veto_row("A9", "A2", std::to_string(proof())), Not(IsEmpty()));
}

TEST_P(ReviewsTest, the_database_itself_refuses_a_veto_without_evidence) {
  dispose(DispositionCode::upheld);
  EXPECT_THAT(veto_row("A1", "A2", "99"), Not(IsEmpty()));
  EXPECT_THAT(veto_row("A1", "A2", "NULL"), Not(IsEmpty()));
  EXPECT_THAT(veto_row("A1", "A2", std::to_string(proof())), IsEmpty());
}

TEST_P(ReviewsTest, an_answer_is_to_an_objection) {
  const auto objection =
      reviews_->say("LN-1", {0, "k", "objection", 0, "两个名称是同一单位", "A5", {}});
  ASSERT_TRUE(objection);
  EXPECT_TRUE(reviews_->say("LN-1", {0, "k", "answer", objection->id, "请附变更通知", "A1", {}}));
  EXPECT_FALSE(reviews_->say("LN-1", {0, "k", "answer", 77, "？", "A1", {}}));
  EXPECT_EQ(all().statements.size(), 2U);
}

TEST_P(ReviewsTest, a_supplement_is_answered_once) {
  core::Supplement wanted;
  wanted.material = "1.pdf";
  wanted.ask = "请补交盖章件";
  wanted.due = "2024-08-05";
  wanted.asked_by = "A1";
  const auto asked = reviews_->ask("LN-1", wanted);
  ASSERT_TRUE(asked) << asked.error().detail;
  EXPECT_EQ(reviews_->open_supplements("LN-1")->size(), 1U);
  EXPECT_EQ(reviews_->open_supplements("")->size(), 1U);
  EXPECT_EQ(reviews_->open_supplements("LN-2")->size(), 0U);
  ASSERT_TRUE(reviews_->answer("LN-1", asked->id, 12, "", "A5"));
  EXPECT_EQ(reviews_->answer("LN-1", asked->id, 13, "", "A5").error().code,
            core::ErrorCode::conflict);
  EXPECT_EQ(all().supplements.front().answered_with, 12);
}

TEST_P(ReviewsTest, a_visit_says_its_day) {
  core::Proof visit;
  visit.subject = "authenticity";
  visit.kind = "site_visit";
  visit.text = "现场演示了系统";
  visit.actor = "A1";
  EXPECT_EQ(reviews_->add("LN-1", visit).error().code, core::ErrorCode::usage);
  visit.on = "2024-08-02";
  EXPECT_TRUE(reviews_->add("LN-1", visit));
}

TEST_P(ReviewsTest, entries_do_not_hear_of_each_other) {
  dispose(DispositionCode::upheld);
  EXPECT_THAT(reviews_->of("LN-2")->reviews, IsEmpty());
  EXPECT_EQ(reviews_->newest()->size(), 1U);
}

TEST(FindingKey, the_same_words_on_the_same_bytes_are_the_same_finding) {
  core::CheckReport moved = report_of("辽宁示例集团 有限公司");
  moved.materials[0].path = moved.findings[0].material = "改名.pdf";
  EXPECT_EQ(finding_keys(moved), finding_keys(report_of("辽宁示例集团有限公司")));
}

TEST(FindingKey, other_bytes_are_another_finding) {
  core::CheckReport other = report_of("辽宁示例集团有限公司");
  other.materials[0].sha256 = *core::Digest::from_hex(std::string(64, 'b'));
  EXPECT_NE(finding_keys(other), finding_keys(report_of("辽宁示例集团有限公司")));
}

TEST(FindingKey, another_expectation_is_another_finding) {
  core::CheckReport other = report_of("辽宁示例集团有限公司");
  other.findings[0].expected = "沈阳示例科技有限公司";
  EXPECT_NE(finding_keys(other), finding_keys(report_of("辽宁示例集团有限公司")));
}

TEST(FindingKey, what_is_missing_is_known_by_what_it_is) {
  core::CheckReport report = report_of("共 3 份材料");
  report.findings[0].material.clear();
  report.findings[0].kind = "business_licence";
  core::CheckReport later = report;
  later.findings[0].evidence = "共 4 份材料";
  EXPECT_EQ(finding_keys(later), finding_keys(report));
  later.findings[0].kind = "audit_report";
  EXPECT_NE(finding_keys(later), finding_keys(report));
}

TEST(FindingKey, no_two_findings_of_a_report_share_one) {
  core::CheckReport twice = report_of("辽宁示例集团有限公司");
  twice.findings.push_back(twice.findings[0]);
  const auto keys = finding_keys(twice);
  EXPECT_NE(keys[0], keys[1]);
}

}  // namespace
}  // namespace jianzhen::store
