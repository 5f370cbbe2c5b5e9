#include "api/review_index.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "api/data_folder.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;

class ReviewIndexTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(root_);
    catalogue_ = store::Catalogue::open(DataFolder{root_}.catalogue()).value();
  }
  void TearDown() override { fs::remove_all(root_); }

  void put(const std::string& id) {
    core::Entry entry;
    entry.id = id;
    entry.applicant.name = "沈阳示例科技有限公司";
    core::CheckReport report;
    report.entry = id;
    report.applicant = entry.applicant;
    ASSERT_TRUE(catalogue_->put_entry(entry));
    ASSERT_TRUE(catalogue_->put_report(report));
    ASSERT_TRUE(catalogue_->append_event(id, "entry.checked", "{}"));
  }

  fs::path root_ = fs::path(testing::TempDir()) / ("jianzhen_index_" + std::to_string(::getpid()));
  std::unique_ptr<store::Catalogue> catalogue_;
};

TEST_F(ReviewIndexTest, all_is_known_before_the_first_question) {
  for (const char* id : {"E1", "E2", "E3"}) put(id);
  ReviewIndex index(*catalogue_);
  index.warm_up({});
  for (const char* id : {"E1", "E2", "E3"}) EXPECT_NE(index.known(id), nullptr) << id;
}

TEST_F(ReviewIndexTest, what_came_after_the_start_is_known_to_the_next_question) {
  put("E1");
  ReviewIndex index(*catalogue_);
  index.warm_up({});
  put("E2");
  EXPECT_EQ(index.known("E2"), nullptr);
  EXPECT_EQ(index.entries().value().size(), 2U);
}

TEST_F(ReviewIndexTest, a_question_at_the_start_is_answered_in_full) {
  for (int i = 0; i < 50; ++i) put("E" + std::to_string(i));
  ReviewIndex index(*catalogue_);
  const std::jthread warming([&](const std::stop_token& stop) { index.warm_up(stop); });
  EXPECT_EQ(index.entries().value().size(), 50U);
}

TEST_F(ReviewIndexTest, a_service_that_stops_at_once_need_not_wait_for_it) {
  put("E1");
  ReviewIndex index(*catalogue_);
  std::stop_source stop;
  stop.request_stop();
  index.warm_up(stop.get_token());
  EXPECT_EQ(index.known("E1"), nullptr);
}

}  // namespace
}  // namespace jianzhen::api
