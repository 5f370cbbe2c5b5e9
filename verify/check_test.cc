// The findings of all rules together: between entries, and as a whole.
#include "verify/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "core/text.h"
#include "verify/made_entry.h"
#include "verify/together.h"

namespace jianzhen::verify {
namespace {

using core::Severity;
using testing::IsEmpty;
using testing::SizeIs;

std::string prose(unsigned seed) {
  std::mt19937 random(seed);
  std::u32string text;
  for (int i = 0; i < 2000; ++i) text += static_cast<char32_t>(0x4E00 + random() % 3000);
  return core::to_utf8(text);
}

TEST(CrossRules, the_same_bytes_in_two_entries_are_a_question_to_both) {
  EntryFacts a = made::honest_entry("T-1");
  EntryFacts b = made::honest_entry("T-2");
  made::of_kind(b, "model").material.sha256 = made::of_kind(a, "model").material.sha256;
  const auto reports = made::check_all({a, b});
  for (std::size_t i = 0; i < 2; ++i) {
    ASSERT_THAT(reports[i].findings, SizeIs(1));
    EXPECT_EQ(reports[i].findings[0].code, "cross.same_material");
    EXPECT_EQ(reports[i].findings[0].severity, Severity::suspicion);
    EXPECT_EQ(reports[i].findings[0].other_entry, i == 0 ? "T-2" : "T-1");
  }
}

TEST(CrossRules, a_file_without_bytes_is_nobodys_copy) {
  EntryFacts a = made::honest_entry("T-1");
  EntryFacts b = made::honest_entry("T-2");
  for (EntryFacts* entry : {&a, &b}) {
    made::of_kind(*entry, "model").material.sha256 = core::Digest();
    made::of_kind(*entry, "model").material.bytes = 0;
  }
  EXPECT_THAT(made::check_all({a, b})[0].findings, IsEmpty());
}

TEST(CrossRules, applications_nearly_the_same_are_a_question_to_both) {
  EntryFacts a = made::honest_entry("T-1");
  EntryFacts b = made::honest_entry("T-2");
  const std::string text = prose(1);
  made::of_kind(a, "application").text_fingerprint_source = text + "甲公司";
  made::of_kind(b, "application").text_fingerprint_source = text + "乙公司";
  const auto reports = made::check_all({a, b});
  ASSERT_THAT(reports[0].findings, SizeIs(1));
  EXPECT_EQ(reports[0].findings[0].code, "cross.near_duplicate");
  EXPECT_EQ(reports[0].findings[0].other_entry, "T-2");
  EXPECT_EQ(reports[1].findings[0].other_entry, "T-1");
}

TEST(CrossRules, a_form_that_everybody_signs_is_not_compared) {
  EntryFacts a = made::honest_entry("T-1");
  EntryFacts b = made::honest_entry("T-2");
  for (EntryFacts* entry : {&a, &b}) {
    made::of_kind(*entry, "entry_commitment").text_fingerprint_source = prose(1);
    made::of_kind(*entry, "responsibility_statement").text_fingerprint_source = prose(2);
  }
  EXPECT_THAT(made::check_all({a, b})[0].findings, IsEmpty());
}

TEST(CrossRules, applications_in_their_own_words_are_not_the_same) {
  EntryFacts a = made::honest_entry("T-1");
  EntryFacts b = made::honest_entry("T-2");
  made::of_kind(a, "application").text_fingerprint_source = prose(1);
  made::of_kind(b, "application").text_fingerprint_source = prose(2);
  EXPECT_THAT(made::check_all({a, b})[0].findings, IsEmpty());
}

// The service checks an entry beside those it shares a key with: none may be missed.
struct SharedThing {
  const char* name;
  void (*share)(EntryFacts& a, EntryFacts& b);
};

class SharedKeys : public testing::TestWithParam<SharedThing> {};

TEST_P(SharedKeys, lead_from_one_entry_to_the_other) {
  EntryFacts a = made::honest_entry("T-1");
  EntryFacts b = made::honest_entry("T-2");
  GetParam().share(a, b);
  ASSERT_FALSE(made::check_all({a, b})[0].findings.empty());
  const std::set<std::string> own = shared_keys(a, Contest::built_in());
  EXPECT_TRUE(std::ranges::any_of(shared_keys(b, Contest::built_in()),
                                  [&](const std::string& key) { return own.contains(key); }));
}

INSTANTIATE_TEST_SUITE_P(
    CrossRules, SharedKeys,
    testing::Values(SharedThing{"bytes",
                                [](EntryFacts& a, EntryFacts& b) {
                                  made::of_kind(b, "model").material.sha256 =
                                      made::of_kind(a, "model").material.sha256;
                                }},
                    SharedThing{"text",
                                [](EntryFacts& a, EntryFacts& b) {
                                  made::of_kind(a, "application").text_fingerprint_source =
                                      prose(1) + prose(2);
                                  made::of_kind(b, "application").text_fingerprint_source =
                                      prose(1) + prose(2).substr(0, 3000);
                                }},
                    SharedThing{"number",
                                [](EntryFacts& a, EntryFacts& b) {
                                  made::paper_of_kind(b, "patent_certificate").fields["number"] =
                                      made::paper_of_kind(a, "patent_certificate").fields["number"];
                                }},
                    SharedThing{"team",
                                [](EntryFacts& a, EntryFacts& b) {
                                  b.entry.team_name = a.entry.team_name;
                                }},
                    SharedThing{"person_by_name",
                                [](EntryFacts& a, EntryFacts& b) {
                                  a.entry.representatives = {{"陶 永", ""}};
                                  b.entry.representatives = {{"陶永", ""}};
                                }},
                    SharedThing{"person_by_number",
                                [](EntryFacts& a, EntryFacts& b) {
                                  a.entry.representatives = {{"陶永", "21010219900101001x"}};
                                  b.entry.representatives = {{"陶咏", "21010219900101001X"}};
                                }}),
    [](const auto& thing) { return std::string(thing.param.name); });

TEST(SharedKeys, are_none_between_strangers) {
  const std::set<std::string> own = shared_keys(made::honest_entry("T-1"), Contest::built_in());
  for (const std::string& key : shared_keys(made::honest_entry("T-2"), Contest::built_in())) {
    EXPECT_FALSE(own.contains(key)) << key;
  }
}

// --- reports

TEST(Check, a_material_shows_its_owner_and_relation) {
  EntryFacts entry = made::honest_entry();
  made::paper_of_kind(entry, "case_proof").owners = {made::party(made::kOther, made::kOtherCode)};
  const auto report = made::check_all({entry}).front();
  for (const core::Material& material : report.materials) {
    if (material.kind != "case_proof") continue;
    ASSERT_TRUE(material.owner);
    EXPECT_EQ(material.owner->unit.name, made::kOther);
    EXPECT_EQ(material.owner->unit.uscc, made::kOtherCode);
    EXPECT_EQ(material.owner->relation, "unrelated");
    EXPECT_EQ(material.owner->place.page, 1);
  }
}

TEST(Check, a_collection_shows_its_papers_and_findings_carry_their_page) {
  EntryFacts entry = made::honest_entry();
  MaterialFacts& file = made::of_kind(entry, "case_proof");
  file.material.kind = "collection";
  PaperFacts second = made::paper("", "software_copyright", made::kOther).papers.front();
  second.first_page = 4;
  second.last_page = 5;
  second.owners.front().name.place.page = 4;
  file.papers.push_back(second);
  const auto report = made::check_all({entry}).front();
  const auto shown = std::ranges::find(report.materials, "collection", &core::Material::kind);
  ASSERT_NE(shown, report.materials.end());
  EXPECT_FALSE(shown->owner);
  ASSERT_THAT(shown->papers, SizeIs(2));
  EXPECT_EQ(shown->papers[1].from, 4);
  EXPECT_EQ(shown->papers[1].owner->relation, "unrelated");
  ASSERT_THAT(report.findings, SizeIs(2));
  EXPECT_EQ(report.findings[0].place.page, 4);
}

TEST(Check, materials_stand_in_the_order_of_their_paths) {
  EntryFacts entry = made::honest_entry();
  std::ranges::reverse(entry.materials);
  const auto report = made::check_all({entry}).front();
  EXPECT_TRUE(std::ranges::is_sorted(report.materials, {}, &core::Material::path));
}

// An entry with something of everything.
EntryFacts troubled_entry(std::string_view id) {
  EntryFacts entry = made::honest_entry(id);
  entry.entry.representatives = {{"陶永", "210102199001010015"}};
  made::paper_of_kind(entry, "case_proof").owners = {made::party(made::kOther)};
  made::paper_of_kind(entry, "patent_certificate").owners = {made::party(made::kOther)};
  made::paper_of_kind(entry, "entry_commitment").seals.clear();
  made::paper_of_kind(entry, "project_qualification").fields["valid_until"] =
      made::value("2020-01-01");
  made::remove_kind(entry, "credit_report");
  made::of_kind(entry, "application").text_fingerprint_source = prose(1);
  return entry;
}

TEST(Check, the_order_of_the_materials_changes_nothing) {
  std::vector<EntryFacts> entries = {troubled_entry("T-1"), troubled_entry("T-2")};
  const auto bytes = [](const std::vector<core::CheckReport>& reports) {
    std::string json;
    for (const auto& report : reports) json += core::report_json(report, core::Lang::zh) + "\n";
    return json;
  };
  const std::string expected = bytes(made::check_all(entries));
  std::mt19937 random(7);
  for (int round = 0; round < 5; ++round) {
    for (EntryFacts& entry : entries) std::ranges::shuffle(entry.materials, random);
    EXPECT_EQ(bytes(made::check_all(entries)), expected);
  }
}

TEST(Check, every_finding_carries_clause_message_and_evidence) {
  const auto reports = made::check_all({troubled_entry("T-1"), troubled_entry("T-2")});
  EXPECT_GE(reports[0].findings.size(), 8U);
  for (const core::Finding& finding : reports[0].findings) {
    EXPECT_NE(Contest::built_in().clause(finding.clause), nullptr) << finding.code;
    EXPECT_FALSE(finding.message.zh.empty()) << finding.code;
    EXPECT_FALSE(finding.message.en.empty()) << finding.code;
    EXPECT_FALSE(finding.evidence.empty()) << finding.code;
  }
}

TEST(Check, a_rule_that_the_contest_does_not_apply_says_nothing) {
  Contest contest = Contest::built_in();
  std::erase_if(contest.rules, [](const RuleSetting& r) { return r.code == "owner.unrelated"; });
  const std::vector<EntryFacts> entries = {troubled_entry("T-1")};
  const auto reports = check(entries, {contest, RelationGraph(), {}});
  EXPECT_THAT(made::with_code(reports[0], "owner.unrelated"), IsEmpty());
  EXPECT_THAT(made::with_code(reports[0], "ip.owner_mismatch"), SizeIs(1));
}

TEST(Check, the_contest_says_how_grave_a_finding_may_be) {
  Contest contest = Contest::built_in();
  for (RuleSetting& rule : contest.rules) rule.severity = Severity::notice;
  const std::vector<EntryFacts> entries = {troubled_entry("T-1")};
  EXPECT_EQ(check(entries, {contest, RelationGraph(), {}})[0].verdict(), Severity::notice);
}

TEST(Check, an_entry_without_any_file_is_told_what_is_missing) {
  EntryFacts entry{.entry = made::honest_entry().entry};
  EXPECT_THAT(made::findings(entry, "material.missing"),
              SizeIs(Contest::built_in().required.size()));
}

// --- lists

class Lists : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("jianzhen_lists_" + std::to_string(std::random_device()()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  std::filesystem::path folder_;
};

TEST_F(Lists, each_row_knows_its_list) {
  write("tax.csv", "name,uscc,case_no,published\n甲公司,91,辽税〔2022〕36号,2024-01-12\n");
  const auto lists = load_lists(folder_);
  ASSERT_TRUE(lists) << lists.error().message.en;
  ASSERT_THAT(*lists, SizeIs(1));
  EXPECT_EQ(lists->front().list, "tax");
  EXPECT_EQ(lists->front().unit.name, "甲公司");
  EXPECT_EQ(lists->front().case_no, "辽税〔2022〕36号");
  EXPECT_EQ(lists->front().published, "2024-01-12");
}

TEST_F(Lists, a_list_that_is_not_there_is_empty) {
  const auto lists = load_lists(folder_);
  ASSERT_TRUE(lists) << lists.error().message.en;
  EXPECT_THAT(*lists, IsEmpty());
}

TEST_F(Lists, a_broken_list_is_named) {
  write("dishonest.csv", "名称\n甲公司\n");
  const auto lists = load_lists(folder_);
  ASSERT_FALSE(lists);
  EXPECT_THAT(lists.error().message.zh, testing::HasSubstr("dishonest.csv"));
}

TEST_F(Lists, a_folder_that_is_not_there_is_named) {
  const auto lists = load_lists(folder_ / "none");
  ASSERT_FALSE(lists);
  EXPECT_EQ(lists.error().code, core::ErrorCode::not_found);
}

}  // namespace
}  // namespace jianzhen::verify
