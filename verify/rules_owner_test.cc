#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "verify/made_entry.h"

namespace jianzhen::verify {
namespace {

using core::Finding;
using core::Severity;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kKinds[] = {"application",
                                  "business_licence",
                                  "responsibility_statement",
                                  "entry_commitment",
                                  "audit_report",
                                  "credit_report",
                                  "project_qualification",
                                  "case_proof",
                                  "patent_certificate",
                                  "software_copyright",
                                  "trademark_certificate",
                                  "introduction",
                                  "video",
                                  "model",
                                  "other"};

TEST(OwnerRules, an_honest_entry_has_no_finding_at_all) {
  EXPECT_THAT(made::findings(made::honest_entry()), IsEmpty());
}

struct Known {
  const char* relation;  // as the entrant declares it
  const char* code;
  Severity severity;
};

class KnownRelation : public testing::TestWithParam<Known> {};

TEST_P(KnownRelation, is_named_with_its_source) {
  EntryFacts entry = made::honest_entry();
  core::RelatedUnit related;
  related.name = made::kOther;
  related.uscc = made::kOtherCode;
  related.relation = GetParam().relation;
  entry.entry.related.push_back(related);
  made::paper_of_kind(entry, "audit_report").owners = {made::party(made::kOther, made::kOtherCode)};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, GetParam().code);
  EXPECT_EQ(found[0].severity, GetParam().severity);
  EXPECT_EQ(found[0].material, "T-1/audit_report.pdf");
  EXPECT_EQ(found[0].place.page, 1);
  EXPECT_TRUE(found[0].place.box.has_value());
  EXPECT_EQ(found[0].entity->name, made::kOther);
  EXPECT_EQ(found[0].evidence, made::kOther);
  EXPECT_EQ(found[0].clause, "六（三）2");
  for (const char* said : {made::kOther, made::kApplicant, "entry.json", "第 1 页"}) {
    EXPECT_THAT(found[0].message.zh, testing::HasSubstr(said));
  }
}

INSTANTIATE_TEST_SUITE_P(
    OwnerRules, KnownRelation,
    testing::Values(Known{"branch", "owner.branch", Severity::violation},
                    Known{"subsidiary", "owner.subsidiary", Severity::violation},
                    Known{"parent", "owner.parent", Severity::violation},
                    Known{"holding", "owner.holding", Severity::violation},
                    Known{"former_name", "owner.former_name", Severity::notice}),
    [](const auto& known) { return std::string(known.param.relation); });

TEST(OwnerRules, words_that_end_like_no_units_name_accuse_nobody) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "project_qualification").owners = {made::party("信息系统项目管理师")};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "owner.unrelated");
  EXPECT_EQ(found[0].severity, Severity::suspicion);
}

TEST(OwnerRules, a_person_who_holds_a_patent_is_not_the_applicant) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "patent_certificate").owners = {made::party("东方某")};
  EXPECT_EQ(made::findings(entry, "owner.unrelated")[0].severity, Severity::violation);
}

TEST(OwnerRules, a_sister_company_is_an_affiliate) {
  EntryFacts entry = made::honest_entry();
  RelationGraph graph;
  graph.add({{"青禾控股集团有限公司", ""},
             Relation::parent,
             entry.entry.applicant,
             "relations.csv 第 2 行"});
  graph.add({{"青禾控股集团有限公司", ""},
             Relation::parent,
             {made::kOther, ""},
             "relations.csv 第 3 行"});
  made::paper_of_kind(entry, "audit_report").owners = {made::party(made::kOther)};
  const auto report = made::check_all({entry}, {}, graph).front();
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.findings[0].code, "owner.affiliate");
}

TEST(OwnerRules, a_unit_nobody_knows_is_unrelated) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "case_proof").owners = {made::party(made::kOther)};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "owner.unrelated");
  EXPECT_EQ(found[0].severity, Severity::violation);
}

TEST(OwnerRules, a_branchs_paper_is_told_by_its_name) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "business_licence").owners = {
      made::party("沈阳青禾数据科技有限公司大连分公司")};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "owner.branch");
}

TEST(OwnerRules, a_partners_paper_is_a_question) {
  EntryFacts entry = made::honest_entry();
  entry.entry.partners.push_back({made::kOther, made::kOtherCode});
  made::paper_of_kind(entry, "case_proof").owners = {made::party(made::kOther)};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "owner.partner");
  EXPECT_EQ(found[0].severity, Severity::suspicion);
}

