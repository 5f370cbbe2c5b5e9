// What stands beside the text: seals, the auditor's opinion, names and topics printed on the
// papers, numbers shared between entries, and what a person must look into.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "verify/contest.h"
#include "verify/made_entry.h"

namespace jianzhen::verify {
namespace {

using core::Severity;
using made::findings;
using made::honest_entry;
using made::paper_of_kind;

void seal(PaperFacts& paper, const std::string& text, double confidence = 0.95) {
  paper.seals = {{text, {0.6, 0.7, 0.8, 0.85}, confidence}};
}

TEST(SealRules, a_seal_of_another_unit_under_the_applicants_name_is_asked_about) {
  EntryFacts entry = honest_entry();
  seal(paper_of_kind(entry, "entry_commitment"), made::kOther);
  const auto found = findings(entry, "seal.mismatch");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].severity, Severity::suspicion);
  EXPECT_EQ(found[0].evidence, made::kOther);
  EXPECT_EQ(found[0].expected, made::kApplicant);
  EXPECT_EQ(found[0].place.box, (core::Box{0.6, 0.7, 0.8, 0.85}));
}

TEST(SealRules, the_applicants_seal_beside_anothers_agrees) {
  EntryFacts entry = honest_entry();
  PaperFacts& paper = paper_of_kind(entry, "entry_commitment");
  paper.seals.push_back({made::kOther, {0.1, 0.7, 0.3, 0.85}, 0.95});
  EXPECT_THAT(findings(entry, "seal.mismatch"), testing::IsEmpty());
}

TEST(SealRules, a_seal_that_is_badly_read_accuses_nobody) {
  EntryFacts entry = honest_entry();
  seal(paper_of_kind(entry, "entry_commitment"), made::kOther, 0.5);
  EXPECT_THAT(findings(entry, "seal.mismatch"), testing::IsEmpty());
}

TEST(SealRules, a_partners_seal_is_one_of_the_consortium) {
  EntryFacts entry = honest_entry();
  entry.entry.partners.push_back({made::kOther, made::kOtherCode});
  seal(paper_of_kind(entry, "entry_commitment"), made::kOther);
  EXPECT_THAT(findings(entry, "seal.mismatch"), testing::IsEmpty());
}

TEST(SealRules, an_audit_report_sealed_by_another_firm_than_its_auditor_is_asked_about) {
  EntryFacts entry = honest_entry();
  PaperFacts& paper = paper_of_kind(entry, "audit_report");
  paper.fields["auditor"] = made::value("沈阳和正会计师事务所");
  seal(paper, "大连明信会计师事务所");
  EXPECT_EQ(findings(entry, "seal.mismatch").size(), 1U);
  seal(paper, "沈阳和正会计师事务所");
  EXPECT_THAT(findings(entry, "seal.mismatch"), testing::IsEmpty());
}

TEST(SealRules, a_contract_that_neither_of_its_sides_sealed_is_asked_about) {
  EntryFacts entry = honest_entry();
  PaperFacts& paper = paper_of_kind(entry, "case_proof");
  paper.fields["customer"] = made::value("大连明信港口集团有限公司");
  seal(paper, made::kOther);
  EXPECT_EQ(findings(entry, "seal.mismatch").size(), 1U);
  seal(paper, "大连明信港口集团有限公司");
  EXPECT_THAT(findings(entry, "seal.mismatch"), testing::IsEmpty());
}

TEST(SealRules, a_contract_whose_customer_was_not_found_is_not_weighed) {
  EntryFacts entry = honest_entry();
  seal(paper_of_kind(entry, "case_proof"), made::kOther);
  EXPECT_THAT(findings(entry, "seal.mismatch"), testing::IsEmpty());
}

TEST(AuditRules, an_opinion_with_reservations_is_asked_about) {
  EntryFacts entry = honest_entry();
  paper_of_kind(entry, "audit_report").fields["opinion"] = made::value("qualified", 2);
  const auto found = findings(entry, "audit.opinion");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].severity, Severity::suspicion);
  EXPECT_EQ(found[0].place.page, 2);
}

TEST(AuditRules, an_opinion_without_reservations_is_no_finding) {
  EXPECT_THAT(findings(honest_entry(), "audit.opinion"), testing::IsEmpty());
}

EntryFacts entry_of_people() {
  EntryFacts entry = honest_entry();
  entry.entry.representatives = {{"陶永", ""}, {"钟辉", ""}};
  return entry;
}

