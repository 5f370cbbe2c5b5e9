// What is easily got wrong about the names of Chinese units, one test each. All units are made.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "verify/codes.h"
#include "verify/contest.h"
#include "verify/facts.h"
#include "verify/judged.h"
#include "verify/made_entry.h"
#include "verify/made_paper.h"
#include "verify/names.h"
#include "verify/relations.h"

namespace jianzhen::verify {
namespace {

using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr const char* kOwn = "沈阳青禾软件有限公司";
constexpr const char* kOwnCode = "91210102MA0YQ4LJXC";
constexpr const char* kOtherCode = "91210200243500122U";

class Pitfall : public testing::Test {
 protected:
  Verdict relate(const std::string& own, const std::string& paper, const std::string& own_code = {},
                 const std::string& paper_code = {}) const {
    return graph_.relate({{own, own_code}, {}}, {}, {paper, paper_code}, true);
  }
  Relation relation(const std::string& own, const std::string& paper) const {
    return relate(own, paper).relation;
  }

  RelationGraph graph_;
};

TEST_F(Pitfall, p01_a_prefix_alone_is_no_branch) {
  EXPECT_NE(relation("东岭大学", "东岭大学附属第二医院"), Relation::branch);
  EXPECT_NE(relation("东岭大学", "东岭大学出版社有限公司"), Relation::branch);
}

TEST_F(Pitfall, p01_some_branches_lack_the_word_for_one) {
  EXPECT_EQ(relation("青禾证券股份有限公司", "青禾证券股份有限公司大连人民路证券营业部"),
            Relation::branch);
  EXPECT_EQ(relation("青禾银行股份有限公司", "青禾银行股份有限公司信用卡中心"), Relation::branch);
  EXPECT_EQ(relation("国网青禾电力有限公司", "国网青禾电力有限公司大连供电公司"), Relation::branch);
}

TEST_F(Pitfall, p01_a_branch_of_a_branch_is_a_branch) {
  EXPECT_EQ(relation("青禾银行股份有限公司", "青禾银行股份有限公司沈阳分行铁西支行"),
            Relation::branch);
}

TEST_F(Pitfall, p02_a_line_break_before_the_branch_tail_hides_no_branch) {
  EXPECT_EQ(relation(kOwn, "沈阳青禾软件有限公司\n大连分公司"), Relation::branch);
}

TEST_F(Pitfall, p02_the_heads_name_with_another_code_is_not_plainly_accepted) {
  const Verdict verdict = relate(kOwn, kOwn, kOwnCode, kOtherCode);
  EXPECT_TRUE(verdict.code_conflict);
  EXPECT_NE(verdict.gate, Gate::accept);
}

TEST_F(Pitfall, p03_a_company_limited_by_shares_is_another_name) {
  EXPECT_NE(relate(kOwn, "沈阳青禾软件股份有限公司").gate, Gate::accept);
  EXPECT_EQ(relate(kOwn, "沈阳青禾软件股份有限公司", kOwnCode, kOwnCode).relation,
            Relation::former_name);
}

TEST_F(Pitfall, p03_only_an_edge_says_that_the_group_is_the_parent) {
  EXPECT_NE(relation("青禾股份有限公司", "青禾集团有限公司"), Relation::parent);
  graph_.add({{"青禾集团有限公司", ""}, Relation::parent, {"青禾股份有限公司", ""}, "年报"});
  EXPECT_EQ(relation("青禾股份有限公司", "青禾集团有限公司"), Relation::parent);
}

TEST_F(Pitfall, p04_limited_and_limited_liability_are_for_a_person) {
  EXPECT_EQ(relate(kOwn, "沈阳青禾软件有限责任公司").gate, Gate::review);
}

TEST_F(Pitfall, p05_a_rename_that_keeps_nothing_is_known_by_the_code) {
  EXPECT_EQ(relate(kOwn, "成都岚峦文化传媒有限公司", kOwnCode, kOwnCode).relation,
            Relation::former_name);
}

TEST_F(Pitfall, p05_the_organisation_code_outlives_the_old_numbers) {
  EXPECT_EQ(relate(kOwn, "沈阳岚峦科技有限公司", kOtherCode, "24350012-2").relation,
            Relation::former_name);
  EXPECT_EQ(relate(kOwn, "沈阳岚峦科技有限公司", kOtherCode, "210200243500122").relation,
            Relation::former_name);
}

TEST_F(Pitfall, p06_a_former_name_is_accepted_with_the_change_notice) {
  EntryFacts entry = made::honest_entry();
  entry.entry.applicant.former_names = {"沈阳岚峦科技有限公司"};
  made::paper_of_kind(entry, "patent_certificate").owners = {made::party("沈阳岚峦科技有限公司")};
  const auto found = made::findings(entry, "owner.former_name");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found.front().severity, core::Severity::notice);
  EXPECT_THAT(made::findings(entry, "ip.owner_mismatch"), IsEmpty());
}

EntryFacts renamed_entry(const char* kind, const char* owner, const char* day) {
  EntryFacts entry = made::honest_entry();
  PaperFacts& paper = made::paper_of_kind(entry, kind);
  paper.owners = {made::party(owner)};
  paper.fields["issued_on"] = made::value(day);
  return entry;
}

TEST_F(Pitfall, p06_a_paper_older_than_its_owners_name_is_asked_about) {
  graph_.add({{"沈阳岚峦科技有限公司", ""},
              Relation::former_name,
              {made::kApplicant, ""},
              "变更登记",
              std::nullopt,
              "",
              "",
              "2022-12-31"});
  EXPECT_EQ(graph_.name_time(made::kApplicant).since, "2022-12-31");
  const CheckContext context{Contest::built_in(), graph_, {}};
  const auto found = [&](const char* owner, const char* day) {
    const std::vector<EntryFacts> entries = {renamed_entry("patent_certificate", owner, day)};
    const std::vector<core::CheckReport> reports = check(entries, context);
    std::vector<std::string> codes;
    for (const core::Finding& finding : reports.front().findings) {
      codes.push_back(finding.code + " " + std::string(core::word(finding.severity)));
    }
    return codes;
  };
  EXPECT_THAT(found(made::kApplicant, "2020-05-06"),
              testing::ElementsAre("owner.name_too_early suspicion"));
  EXPECT_THAT(found(made::kApplicant, "2023-05-06"), IsEmpty());
  EXPECT_THAT(found("沈阳岚峦科技有限公司", "2020-05-06"),
              testing::ElementsAre("owner.former_name notice"));
  EXPECT_THAT(found("沈阳岚峦科技有限公司", "2023-05-06"),
              testing::ElementsAre("owner.former_name notice"));
}

TEST_F(Pitfall, p07_an_applicant_that_is_a_branch_may_not_enter) {
  EntryFacts entry = made::honest_entry();
  entry.entry.applicant.name = std::string(made::kApplicant) + "大连分公司";
  EXPECT_THAT(made::findings(entry, "applicant.not_legal_person"), Not(IsEmpty()));
}

TEST_F(Pitfall, p08_a_nominee_is_nobodys_parent) {
  for (const char* nominee : {"香港中央结算（代理人）有限公司", "HKSCC NOMINEES LIMITED",
                              "青禾证券股份有限公司客户信用交易担保证券账户"}) {
    graph_.add({{nominee, ""}, Relation::parent, {kOwn, ""}, "年报"});
    graph_.add({{nominee, ""}, Relation::parent, {"大连松岚装备股份有限公司", ""}, "年报"});
  }
  EXPECT_EQ(relation(kOwn, "大连松岚装备股份有限公司"), Relation::unrelated);
}

TEST_F(Pitfall, p09_a_right_held_jointly_is_a_question) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "software_copyright").owners = {made::party(made::kApplicant),
                                                             made::party(made::kOther)};
  const auto found = made::findings(entry, "ip.co_owned");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found.front().severity, core::Severity::suspicion);
}

