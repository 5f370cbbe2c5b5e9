#include "verify/facts_form.h"

#include <gtest/gtest.h>

#include "verify/contest.h"
#include "verify/made_entry.h"

namespace jianzhen::verify {
namespace {

EntryFacts rich_entry() {
  EntryFacts entry = made::honest_entry();
  PaperFacts& audit = made::paper_of_kind(entry, "audit_report");
  audit.owners.front() = made::party(made::kOther, made::kOtherCode);
  audit.relations.push_back(
      {{{made::kOther, made::kOtherCode}, Relation::parent, {made::kApplicant, {}}, "第 4 页"},
       {{.page = 4, .box = core::Box{0.1, 1.0 / 3, 0.5, 2.0 / 3}}, "母公司", 0.9, true}});
  MaterialFacts& video = made::of_kind(entry, "video");
  video.observations.push_back({core::ObservationKind::unplayable, 0, "no picture"});
  video.papers.front().figures.push_back(
      {{.time = 3.5, .box = core::Box{0, 0, 1, 1}}, {1, 2, 3, 0xFFFFFFFFFFFFFFFF}});
  video.passages.push_back({"real_use", {{.time = 3.5}, "投入使用"}});
  core::Material broken;
  broken.path = "资料.zip";
  broken.error = core::Error{core::ErrorCode::corrupt, {"坏", "broken"}, "detail", "source"};
  entry.troubled.push_back(broken);
  return entry;
}

TEST(FactsForm, kept_facts_give_the_same_report_as_fresh_ones) {
  const EntryFacts fresh = rich_entry();
  const auto kept = facts_of_form(facts_form(fresh), fresh.entry);
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(made::check_all({*kept}), made::check_all({fresh}));
}

TEST(FactsForm, comes_back_to_the_same_bytes) {
  const EntryFacts fresh = rich_entry();
  const std::string form = facts_form(fresh);
  EXPECT_EQ(facts_form(facts_of_form(form, fresh.entry).value()), form);
}

TEST(FactsForm, holds_no_identity_number) {
  EntryFacts entry = rich_entry();
  entry.entry.representatives.push_back({"张三", "210102199001010011"});
  EXPECT_EQ(facts_form(entry).find("210102199001010011"), std::string::npos);
}

TEST(FactsForm, another_version_and_damage_are_made_again) {
  EXPECT_FALSE(facts_of_form(R"({"version":0,"materials":[],"troubled":[]})", {}));
  EXPECT_FALSE(facts_of_form("{", {}));
  EXPECT_FALSE(facts_of_form(R"({"version":1,"materials":[{}],"troubled":[]})", {}));
}

}  // namespace
}  // namespace jianzhen::verify
