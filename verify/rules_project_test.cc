// Project, application, intellectual property, team: what the form and single papers show.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "verify/made_entry.h"

namespace jianzhen::verify {
namespace {

using core::Severity;
using testing::IsEmpty;
using testing::SizeIs;

// --- application

TEST(ApplicationRules, a_missing_section_is_named_and_its_parts_are_not) {
  for (const ApplicationSection& section : Contest::built_in().sections) {
    EntryFacts entry = made::honest_entry();
    std::erase_if(made::paper_of_kind(entry, "application").sections,
                  [&](const Section& s) { return s.section == section.title; });
    const auto found = made::findings(entry);
    ASSERT_THAT(found, SizeIs(1)) << section.title;
    EXPECT_EQ(found[0].code, "application.section_missing");
    EXPECT_EQ(found[0].severity, Severity::violation);
    EXPECT_EQ(found[0].section, section.title);
    EXPECT_EQ(found[0].clause, section.clause);
  }
}

TEST(ApplicationRules, a_missing_part_is_a_notice) {
  EntryFacts entry = made::honest_entry();
  std::erase_if(made::paper_of_kind(entry, "application").sections,
                [](const Section& s) { return s.part == "核心优势"; });
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "application.part_missing");
  EXPECT_EQ(found[0].severity, Severity::notice);
  EXPECT_EQ(found[0].section, "项目概述");
  EXPECT_EQ(found[0].part, "核心优势");
}

TEST(ApplicationRules, an_application_in_two_files_is_one) {
  EntryFacts entry = made::honest_entry();
  MaterialFacts second = made::paper("T-1/下册.pdf", "application", made::kApplicant);
  auto& sections = made::paper_of_kind(entry, "application").sections;
  second.papers.front().sections.assign(sections.begin() + 8, sections.end());
  sections.erase(sections.begin() + 8, sections.end());
  entry.materials.push_back(second);
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(ApplicationRules, an_application_that_was_read_in_part_lacks_nothing_for_sure) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "application").sections.clear();
  made::of_kind(entry, "application")
      .observations.push_back({core::ObservationKind::truncated, 0, "300 pages"});
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "material.truncated");
}

// --- project

std::string prose(char32_t first) {
  std::u32string text;
  for (char32_t i = 0; i < 1000; ++i) text += first + i * 7 % 991;
  return core::to_utf8(text);
}

// The form of an entry through the service, and what stood at its path before.
EntryFacts entry_with_earlier_form(const std::string& words, const std::string& earlier_words) {
  EntryFacts entry = made::honest_entry();
  MaterialFacts& form = made::of_kind(entry, "application");
  form.text_fingerprint_source = words;
  entry.earlier = {form};
  entry.earlier.front().material.sha256 = core::Digest();
  entry.earlier.front().text_fingerprint_source = earlier_words;
  return entry;
}

TEST(ProjectRules, a_form_that_replaced_another_projects_is_asked_about) {
  const auto found = made::findings(entry_with_earlier_form(prose(0x4E00), prose(0x6000)));
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "project.content_changed");
  EXPECT_EQ(found[0].severity, Severity::suspicion);
  EXPECT_EQ(found[0].material, "T-1/application.pdf");
}

TEST(ProjectRules, a_form_that_was_only_touched_up_is_no_finding) {
  EXPECT_THAT(made::findings(entry_with_earlier_form(prose(0x4E00), prose(0x4E00) + "另附说明")),
              IsEmpty());
}

TEST(ProjectRules, a_form_that_renames_the_project_is_asked_about) {
  EntryFacts entry = entry_with_earlier_form(prose(0x4E00), prose(0x4E00));
  entry.earlier.front().papers.front().fields["project_name"] = made::value("港口物流数据平台");
  const auto found = made::findings(entry, "project.content_changed");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].expected, "港口物流数据平台");
}

TEST(ProjectRules, a_form_that_replaced_one_of_another_topic_is_asked_about) {
  EntryFacts entry = entry_with_earlier_form(prose(0x4E00), prose(0x4E00));
  auto& fields = made::paper_of_kind(entry, "application").fields;
  fields["track"] = entry.earlier.front().papers.front().fields["track"] = made::value("工业制造");
  fields["topic"] = made::value("赛题2");
  entry.entry.project.track = "工业制造";
  entry.entry.project.topic = 2;
  entry.earlier.front().papers.front().fields["topic"] = made::value("赛题1");
  const auto found = made::findings(entry, "project.topic_mismatch");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].expected, "赛题1");
}

TEST(ProjectRules, what_stood_at_another_path_is_no_earlier_version) {
  EntryFacts entry = entry_with_earlier_form(prose(0x4E00), prose(0x6000));
  entry.earlier.front().material.path = "T-1/其他.pdf";
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(ProjectRules, a_topic_that_the_track_does_not_have_is_named) {
  EntryFacts entry = made::honest_entry();
  entry.entry.project.track = "城市治理";  // has three topics
  entry.entry.project.topic = 4;
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "project.topic_invalid");
  EXPECT_EQ(found[0].severity, Severity::violation);
}

