#include "api/calendar.h"

#include <gtest/gtest.h>

#include "api/rules.h"

namespace jianzhen::api {
namespace {

// 2024-07-21T16:00:00Z is midnight after July 21st in Beijing.
constexpr store::Seconds kMidnight = 1'721'577'600;

TEST(Calendar, a_day_ends_at_midnight_in_beijing) {
  EXPECT_EQ(end_of_day("2024-07-21"), kMidnight);
  EXPECT_EQ(end_of_day("2024-02-30"), std::nullopt);
  EXPECT_EQ(end_of_day("2024-7-21"), std::nullopt);
  EXPECT_EQ(end_of_day(""), std::nullopt);
}

TEST(Calendar, registration_closes_to_the_second) {
  const auto rules = load_rules({});
  EXPECT_TRUE(registration_open(rules->contest, kMidnight - 1));
  const auto closed = registration_open(rules->contest, kMidnight);
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, core::ErrorCode::closed);
  EXPECT_NE(closed.error().message.zh.find("2024-07-21"), std::string::npos);
}

TEST(Calendar, registration_does_not_begin_early) {
  const auto rules = load_rules({});
  EXPECT_FALSE(registration_open(rules->contest, 1'718'985'599));  // June 21st, 23:59:59
  EXPECT_TRUE(registration_open(rules->contest, 1'718'985'600));
}

}  // namespace
}  // namespace jianzhen::api
