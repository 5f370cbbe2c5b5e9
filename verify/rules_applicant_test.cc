#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "verify/made_entry.h"

namespace jianzhen::verify {
namespace {

using core::Severity;
using testing::IsEmpty;
using testing::SizeIs;

// The form alone, so that the papers of another name do not matter.
EntryFacts applicant(std::string_view name, std::string_view uscc = {}) {
  EntryFacts entry{.entry = made::honest_entry().entry};
  entry.entry.applicant.name = name;
  entry.entry.applicant.uscc = uscc;
  return entry;
}

core::RelatedUnit related(std::string_view name, std::string_view relation) {
  core::RelatedUnit unit;
  unit.name = name;
  unit.relation = relation;
  return unit;
}

// --- organisers

struct Excluded {
  const char* label;
  const char* name;
  const char* uscc;
  const char* related;  // unit the entrant declares
  const char* relation;
  Severity expected;  // clean: no finding
};

class Exclusions : public testing::TestWithParam<Excluded> {};

TEST_P(Exclusions, are_graded_by_the_tie) {
  const Excluded& row = GetParam();
  EntryFacts entry = applicant(row.name, row.uscc);
  if (*row.related) entry.entry.related.push_back(related(row.related, row.relation));
  const auto found = made::findings(entry, "applicant.excluded");
  if (row.expected == Severity::clean) {
    EXPECT_THAT(found, IsEmpty());
    return;
  }
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].severity, row.expected);
  EXPECT_EQ(found[0].entity->name, row.name);
  EXPECT_EQ(found[0].clause, "六（一）5");
  EXPECT_FALSE(found[0].evidence.empty());
}

constexpr const char* kInstitution = "1221000046301234XU";

INSTANTIATE_TEST_SUITE_P(
    ApplicantRules, Exclusions,
    testing::Values(
        Excluded{"an_organiser", "沈阳市数据局", "", "", "", Severity::violation},
        Excluded{"as_the_notice_writes_it", "省数据中心", "", "", "", Severity::violation},
        Excluded{"with_a_legal_form", "大连市数据产业投资集团有限公司", "", "", "",
                 Severity::violation},
        Excluded{"its_subsidiary", made::kApplicant, "", "大连市数据产业投资集团有限公司", "parent",
                 Severity::violation},
        Excluded{"what_it_holds", made::kApplicant, "", "大连市数据产业投资集团", "holding",
                 Severity::violation},
        Excluded{"its_parent", made::kApplicant, "", "大连市数据产业投资集团", "subsidiary",
                 Severity::violation},
        Excluded{"its_branch", "大连市数据产业投资集团有限公司沈阳分公司", "", "", "",
                 Severity::violation},
        Excluded{"the_bank_of_the_branch", "中国建设银行股份有限公司", "", "", "",
                 Severity::violation},
        Excluded{"another_branch_of_the_bank", "中国建设银行股份有限公司大连市分行", "", "", "",
                 Severity::suspicion},
        Excluded{"a_part_of_the_organising_branch", "中国建设银行股份有限公司辽宁省分行营业部", "",
                 "", "", Severity::violation},
        Excluded{"a_subsidiary_of_the_bank", made::kApplicant, "", "中国建设银行股份有限公司",
                 "parent", Severity::suspicion},
        Excluded{"who_owns_the_bank", made::kApplicant, "", "中国建设银行股份有限公司",
                 "subsidiary", Severity::violation},
        Excluded{"an_office_under_a_department", "辽宁省农业农村厅信息中心", kInstitution, "", "",
                 Severity::suspicion},
        Excluded{"a_hospital_under_the_commission", "辽宁某康复医院", kInstitution,
                 "辽宁省卫生健康委员会", "parent", Severity::suspicion},
        Excluded{"a_company_of_the_government", made::kApplicant, "", "辽宁省人民政府", "parent",
                 Severity::suspicion},
        Excluded{"a_company_of_its_state_assets_commission", made::kApplicant, "", "辽宁省国资委",
                 "parent", Severity::suspicion},
        Excluded{"an_institution_of_the_government", "辽宁某科学研究院", kInstitution,
                 "辽宁省人民政府", "parent", Severity::clean},
        Excluded{"another_city_s_bureau", "鞍山市数据局", "", "", "", Severity::clean},
        Excluded{"a_like_sounding_company", "大连市数据产业有限公司", "", "", "", Severity::clean},
        Excluded{"a_former_organisers_neighbour", "大连数据产业投资基金有限公司", "", "", "",
                 Severity::clean},
        Excluded{"an_honest_company", made::kApplicant, made::kApplicantCode, "", "",
                 Severity::clean}),
    [](const auto& row) { return std::string(row.param.label); });