TEST(TeamRules, a_representative_on_the_commitment_who_is_not_registered_is_asked_about) {
  EntryFacts entry = entry_of_people();
  paper_of_kind(entry, "entry_commitment").fields["representatives"] = made::value("陶永、李立");
  const auto found = findings(entry, "team.mismatch");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].entity->name, "李立");
  EXPECT_EQ(found[0].expected, "陶永、钟辉");
}

TEST(TeamRules, registered_representatives_in_any_order_agree) {
  EntryFacts entry = entry_of_people();
  paper_of_kind(entry, "entry_commitment").fields["representatives"] = made::value("钟辉、陶永");
  EXPECT_THAT(findings(entry, "team.mismatch"), testing::IsEmpty());
}

TEST(TeamRules, one_character_lost_to_a_picture_makes_no_stranger) {
  EntryFacts entry = entry_of_people();
  Value list = made::value("陶水、钟辉");
  list.evidence.ocr = true;
  paper_of_kind(entry, "entry_commitment").fields["representatives"] = list;
  EXPECT_THAT(findings(entry, "team.mismatch"), testing::IsEmpty());
}

TEST(TeamRules, rare_and_compound_family_names_on_the_commitment_are_people) {
  EntryFacts entry = entry_of_people();
  paper_of_kind(entry, "entry_commitment").fields["representatives"] =
      made::value("陶永、澹台明、仝书、买买提江、项目经理");
  std::vector<std::string> strangers;
  for (const auto& finding : findings(entry, "team.mismatch"))
    strangers.push_back(finding.entity->name);
  EXPECT_THAT(strangers, testing::ElementsAre("澹台明", "仝书", "买买提江"));
}

TEST(TeamRules, a_table_of_staff_in_the_application_accuses_nobody) {
  EntryFacts entry = entry_of_people();
  paper_of_kind(entry, "application").fields["representatives"] = made::value("李立、王五");
  EXPECT_THAT(findings(entry, "team.mismatch"), testing::IsEmpty());
}

TEST(TeamRules, one_team_with_two_projects_is_asked_about_in_both) {
  EntryFacts first = honest_entry("T-1");
  EntryFacts second = honest_entry("T-2");
  second.entry.team_name = first.entry.team_name;
  const auto reports = made::check_all({first, second});
  for (const auto& report : reports) {
    EXPECT_EQ(made::with_code(report, "team.several_projects").size(), 1U);
  }
}

TEST(TeamRules, two_applicants_may_call_their_teams_alike) {
  EntryFacts first = honest_entry("T-1");
  EntryFacts second = honest_entry("T-2");
  second.entry.team_name = first.entry.team_name;
  second.entry.applicant.name = made::kOther;
  second.entry.applicant.uscc = made::kOtherCode;
  const auto reports = made::check_all({first, second});
  EXPECT_THAT(made::with_code(reports[0], "team.several_projects"), testing::IsEmpty());
}

TEST(TopicRules, another_track_on_the_cover_is_asked_about) {
  EntryFacts entry = honest_entry();
  paper_of_kind(entry, "application").fields["track"] = made::value("数据要素×金融服务");
  const auto found = findings(entry, "project.topic_mismatch");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].expected, "现代农业");
}

TEST(TopicRules, another_topic_on_the_cover_is_asked_about) {
  for (const char* printed : {"赛题3：推进农业种养技术升级", "赛题三", "推进农业种养技术升级"}) {
    EntryFacts entry = honest_entry();
    paper_of_kind(entry, "application").fields["topic"] = made::value(printed);
    EXPECT_EQ(findings(entry, "project.topic_mismatch").size(), 1U) << printed;
  }
}

TEST(TopicRules, the_registered_track_and_topic_in_other_words_agree) {
  EntryFacts entry = honest_entry();
  PaperFacts& application = paper_of_kind(entry, "application");
  application.fields["track"] = made::value("现代农业赛道");
  for (const char* printed :
       {"赛题2", "赛题（二）：推动农业资源优化配置", "推动农业资源优化配置"}) {
    application.fields["topic"] = made::value(printed);
    EXPECT_THAT(findings(entry, "project.topic_mismatch"), testing::IsEmpty()) << printed;
  }
}