TEST(ProjectRules, a_track_of_another_contest_is_named) {
  EntryFacts entry = made::honest_entry();
  entry.entry.project.track = "交通运输";
  EXPECT_THAT(made::findings(entry, "project.topic_invalid"), SizeIs(1));
}

TEST(ProjectRules, the_last_topic_of_a_track_is_one_of_it) {
  EntryFacts entry = made::honest_entry();
  entry.entry.project.track = "数据要素×城市治理";
  entry.entry.project.topic = 3;
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(ProjectRules, a_form_that_names_no_topic_is_not_wrong_about_it) {
  EntryFacts entry = made::honest_entry();
  entry.entry.project.topic.reset();
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

struct Named {
  const char* printed;
  bool ocr;
  bool same;
};

TEST(ProjectRules, a_printed_name_is_the_registered_one_or_not) {
  // Registered: 面向冷链追溯的可信数据空间
  for (const auto& [printed, ocr, same] :
       {Named{"面向冷链追溯的可信数据空间", false, true},
        {"“面向冷链追溯的 可信数据空间”", false, true},
        {"面向冷链追溯的可信数据", false, true},  // goes on in the next line
        {"面向冷链追溯的可信数椐空间", true, true},
        {"面向冷链追溯的可信数椐空间", false, false},
        {"面向蓝莓种植的可信数据空间", true, false},
        {"冷链追溯数据智能平台", false, false}}) {
    EntryFacts entry = made::honest_entry();
    Value& name = made::paper_of_kind(entry, "application").fields["project_name"];
    name = made::value(printed);
    name.evidence.ocr = ocr;
    EXPECT_THAT(made::findings(entry), SizeIs(same ? 0 : 1)) << printed;
  }
}

TEST(ProjectRules, another_name_is_a_question_with_both_names) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "entry_commitment").fields["project_name"] =
      made::value("冷链追溯数据智能平台");
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "project.name_mismatch");
  EXPECT_EQ(found[0].severity, Severity::suspicion);
  EXPECT_THAT(found[0].message.zh, testing::HasSubstr("冷链追溯数据智能平台"));
  EXPECT_THAT(found[0].message.zh, testing::HasSubstr(entry.entry.project.name));
}

// --- intellectual property

TEST(IpRules, anothers_right_is_said_beside_anothers_paper) {
  for (const char* kind : {"patent_certificate", "software_copyright", "trademark_certificate"}) {
    EntryFacts entry = made::honest_entry();
    made::paper_of_kind(entry, kind).owners = {made::party(made::kOther)};
    const auto found = made::findings(entry);
    ASSERT_THAT(found, SizeIs(2)) << kind;
    EXPECT_EQ(found[0].code, "ip.owner_mismatch");
    EXPECT_EQ(found[0].clause, "六（二）3");
    EXPECT_EQ(found[1].code, "owner.unrelated");
  }
}

TEST(IpRules, a_partners_or_former_names_right_is_not_anothers) {
  EntryFacts partner = made::honest_entry();
  partner.entry.partners.push_back({made::kOther, ""});
  made::paper_of_kind(partner, "patent_certificate").owners = {made::party(made::kOther)};
  EXPECT_THAT(made::findings(partner, "ip.owner_mismatch"), IsEmpty());

  EntryFacts renamed = made::honest_entry();
  renamed.entry.applicant.former_names.push_back(made::kOther);
  made::paper_of_kind(renamed, "patent_certificate").owners = {made::party(made::kOther)};
  EXPECT_THAT(made::findings(renamed, "ip.owner_mismatch"), IsEmpty());
}

TEST(IpRules, a_right_held_with_another_is_a_question_and_no_accusation) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "patent_certificate").owners = {made::party(made::kOther),
                                                             made::party(made::kApplicant)};
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "ip.co_owned");
  EXPECT_EQ(found[0].entity->name, made::kOther);
}

struct Number {
  const char* kind;
  const char* number;
  bool valid;
};

TEST(IpRules, a_number_has_the_form_and_check_of_its_kind) {
  for (const auto& [kind, number, valid] : {Number{"patent_certificate", "ZL202010751970.0", true},
                                            {"patent_certificate", "ZL202010751970.1", false},
                                            {"software_copyright", "2022SR1215365", true},
                                            {"software_copyright", "2022RS1215365", false},
                                            {"software_copyright", "2022SR121536", false},
                                            {"software_copyright", "2014SR121536", true},
                                            {"software_copyright", "2009SRBJ1234", true},
                                            {"trademark_certificate", "第20203171号", false},
                                            {"trademark_certificate", "20203171", true},
                                            {"trademark_certificate", "20203171A", true}}) {
    EntryFacts entry = made::honest_entry();
    made::paper_of_kind(entry, kind).fields["number"] = made::value(number);
    EXPECT_THAT(made::findings(entry), SizeIs(valid ? 0 : 1)) << number;
  }
}