TEST(ApplicantRules, a_sister_of_an_organiser_is_a_question) {
  EntryFacts entry = applicant(made::kApplicant);
  entry.entry.related.push_back(related("大连市国有资本有限公司", "parent"));
  RelationGraph graph;
  graph.add({{"大连市国有资本有限公司", ""},
             Relation::parent,
             {"大连市数据产业投资集团有限公司", ""},
             "relations.csv 第 2 行"});
  const auto report = made::check_all({entry}, {}, graph).front();
  const auto found = made::with_code(report, "applicant.excluded");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].severity, Severity::suspicion);
}

TEST(ApplicantRules, a_partner_is_asked_the_same) {
  EntryFacts entry = made::honest_entry();
  entry.entry.partners.push_back({"沈阳市数据局", ""});
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "applicant.excluded");
  EXPECT_EQ(found[0].entity->name, "沈阳市数据局");
}

// --- lists

std::vector<core::Finding> listed(const EntryFacts& entry, const core::Unit& unit) {
  const std::vector<ListedUnit> lists = {{unit, "dishonest", "（2023）辽01执1号", "2024-01-11"}};
  return made::with_code(made::check_all({entry}, lists).front(), "applicant.listed");
}

TEST(ApplicantRules, a_listed_code_is_the_applicant_whatever_its_name) {
  const auto found = listed(made::honest_entry(), {"沈阳旧名有限公司", made::kApplicantCode});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].severity, Severity::violation);
  EXPECT_THAT(found[0].message.zh, testing::HasSubstr("失信被执行人"));
  EXPECT_THAT(found[0].message.zh, testing::HasSubstr("（2023）辽01执1号"));
}

TEST(ApplicantRules, a_list_may_carry_the_organisation_code_only) {
  EXPECT_THAT(listed(made::honest_entry(), {"旧名", "MA0UQH3K5"}), SizeIs(1));
}

TEST(ApplicantRules, a_listing_says_the_day_of_the_list) {
  const std::vector<ListedUnit> dated = {
      {{made::kApplicant, ""}, "dishonest", "案1", "2024-01-11", "2024-07-18"}};
  const auto found =
      made::with_code(made::check_all({made::honest_entry()}, dated).front(), "applicant.listed");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].message.zh, testing::HasSubstr("名单数据截至 2024-07-18"));
  EXPECT_THAT(found[0].message.en, testing::HasSubstr("as of 2024-07-18"));
}

TEST(ApplicantRules, a_list_without_a_day_is_as_old_as_its_newest_row) {
  const std::vector<ListedUnit> undated = {
      {{made::kApplicant, ""}, "dishonest", "案1", "2024-01-11", {}},
      {{made::kOther, ""}, "dishonest", "案2", "2024-06-30", {}}};
  const auto found =
      made::with_code(made::check_all({made::honest_entry()}, undated).front(), "applicant.listed");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].message.zh, testing::HasSubstr("最新一条公布于 2024-06-30"));
}

TEST(ApplicantRules, a_listed_name_without_code_is_the_applicant) {
  EXPECT_THAT(listed(made::honest_entry(), {made::kApplicant, ""}), SizeIs(1));
}

TEST(ApplicantRules, a_listed_former_name_is_the_applicant) {
  EntryFacts entry = made::honest_entry();
  entry.entry.applicant.former_names.push_back("沈阳青禾软件有限公司");
  EXPECT_THAT(listed(entry, {"沈阳青禾软件有限公司", ""}), SizeIs(1));
}

