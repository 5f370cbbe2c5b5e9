#include "store/replays.h"

#include <gtest/gtest.h>

#include "store/scratch_folder.h"

namespace jianzhen::store {
namespace {

constexpr std::int64_t kNow = 1'700'000'000;
constexpr std::int64_t kDay = std::int64_t{24} * 3600;

class ReplaysTest : public testing::Test {
 protected:
  ScratchFolder scratch_;
  std::unique_ptr<Replays> replays_ =
      Replays::open("sqlite3://" + (scratch_.path() / "catalogue.sqlite").string()).value();
};

TEST_F(ReplaysTest, the_first_answers_and_the_second_hears_the_same) {
  EXPECT_FALSE(replays_->begin("A1 create k", "f", kNow).value());
  EXPECT_EQ(replays_->begin("A1 create k", "f", kNow).value()->status, 0);
  ASSERT_TRUE(replays_->finish("A1 create k", {"f", 201, "{}", "/x"}));
  const auto again = replays_->begin("A1 create k", "f", kNow + 1).value();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->status, 201);
  EXPECT_EQ(again->body, "{}");
  EXPECT_EQ(again->location, "/x");
}

TEST_F(ReplaysTest, what_was_not_answered_may_be_asked_again) {
  replays_->begin("A1 create k", "f", kNow);
  ASSERT_TRUE(replays_->forget("A1 create k"));
  EXPECT_FALSE(replays_->begin("A1 create k", "f", kNow).value());
}

TEST_F(ReplaysTest, after_a_day_it_is_another_request) {
  replays_->begin("A1 create k", "f", kNow);
  replays_->finish("A1 create k", {"f", 201, "{}", ""});
  EXPECT_TRUE(replays_->begin("A1 create k", "f", kNow + kDay).value());
  EXPECT_FALSE(replays_->begin("A1 create k", "f", kNow + kDay + 1).value());
}

TEST_F(ReplaysTest, who_died_while_answering_blocks_it_for_minutes_only) {
  replays_->begin("A1 create k", "f", kNow);
  EXPECT_FALSE(replays_->begin("A1 create k", "f", kNow + 600).value());
}

}  // namespace
}  // namespace jianzhen::store