PaperFacts first_paper(const core::Document& document, const core::Applicant& applicant) {
  core::Material material;
  material.path = "材料.pdf";
  material.media_type = document.media_type;
  core::Entry entry;
  entry.applicant = applicant;
  return extract_facts(material, document, entry, Contest::built_in()).papers.front();
}

TEST_F(Pitfall, p10_a_laboratory_is_on_the_page_and_not_its_owner) {
  const auto paper = first_paper(
      made_document({{">青禾检验认证有限公司", ">检测报告", "委托单位：大连松岚装备有限公司",
                      "样品名称：边缘网关", "检测结论：合格", "检测单位：青禾检验认证有限公司"}}),
      {{kOwn, {}}, {}});
  ASSERT_THAT(paper.owners, SizeIs(1));
  EXPECT_EQ(paper.owners.front().unit.name, "大连松岚装备有限公司");
}

core::Document scanned(const std::vector<std::string>& rows) {
  core::Document document = made_document({rows});
  document.pages.front().source = core::PageSource::ocr;
  return document;
}

TEST(Misreading, a_place_that_reads_the_registered_name_wins_over_a_misreading) {
  const auto paper =
      first_paper(scanned({">检测报告", "委托单位：沈阳或禾软件有限公司", "样品名称：边缘网关",
                           "委托单位：沈阳彧禾软件有限公司", "检测结论：合格"}),
                  {{"沈阳彧禾软件有限公司", {}}, {}});
  ASSERT_FALSE(paper.owners.empty());
  EXPECT_EQ(paper.owners.front().unit.name, "沈阳彧禾软件有限公司");
}

class RepeatedMisreading : public testing::Test {
 protected:
  RepeatedMisreading() {
    entry_.entry.applicant.name = "沈阳彧禾数据科技有限公司";
    made::paper_of_kind(entry_, "audit_report").owners = {misread({})};
  }
  static Party misread(std::string_view code) {
    Party party = made::party("沈阳或禾数据科技有限公司", code);
    party.name.ocr = true;
    return party;
  }