TEST(ApplicantRules, another_unit_of_that_name_is_not_the_applicant) {
  EXPECT_THAT(listed(made::honest_entry(), {made::kApplicant, made::kOtherCode}), IsEmpty());
}

TEST(ApplicantRules, a_listed_partner_is_named) {
  EntryFacts entry = made::honest_entry();
  entry.entry.partners.push_back({made::kOther, made::kOtherCode});
  const auto found = listed(entry, {made::kOther, made::kOtherCode});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].entity->name, made::kOther);
}

TEST(ApplicantRules, its_own_credit_report_may_list_it) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "credit_report").fields["listed.tax"] = made::value("true", 2);
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "applicant.listed");
  EXPECT_EQ(found[0].place.page, 2);
}

TEST(ApplicantRules, anothers_credit_report_lists_that_other) {
  EntryFacts entry = made::honest_entry();
  PaperFacts& report = made::paper_of_kind(entry, "credit_report");
  report.fields["listed.tax"] = made::value("true");
  report.owners = {made::party(made::kOther)};
  EXPECT_THAT(made::findings(entry, "applicant.listed"), IsEmpty());
}

// --- legal persons

struct Person {
  const char* label;
  const char* name;
  const char* uscc;
  bool legal;
};

class LegalPersons : public testing::TestWithParam<Person> {};

TEST_P(LegalPersons, are_told_by_code_and_name) {
  const auto found =
      made::findings(applicant(GetParam().name, GetParam().uscc), "applicant.not_legal_person");
  EXPECT_THAT(found, SizeIs(GetParam().legal ? 0 : 1));
}

INSTANTIATE_TEST_SUITE_P(
    ApplicantRules, LegalPersons,
    testing::Values(
        Person{"a_company", made::kApplicant, made::kApplicantCode, true},
        Person{"an_institution", "沈阳市农业科学研究院", "122101004630012377", true},
        Person{"a_cooperative", "沈阳市青禾水稻种植农民专业合作社", "93210102MA0NN7KK3J", true},
        Person{"an_affiliated_hospital", "青禾医科大学附属第一医院", "122101004630012377", true},
        Person{"a_sole_trader", "沈阳市和平区青禾软件工作室", "92210102MA0TT5UU10", false},
        Person{"a_branch", "沈阳青禾数据科技有限公司大连分公司", "", false},
        Person{"a_limited_partnership", "沈阳青禾创业投资中心（有限合伙）", made::kOtherCode,
               false},
        Person{"a_partnership", "沈阳青禾合伙企业", "", false},
        Person{"a_person", "陶永", "", false}),
    [](const auto& row) { return std::string(row.param.label); });

TEST(ApplicantRules, a_partner_that_is_no_legal_person_is_named) {
  EntryFacts entry = made::honest_entry();
  entry.entry.partners.push_back({"沈阳市和平区青禾软件工作室", "92210102MA0TT5UU10"});
  const auto found = made::findings(entry, "applicant.not_legal_person");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].entity->name, "沈阳市和平区青禾软件工作室");
}

TEST(ApplicantRules, its_own_licence_may_say_sole_proprietorship) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "business_licence").fields["legal_form"] = made::value("个人独资企业");
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "applicant.not_legal_person");
  EXPECT_THAT(found[0].message.zh, testing::HasSubstr("T-1/business_licence.pdf"));
}

TEST(ApplicantRules, a_branchs_licence_does_not_make_the_applicant_a_branch) {
  EntryFacts entry = made::honest_entry();
  PaperFacts& licence = made::paper_of_kind(entry, "business_licence");
  licence.owners = {made::party("沈阳青禾数据科技有限公司大连分公司")};
  licence.fields["legal_form"] = made::value("有限责任公司分公司");
  EXPECT_THAT(made::findings(entry, "applicant.not_legal_person"), IsEmpty());
}

TEST(ApplicantRules, a_company_owned_by_one_person_is_a_legal_person) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "business_licence").fields["legal_form"] =
      made::value("有限责任公司(自然人独资)");
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

}  // namespace
}  // namespace jianzhen::verify
