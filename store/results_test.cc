#include "store/results.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/catalogue.h"
#include "store/test_database.h"

namespace jianzhen::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ResultsTest : public EachEngine {
 protected:
  void SetUp() override {
    EachEngine::SetUp();
    if (IsSkipped()) return;
    catalogue_ = Catalogue::open(connection_).value();
    results_ = Results::open(connection_).value();
    for (const char* id : {"LN-1", "LN-2"}) {
      core::Entry entry;
      entry.id = id;
      entry.applicant.name = "甲有限公司";
      ASSERT_TRUE(catalogue_->put_entry(entry));
    }
  }
  void TearDown() override {
    results_.reset();
    catalogue_.reset();
    EachEngine::TearDown();
  }
  // What the trail says of results, newest first.
  std::vector<std::string> told() {
    std::vector<std::string> all;
    const auto events = catalogue_->events_back({"", "", "result."}, 0, 100);
    for (const Event& event : *events) all.push_back(event.type + " " + event.about);
    return all;
  }

  std::unique_ptr<Catalogue> catalogue_;
  std::unique_ptr<Results> results_;
};

TEST_P(ResultsTest, each_list_is_the_whole_list) {
  ASSERT_TRUE(results_->set_finalists({"LN-1", "LN-2"}, "A1"));
  ASSERT_TRUE(results_->set_prizes({{"LN-1", "一等奖"}}, "A1"));
  ASSERT_TRUE(results_->set_finalists({"LN-1"}, "A1"));
  EXPECT_THAT(*results_->all(), ElementsAre(EntryResult{"LN-1", true, "一等奖"}));
  ASSERT_TRUE(results_->set_prizes({}, "A1"));
  EXPECT_THAT(*results_->all(), ElementsAre(EntryResult{"LN-1", true, ""}));
}

TEST_P(ResultsTest, the_same_list_again_is_no_event) {
  ASSERT_TRUE(results_->set_finalists({"LN-1"}, "A1"));
  ASSERT_TRUE(results_->set_finalists({"LN-1"}, "A1"));
  EXPECT_THAT(told(), ElementsAre("result.finalist LN-1"));
}

TEST_P(ResultsTest, who_follows_an_entry_does_not_hear_of_them) {
  const std::int64_t before = *catalogue_->last_event("LN-1");
  ASSERT_TRUE(results_->set_finalists({"LN-1"}, "A1"));
  EXPECT_THAT(*catalogue_->events("LN-1", before, 100), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Engines, ResultsTest, each_engine(), engine_name);

}  // namespace
}  // namespace jianzhen::store