  Gate gate_of_audit() const {
    const RelationGraph relations;
    const std::vector<ListedUnit> lists;
    const JudgedEntry judged = judge(entry_, {Contest::built_in(), relations, lists});
    const auto audit = std::ranges::find_if(judged.papers, [](const JudgedPaper& paper) {
      return paper.paper->kind == "audit_report";
    });
    return audit->owners.front().verdict.gate;
  }

  EntryFacts entry_ = made::honest_entry();
};

TEST_F(RepeatedMisreading, without_a_code_anywhere_is_for_a_person) {
  EXPECT_EQ(gate_of_audit(), Gate::review);
}

TEST_F(RepeatedMisreading, that_a_code_confirmed_on_one_paper_is_settled_on_the_others) {
  made::paper_of_kind(entry_, "case_proof").owners = {misread(made::kApplicantCode)};
  EXPECT_EQ(gate_of_audit(), Gate::accept);
}

TEST_F(RepeatedMisreading, that_another_valid_code_stands_beside_settles_nothing) {
  made::paper_of_kind(entry_, "case_proof").owners = {misread(made::kOtherCode)};
  EXPECT_EQ(gate_of_audit(), Gate::review);
}

TEST_F(Pitfall, p11_a_form_that_does_not_exist_is_noise_and_one_that_does_is_a_name) {
  EXPECT_EQ(relate("沈阳青禾软件股份有限公司", "沈阳青禾软件股份有限公同").gate, Gate::accept);
  EXPECT_NE(relate(kOwn, "沈阳青禾软件集团有限公司").gate, Gate::accept);
}

TEST_F(Pitfall, p12_a_brand_may_hold_a_place_or_a_trade) {
  EXPECT_EQ(parse_name("北京银行股份有限公司").form, "股份有限公司");
  EXPECT_EQ(relation("大连青瓷股份有限公司", "沈阳青瓷股份有限公司"),
            Relation::different_unknown_relation);
  EXPECT_EQ(parse_name("沈阳经济技术开发区青禾软件有限公司").brand, "青禾");
}

TEST_F(Pitfall, p12_the_province_before_the_city_is_loosely_the_same) {
  EXPECT_EQ(relate("辽宁省沈阳市青禾软件有限公司", kOwn).gate, Gate::review);
}

TEST_F(Pitfall, p12_a_place_without_its_rank_is_loosely_the_same) {
  EXPECT_EQ(relate("沈阳市青禾软件有限公司", kOwn).gate, Gate::review);
}

TEST_F(Pitfall, p13_a_place_in_front_and_one_in_brackets_are_two_names) {
  EXPECT_NE(relate("上海青禾软件有限公司", "青禾软件(上海)有限公司").gate, Gate::accept);
}

TEST_F(Pitfall, p14_traditional_and_variant_characters_are_the_same) {
  EXPECT_EQ(relate("沈阳东软高科有限公司", "瀋陽東軟髙科有限公司").gate, Gate::accept);
}

TEST_F(Pitfall, p14_a_character_that_no_reader_prints_is_for_a_person) {
  EXPECT_EQ(relate("沈阳𬭚禾软件有限公司", "沈阳享禾软件有限公司").gate, Gate::review);
  EXPECT_EQ(relate("沈阳𬭚禾软件有限公司", "沈阳禾软件有限公司").gate, Gate::review);
}

TEST_F(Pitfall, p14_the_middle_dot_may_be_lost) {
  EXPECT_EQ(relate("沈阳青禾·岚峦软件有限公司", "沈阳青禾岚峦软件有限公司").gate, Gate::accept);
}

TEST_F(Pitfall, p15_a_sole_trader_may_not_enter_and_a_cooperative_may) {
  EntryFacts entry = made::honest_entry();
  entry.entry.applicant = {{"沈阳市和平区青禾软件工作室", "92210102MA0TT5UU10"}, {}};
  EXPECT_THAT(made::findings(entry, "applicant.not_legal_person"), Not(IsEmpty()));
  entry.entry.applicant = {{"沈阳市青禾果蔬专业合作社", ""}, {}};
  EXPECT_THAT(made::findings(entry, "applicant.not_legal_person"), IsEmpty());
}

TEST_F(Pitfall, p16_ownership_that_has_ended_relates_nobody_on_the_contests_day) {
  graph_.add({{made::kOther, ""},
              Relation::parent,
              {made::kApplicant, ""},
              "年报",
              67.0,
              "2020-12-31",
              "2015-01-01",
              "2021-06-30"});
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "audit_report").owners = {made::party(made::kOther)};
  const auto reports = made::check_all({entry}, {}, graph_);
  EXPECT_THAT(made::with_code(reports.front(), "owner.parent"), IsEmpty());
  EXPECT_THAT(made::with_code(reports.front(), "owner.unrelated"), SizeIs(1));
}

}  // namespace
}  // namespace jianzhen::verify