TEST(TopicRules, words_that_name_no_track_may_be_misread) {
  EntryFacts entry = honest_entry();
  paper_of_kind(entry, "application").fields["track"] = made::value("现伐农业");
  EXPECT_THAT(findings(entry, "project.topic_mismatch"), testing::IsEmpty());
}

// Two honest entries of different applicants and different numbers.
std::vector<EntryFacts> two_entries() {
  std::vector<EntryFacts> entries = {honest_entry("T-1"), honest_entry("T-2")};
  entries[1].entry.applicant.name = made::kOther;
  entries[1].entry.applicant.uscc = made::kOtherCode;
  for (MaterialFacts& material : entries[1].materials) {
    for (PaperFacts& paper : material.papers) paper.fields.erase("number");
  }
  return entries;
}

TEST(CrossRules, one_certificate_number_in_two_entries_is_asked_about) {
  auto entries = two_entries();
  paper_of_kind(entries[1], "patent_certificate").fields["number"] =
      made::value("ZL 2020 1 0751970.0");
  const auto reports = made::check_all(entries);
  const auto found = made::with_code(reports[0], "cross.same_number");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].severity, Severity::suspicion);
  EXPECT_EQ(found[0].other_entry, "T-2");
}

TEST(CrossRules, other_numbers_are_no_finding) {
  auto entries = two_entries();
  paper_of_kind(entries[1], "patent_certificate").fields["number"] =
      made::value("ZL202010751971.5");
  EXPECT_THAT(made::with_code(made::check_all(entries)[0], "cross.same_number"),
              testing::IsEmpty());
}

TEST(CrossRules, two_projects_of_one_applicant_may_share_the_firms_certificate) {
  std::vector<EntryFacts> entries = {honest_entry("T-1"), honest_entry("T-2")};
  for (EntryFacts& entry : entries) {
    paper_of_kind(entry, "project_qualification").fields["number"] = made::value("GR202321000123");
  }
  for (const core::Finding& found :
       made::with_code(made::check_all(entries)[0], "cross.same_number")) {
    EXPECT_EQ(found.severity, Severity::notice) << found.material;
    EXPECT_NE(found.material, "T-1/project_qualification.pdf");
  }
}

TEST(Review, clauses_that_files_cannot_show_are_items_for_the_verifier) {
  EntryFacts entry = honest_entry();
  made::of_kind(entry, "application")
      .passages.push_back({"lawful_source", {{.page = 3}, "数据来源于授权运营平台"}});
  const core::CheckReport report = made::check_all({entry}).front();
  const auto item = std::ranges::find(report.review_items, "lawful_source", &core::ReviewItem::id);
  ASSERT_NE(item, report.review_items.end());
  ASSERT_EQ(item->passages.size(), 1U);
  EXPECT_EQ(item->passages[0].material, "T-1/application.pdf");
  EXPECT_EQ(item->passages[0].place.page, 3);
}

TEST(Review, names_to_be_judged_are_the_registered_ones) {
  const core::CheckReport report = made::check_all({honest_entry()}).front();
  const auto item = std::ranges::find(report.review_items, "names", &core::ReviewItem::id);
  ASSERT_NE(item, report.review_items.end());
  ASSERT_EQ(item->passages.size(), 2U);
  EXPECT_EQ(item->passages[1].words, "T-1战队");
}

TEST(Review, items_are_no_findings) {
  EXPECT_EQ(made::check_all({honest_entry()}).front().verdict(), Severity::clean);
}

TEST(Evidence, a_finding_for_the_owner_says_what_was_expected_and_on_what_it_rests) {
  EntryFacts entry = honest_entry();
  paper_of_kind(entry, "case_proof").owners.front() = made::party(made::kOther, made::kOtherCode);
  entry.entry.related = {{{made::kOther, made::kOtherCode}, "parent"}};
  const auto found = findings(entry, "owner.parent");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].expected, made::kApplicant);
  EXPECT_THAT(found[0].basis.zh, testing::HasSubstr("entry.json"));
}

TEST(Evidence, a_wrong_code_shows_its_arithmetic) {
  EntryFacts entry = honest_entry();
  paper_of_kind(entry, "business_licence").owners.front() =
      made::party(made::kApplicant, "91210102MA0UQH3K57");
  const auto found = findings(entry, "uscc.invalid");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].basis.zh, testing::HasSubstr("校验位应为 Q，读到 7"));
}

}  // namespace
}  // namespace jianzhen::verify