TEST(OwnerRules, a_paper_says_who_a_parent_is) {
  EntryFacts entry = made::honest_entry();
  StatedRelation stated;
  stated.edge = {{made::kOther, ""}, Relation::parent, entry.entry.applicant, "第 14 页"};
  made::paper_of_kind(entry, "audit_report").relations.push_back(stated);
  made::paper_of_kind(entry, "project_qualification").owners = {made::party(made::kOther)};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "owner.parent");
  EXPECT_THAT(found[0].message.zh, testing::HasSubstr("T-1/audit_report.pdf 第 14 页"));
}

TEST(OwnerRules, what_one_entrys_papers_say_does_not_reach_another_entry) {
  EntryFacts telling = made::honest_entry("T-1");
  StatedRelation stated;
  stated.edge = {{made::kOther, ""}, Relation::parent, telling.entry.applicant, "第 14 页"};
  made::paper_of_kind(telling, "audit_report").relations.push_back(stated);
  EntryFacts other = made::honest_entry("T-2");
  made::paper_of_kind(other, "case_proof").owners = {made::party(made::kOther)};
  const auto reports = made::check_all({telling, other});
  EXPECT_THAT(made::with_code(reports[1], "owner.unrelated"), SizeIs(1));
}

TEST(OwnerRules, another_maker_of_a_video_or_model_is_at_most_a_question) {
  for (const char* kind : {"introduction", "video", "model", "other"}) {
    EntryFacts entry = made::honest_entry();
    made::paper_of_kind(entry, kind).owners = {made::party(made::kOther)};
    const auto found = made::findings(entry);
    ASSERT_THAT(found, SizeIs(1)) << kind;
    EXPECT_EQ(found[0].severity, Severity::suspicion) << kind;
  }
}

TEST(OwnerRules, a_paper_that_must_say_whose_it_is_and_does_not_is_a_question) {
  for (const char* kind : kKinds) {
    EntryFacts entry = made::honest_entry();
    made::paper_of_kind(entry, kind).owners.clear();
    const auto found = made::findings(entry, "owner.unknown");
    EXPECT_THAT(found, SizeIs(Contest::built_in().kind(kind)->owned ? 1 : 0)) << kind;
  }
}

TEST(OwnerRules, a_page_too_poor_to_read_accuses_nobody) {
  for (const char* kind : kKinds) {
    EntryFacts entry = made::honest_entry();
    made::paper_of_kind(entry, kind).owners = {made::party(made::kOther)};
    made::paper_of_kind(entry, kind).readable = false;
    for (const Finding& finding : made::findings(entry)) {
      EXPECT_LT(finding.severity, Severity::violation) << kind << " " << finding.code;
    }
  }
}

TEST(OwnerRules, the_applicants_name_misread_by_a_picture_is_the_applicant) {
  EntryFacts entry = made::honest_entry();
  Party& owner = made::paper_of_kind(entry, "patent_certificate").owners.front();
  owner.unit.name = owner.name.words = "沈阳青禾数据科技有限公同";
  owner.name.ocr = true;
  const auto report = made::check_all({entry}).front();
  EXPECT_THAT(report.findings, IsEmpty());
  for (const core::Material& material : report.materials) {
    if (material.kind != "patent_certificate") continue;
    EXPECT_EQ(material.owner->relation, "self");
  }
}

// A name read from a picture, of which the reader doubts some characters.
Party doubtful_party(std::string_view name, std::vector<std::uint32_t> unsure) {
  Party owner = made::party(name);
  owner.name.ocr = true;
  owner.name.unsure = std::move(unsure);
  return owner;
}

TEST(OwnerRules, one_look_alike_character_that_no_code_settles_is_a_question) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "case_proof").owners = {
      doubtful_party("沈阳育禾数据科技有限公司", {})};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "owner.look_alike");
  EXPECT_EQ(found[0].severity, Severity::suspicion);
  EXPECT_EQ(found[0].entity->name, "沈阳育禾数据科技有限公司");
  EXPECT_EQ(found[0].expected, made::kApplicant);
}

TEST(OwnerRules, a_look_alike_with_the_registered_code_is_no_question) {
  EntryFacts entry = made::honest_entry();
  Party owner = doubtful_party("沈阳育禾数据科技有限公司", {});
  owner.unit.uscc = made::kApplicantCode;
  made::paper_of_kind(entry, "case_proof").owners = {owner};
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(OwnerRules, a_character_that_the_reader_doubts_accuses_nobody) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "case_proof").owners = {
      doubtful_party("沈阳青株数据科技有限公司", {3})};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "owner.look_alike");
}

