#include "api/what_if.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "api/data_folder.h"
#include "store/catalogue.h"
#include "verify/facts_form.h"
#include "verify/made_entry.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;
using testing::SizeIs;
using verify::made::honest_entry;

// A data folder with one honest entry, and one whose case proof is a stranger's.
class WhatIfTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(root_);
    verify::EntryFacts wrong = honest_entry("T-2");
    verify::made::paper_of_kind(wrong, "case_proof").owners = {
        verify::made::party(verify::made::kOther)};
    keep(honest_entry("T-1"));
    keep(wrong);
  }
  void TearDown() override { fs::remove_all(root_); }

  void keep(const verify::EntryFacts& facts, int version = verify::kFactsVersion) {
    const auto catalogue = store::Catalogue::open(DataFolder{root_}.catalogue()).value();
    ASSERT_TRUE(catalogue->put_entry(facts.entry));
    ASSERT_TRUE(catalogue->put_facts(facts.entry.id, version, verify::facts_form(facts)));
  }

  // The notice's own contest, with one piece of it said otherwise.
  WhatIf with(const std::string& said, const std::string& otherwise) {
    std::stringstream text;
    text << std::ifstream(fs::path(std::getenv("JIANZHEN_SOURCE_DIR")) /
                          "samples/contests/liaoning-2024.yaml")
                .rdbuf();
    std::string contest = text.str();
    const std::size_t at = contest.find(said);
    EXPECT_NE(at, std::string::npos) << said;
    contest.replace(at, said.size(), otherwise);
    std::ofstream(root_ / "new.yaml") << contest;
    return what_if({.data = root_, .contest = root_ / "new.yaml"}).value();
  }

  static constexpr const char* kRule =
      "{code: owner.unrelated, severity: violation, clause: 六（三）2}";
  fs::path root_ =
      fs::path(testing::TempDir()) / ("jianzhen_what_if_" + std::to_string(::getpid()));
};

TEST_F(WhatIfTest, the_same_contest_changes_nothing) {
  const WhatIf result = with(kRule, kRule);
  EXPECT_EQ(result.entries, 2U);
  EXPECT_THAT(result.changes, IsEmpty());
  EXPECT_FALSE(result.facts_differ);
}

TEST_F(WhatIfTest, a_rule_switched_off_loses_its_findings_alone) {
  const WhatIf result = with(
      kRule, "{code: owner.unrelated, severity: violation, clause: 六（三）2, enabled: false}");
  ASSERT_THAT(result.changes, SizeIs(1));
  EXPECT_EQ(result.changes[0].entry, "T-2");
  EXPECT_EQ(result.changes[0].before, core::Severity::violation);
  EXPECT_EQ(result.changes[0].after, core::Severity::clean);
  ASSERT_THAT(result.changes[0].lost, SizeIs(1));
  EXPECT_EQ(result.changes[0].lost[0].code, "owner.unrelated");
  EXPECT_THAT(result.changes[0].gained, IsEmpty());
}

TEST_F(WhatIfTest, a_rule_of_another_grade_regrades_its_findings) {
  const WhatIf result =
      with(kRule, "{code: owner.unrelated, severity: suspicion, clause: 六（三）2}");
  ASSERT_THAT(result.changes, SizeIs(1));
  ASSERT_THAT(result.changes[0].regraded, SizeIs(1));
  EXPECT_EQ(result.changes[0].regraded[0].before.severity, core::Severity::violation);
  EXPECT_EQ(result.changes[0].regraded[0].after.severity, core::Severity::suspicion);
  EXPECT_EQ(result.changes[0].after, core::Severity::suspicion);
}

TEST_F(WhatIfTest, a_rule_that_ended_before_registration_closed_is_not_applied) {
  EXPECT_THAT(with(kRule,
                   "{code: owner.unrelated, severity: violation, clause: 六（三）2, "
                   "until: 2024-07-20}")
                  .changes,
              SizeIs(1));
  EXPECT_THAT(with(kRule,
                   "{code: owner.unrelated, severity: violation, clause: 六（三）2, "
                   "from: 2024-07-21, until: 2024-07-21}")
                  .changes,
              IsEmpty());
}

TEST_F(WhatIfTest, a_kind_that_none_must_own_any_more_is_found_by_other_facts) {
  EXPECT_TRUE(with("en: use-case proof, clause: 六（三）2, owned: true",
                   "en: use-case proof, clause: 六（三）2")
                  .facts_differ);
}

TEST_F(WhatIfTest, an_entry_of_an_older_program_is_named_and_left_out) {
  keep(honest_entry("T-3"), verify::kFactsVersion - 1);
  const WhatIf result = with(kRule, kRule);
  EXPECT_EQ(result.entries, 2U);
  EXPECT_THAT(result.without_facts, testing::ElementsAre("T-3"));
}

}  // namespace
}  // namespace jianzhen::api
