#include "verify/contest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "verify/finding_texts.h"

namespace jianzhen::verify {
namespace {

using core::Severity;

// The smallest file that is whole; each test spoils or changes one thing of it.
std::string small_contest() {
  return R"(format: 1
id: small
title: 小赛
issued: 2030-01-01
calendar:
  - {id: registration, title: 报名, from: 2030-02-01, to: 2030-02-28, clause: 一}
team: {max_representatives: 3}
organisers:
  - {name: 某市数据局, role: 主办单位, nature: department}
exclusion:
  legal_forms: [有限公司]
  relations:
    default: {self: violation, affiliate: suspicion}
    government: {subsidiary: suspicion}
legal_person: {codes: ["12"], not_codes: {"92": 个体工商户}, not_in_name: [合伙], not_in_form: [分公司]}
lists: {dishonest: 失信被执行人}
tracks:
  - name: 交通
    prefix: 数据要素×
    topics:
      - {number: 1, title: 多式联运}
kinds:
  - {id: application, zh: 申报书, en: application form, clause: 一, owned: true}
required:
  - {id: application, kinds: [application], severity: violation, clause: 一}
application:
  sections:
    - {title: 概述, parts: [背景], clause: 一}
rules:
  - {code: owner.branch, severity: violation, clause: 一}
  - {code: owner.parent, severity: suspicion, clause: 一, enabled: false}
awards: []
clauses:
  - {id: 一, text: 第一条。}
)";
}

std::string changed(const std::string& from, const std::string& to) {
  std::string text = small_contest();
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Contest, liaoning_2024_has_five_tracks_and_nineteen_topics) {
  const Contest& contest = Contest::built_in();
  std::size_t topics = 0;
  for (const Track& track : contest.tracks) {
    for (const Topic& topic : track.topics) {
      EXPECT_EQ(&topic - track.topics.data(), topic.number - 1) << track.name;
      EXPECT_FALSE(topic.title.empty());
    }
    topics += track.topics.size();
  }
  EXPECT_EQ(contest.tracks.size(), 5U);
  EXPECT_EQ(topics, 19U);
}

TEST(Contest, liaoning_2024_closes_registration_on_the_twenty_first_of_july) {
  EXPECT_EQ(Contest::built_in().registration_closes, "2024-07-21");
  EXPECT_EQ(Contest::built_in().calendar.front().from, "2024-06-22");
}

TEST(Contest, liaoning_2024_names_its_twelve_organisers) {
  EXPECT_EQ(Contest::built_in().organisers.size(), 12U);
}

TEST(Contest, liaoning_2024_awards_forty_entries) {
  int count = 0;
  for (const Award& award : Contest::built_in().awards) count += award.count;
  EXPECT_EQ(count, 40);
}

TEST(Contest, liaoning_2024_application_has_five_sections_with_fifteen_parts) {
  std::size_t parts = 0;
  for (const auto& section : Contest::built_in().sections) parts += section.parts.size();
  EXPECT_EQ(Contest::built_in().sections.size(), 5U);
  EXPECT_EQ(parts, 15U);
}

TEST(Contest, liaoning_2024_grades_every_code_that_has_a_text) {
  for (const std::string& id : text_ids()) {
    EXPECT_TRUE(!has_text(id) || Contest::built_in().rule(id)) << id;
  }
}

// contract.md, "Findings".
TEST(Contest, liaoning_2024_grades_as_the_contract_does) {
  const std::set<std::string> violations = {"owner.branch",
                                            "owner.subsidiary",
                                            "owner.parent",
                                            "owner.holding",
                                            "owner.affiliate",
                                            "owner.unrelated",
                                            "owner.uscc_mismatch",
                                            "applicant.excluded",
                                            "applicant.listed",
                                            "applicant.not_legal_person",
                                            "material.missing",
                                            "material.expired",
                                            "application.section_missing",
                                            "project.topic_invalid",
                                            "ip.owner_mismatch",
                                            "ip.expired",
                                            "team.too_many",
                                            "team.shared_representative",
                                            "signature.invalid"};
  const std::set<std::string> notices = {"owner.former_name", "material.kind_mismatch",
                                         "material.duplicate", "application.part_missing",
                                         // not in the contract: told, held against nobody
                                         "material.external_link", "material.truncated"};
  for (const RuleSetting& rule : Contest::built_in().rules) {
    const Severity expected = violations.contains(rule.code) ? Severity::violation
                              : notices.contains(rule.code)  ? Severity::notice
                                                             : Severity::suspicion;
    EXPECT_EQ(rule.severity, expected) << rule.code;
  }
}

TEST(Contest, a_track_is_known_under_its_long_name_and_as_people_type_it) {
  const Contest& contest = Contest::built_in();
  for (const char* name :
       {"工业制造", "数据要素×工业制造", "数据要素 X 工业制造", "工业制造赛道"}) {
    ASSERT_NE(contest.track(name), nullptr) << name;
    EXPECT_EQ(contest.track(name)->name, "工业制造");
  }
  EXPECT_EQ(contest.track("智慧交通"), nullptr);
  EXPECT_EQ(contest.track("工业"), nullptr);
}

TEST(Contest, another_contest_is_another_file) {
  const auto contest = Contest::parse(small_contest(), "small.yaml");
  ASSERT_TRUE(contest) << contest.error().message.en;
  EXPECT_EQ(contest->registration_closes, "2030-02-28");
  EXPECT_EQ(contest->max_representatives, 3);
  EXPECT_EQ(contest->required.front().title.zh, "申报书");
}

TEST(Contest, a_rule_that_is_switched_off_is_not_applied) {
  const auto contest = Contest::parse(small_contest(), "small.yaml");
  ASSERT_TRUE(contest) << contest.error().message.en;
  EXPECT_NE(contest->rule("owner.branch"), nullptr);
  EXPECT_EQ(contest->rule("owner.parent"), nullptr);
}

TEST(Contest, a_government_excludes_by_its_own_line_only) {
  const auto contest = Contest::parse(small_contest(), "small.yaml");
  ASSERT_TRUE(contest) << contest.error().message.en;
  EXPECT_EQ(contest->exclusion.of("department", "self"), Severity::violation);
  EXPECT_EQ(contest->exclusion.of("government", "subsidiary"), Severity::suspicion);
  EXPECT_EQ(contest->exclusion.of("government", "affiliate"), Severity::clean);
}

struct Spoiled {
  const char* name;
  const char* from;
  const char* to;
  const char* line;  // that the message names
  const char* key;
};

class SpoiledContest : public testing::TestWithParam<Spoiled> {};

TEST_P(SpoiledContest, is_refused_with_line_and_key) {
  const Spoiled& spoiled = GetParam();
  const auto contest = Contest::parse(changed(spoiled.from, spoiled.to), "small.yaml");
  ASSERT_FALSE(contest);
  EXPECT_EQ(contest.error().code, core::ErrorCode::corrupt);
  const std::string& zh = contest.error().message.zh;
  EXPECT_NE(zh.find(std::string("第 ") + spoiled.line + " 行"), std::string::npos) << zh;
  EXPECT_NE(zh.find(spoiled.key), std::string::npos) << zh;
}

INSTANTIATE_TEST_SUITE_P(
    Contest, SpoiledContest,
    testing::Values(
        Spoiled{"a_misspelt_key", "title: 小赛", "titel: 小赛", "1", "title"},
        Spoiled{"an_unknown_key", "id: small", "id: small\ncolour: red", "3", "colour"},
        Spoiled{"a_wrong_severity", "severity: suspicion", "severity: grave", "31",
                "rules[1].severity"},
        Spoiled{"an_unknown_code", "owner.branch", "owner.brunch", "30", "rules[0].code"},
        Spoiled{"a_code_twice", "owner.parent", "owner.branch", "31", "rules[1].code"},
        Spoiled{"a_clause_nobody_quotes", "severity: violation, clause: 一}\n  - {code: owner.p",
                "severity: violation, clause: 二}\n  - {code: owner.p", "30", "rules[0].clause"},
        Spoiled{"an_unknown_kind", "kinds: [application]", "kinds: [licence]", "25",
                "required[0].kinds"},
        Spoiled{"a_number_in_words", "max_representatives: 3", "max_representatives: 三", "7",
                "team.max_representatives"},
        Spoiled{"a_date_upside_down", "to: 2030-02-28", "to: 28.2.2030", "6", "calendar[0].to"},
        Spoiled{"a_stage_that_ends_before_it_begins", "to: 2030-02-28", "to: 2030-01-28", "6",
                "calendar[0].to"},
        Spoiled{"no_registration", "id: registration", "id: start", "6", "calendar"},
        Spoiled{"another_format", "format: 1", "format: 2", "1", "format"},
        Spoiled{"no_yaml", "format: 1", "format: [1", "2", "YAML"}),
    [](const auto& spoiled) { return std::string(spoiled.param.name); });

TEST(Contest, a_file_that_is_not_there_is_named) {
  const auto contest = Contest::load("/nowhere/contest.yaml");
  ASSERT_FALSE(contest);
  EXPECT_EQ(contest.error().code, core::ErrorCode::not_found);
  EXPECT_NE(contest.error().message.zh.find("/nowhere/contest.yaml"), std::string::npos);
}

}  // namespace
}  // namespace jianzhen::verify