TEST(OwnerRules, a_name_that_differs_where_it_was_read_surely_is_another_unit) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "case_proof").owners = {
      doubtful_party("沈阳蓝株数据科技有限公司", {3})};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "owner.unrelated");
}

TEST(OwnerRules, a_doubted_name_that_fits_a_relatives_is_the_relatives) {
  EntryFacts entry = made::honest_entry();
  core::RelatedUnit parent;
  parent.name = made::kOther;
  parent.relation = "parent";
  entry.entry.related.push_back(parent);
  made::paper_of_kind(entry, "case_proof").owners = {doubtful_party("青岛远株软件有限公司", {3})};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "owner.parent");
  EXPECT_EQ(found[0].entity->name, made::kOther);
}

TEST(OwnerRules, a_doubted_name_with_the_registered_code_is_no_former_name) {
  EntryFacts entry = made::honest_entry();
  Party owner = doubtful_party("沈阳青株数据科技有限公司", {3});
  owner.unit.uscc = made::kApplicantCode;
  made::paper_of_kind(entry, "case_proof").owners = {owner};
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(OwnerRules, a_code_that_differs_only_where_the_reader_doubts_is_no_conflict) {
  EntryFacts entry = made::honest_entry();
  Party owner = made::party(made::kApplicant, made::kOtherCode);
  owner.name.ocr = owner.uscc->ocr = true;
  for (std::uint32_t at = 0; at < 18; ++at) {
    if (made::kOtherCode[at] != made::kApplicantCode[at]) owner.uscc->unsure.push_back(at);
  }
  made::paper_of_kind(entry, "credit_report").owners = {owner};
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(OwnerRules, another_code_under_the_applicants_name_is_another_unit) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "credit_report").owners = {
      made::party(made::kApplicant, made::kOtherCode)};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "owner.uscc_mismatch");
  EXPECT_EQ(found[0].severity, Severity::violation);
  EXPECT_THAT(found[0].message.zh, testing::HasSubstr(made::kApplicantCode));
}

TEST(OwnerRules, a_code_that_fails_its_check_is_a_question_not_an_accusation) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "business_licence").owners = {
      made::party(made::kApplicant, "91210102MA0UQH3K5A")};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "uscc.invalid");
  EXPECT_EQ(found[0].severity, Severity::suspicion);
}

TEST(OwnerRules, a_code_that_a_picture_reads_like_the_registered_one_is_that_one) {
  EntryFacts entry = made::honest_entry();
  Party owner = made::party(made::kApplicant, "91210102MAOUQH3K5Q");
  owner.name.ocr = owner.uscc->ocr = true;
  made::paper_of_kind(entry, "business_licence").owners = {owner};
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(OwnerRules, an_unsure_reading_of_a_code_is_no_finding) {
  EntryFacts entry = made::honest_entry();
  Party owner = made::party(made::kApplicant, "91210102MA0UQH7K2W");
  owner.name.ocr = owner.uscc->ocr = true;
  owner.uscc->confidence = 0.6;
  made::paper_of_kind(entry, "business_licence").owners = {owner};
  EXPECT_THAT(made::findings(entry, "uscc.invalid"), IsEmpty());
}

TEST(OwnerRules, a_wrong_code_in_the_form_itself_is_a_question) {
  EntryFacts entry = made::honest_entry();
  entry.entry.partners.push_back({made::kOther, "91210102MA0P7R2X47"});
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "uscc.invalid");
  EXPECT_EQ(found[0].material, "");
}

TEST(OwnerRules, the_basis_is_said_in_both_languages) {
  EntryFacts entry = made::honest_entry();
  entry.entry.related = {{{"沈阳青禾智造有限公司", ""}, "subsidiary"}};
  made::paper_of_kind(entry, "audit_report").owners = {made::party("沈阳青禾智造有限公司")};
  const auto found = made::findings(entry, "owner.subsidiary");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].basis.zh, testing::HasSubstr("是申报单位的子公司"));
  EXPECT_THAT(found[0].basis.en, testing::StartsWith("a subsidiary of the applicant"));
  EXPECT_THAT(found[0].basis.en, testing::Not(testing::HasSubstr("子公司")));
}

}  // namespace
}  // namespace jianzhen::verify