TEST(IpRules, a_number_that_a_picture_read_unsurely_is_no_finding) {
  EntryFacts entry = made::honest_entry();
  Value& number = made::paper_of_kind(entry, "patent_certificate").fields["number"];
  number = made::value("ZL202010751970.1");
  number.evidence.ocr = true;
  number.evidence.confidence = 0.7;
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

TEST(IpRules, a_right_whose_term_is_over_is_expired) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "patent_certificate").fields["valid_until"] =
      made::value("2022-03-05");
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "ip.expired");
  EXPECT_EQ(found[0].severity, Severity::violation);
}

// --- team

std::vector<core::Representative> people(std::size_t count) {
  std::vector<core::Representative> team;
  for (std::size_t i = 0; i < count; ++i) {
    team.push_back({"代表" + std::to_string(i), "21010219900" + std::to_string(1010010 + i)});
  }
  return team;
}

TEST(TeamRules, six_representatives_are_too_many_and_five_are_not) {
  EntryFacts entry = made::honest_entry();
  entry.entry.representatives = people(5);
  EXPECT_THAT(made::findings(entry), IsEmpty());
  entry.entry.representatives = people(6);
  const auto found = made::findings(entry);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "team.too_many");
  EXPECT_EQ(found[0].severity, Severity::violation);
}

TEST(TeamRules, one_person_written_twice_is_one) {
  EntryFacts entry = made::honest_entry();
  entry.entry.representatives = people(5);
  entry.entry.representatives.push_back(entry.entry.representatives.front());
  EXPECT_THAT(made::findings(entry), IsEmpty());
}

struct Pair {
  const char* label;
  core::Representative first;
  core::Representative second;
  Severity expected;
};

class Representatives : public testing::TestWithParam<Pair> {};

TEST_P(Representatives, in_two_teams) {
  EntryFacts a = made::honest_entry("T-1");
  EntryFacts b = made::honest_entry("T-2");
  a.entry.representatives = {GetParam().first};
  b.entry.representatives = {GetParam().second};
  const auto reports = made::check_all({a, b});
  for (std::size_t i = 0; i < 2; ++i) {
    const auto found = made::with_code(reports[i], "team.shared_representative");
    if (GetParam().expected == Severity::clean) {
      EXPECT_THAT(found, IsEmpty());
      continue;
    }
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].severity, GetParam().expected);
    EXPECT_EQ(found[0].other_entry, i == 0 ? "T-2" : "T-1");
    EXPECT_EQ(found[0].material, "");
  }
}

INSTANTIATE_TEST_SUITE_P(
    TeamRules, Representatives,
    testing::Values(Pair{"one_number",
                         {"陶永", "21010219900101001X"},
                         {"陶勇", "21010219900101001x"},
                         Severity::violation},
                    Pair{"two_people_of_one_name",
                         {"陶永", "210102199001010015"},
                         {"陶永", "210102199002020020"},
                         Severity::clean},
                    Pair{"one_name_and_a_missing_number",
                         {"陶永", "210102199001010015"},
                         {"陶 永", ""},
                         Severity::suspicion},
                    Pair{"one_name_and_a_masked_number",
                         {"陶永", "2101**********0015"},
                         {"陶永", "210102199001010015"},
                         Severity::suspicion},
                    Pair{"two_names_without_numbers", {"陶永", ""}, {"钟辉", ""}, Severity::clean}),
    [](const auto& pair) { return std::string(pair.param.label); });

TEST(TeamRules, no_finding_ever_shows_an_identity_number) {
  EntryFacts a = made::honest_entry("T-1");
  EntryFacts b = made::honest_entry("T-2");
  a.entry.representatives = b.entry.representatives = {{"陶永", "210102199001010015"}};
  for (const core::CheckReport& report : made::check_all({a, b})) {
    const std::string json = core::report_json(report, core::Lang::zh);
    EXPECT_THAT(json, testing::HasSubstr("陶永 2101**********0015"));
    EXPECT_THAT(json, testing::Not(testing::HasSubstr("0219900101")));
  }
}

TEST(TeamRules, the_same_team_with_two_projects_does_not_share_its_people_with_another) {
  EntryFacts a = made::honest_entry("T-1");
  EntryFacts b = made::honest_entry("T-2");
  a.entry.representatives = b.entry.representatives = people(3);
  a.entry.team_name = b.entry.team_name = "青禾战队";
  EXPECT_THAT(made::with_code(made::check_all({a, b})[0], "team.shared_representative"), IsEmpty());
}

}  // namespace
}  // namespace jianzhen::verify
