#include "api/http/rate_limit.h"

#include <gtest/gtest.h>

namespace jianzhen::http {
namespace {

constexpr RatePolicy kTwo{"change", 2, 60};

TEST(RateLimits, a_window_allows_its_quota_and_then_the_next_one) {
  RateLimits limits;
  EXPECT_TRUE(limits.take("A1", kTwo, 1000).allowed);
  EXPECT_TRUE(limits.take("A1", kTwo, 1010).allowed);
  EXPECT_FALSE(limits.take("A1", kTwo, 1059).allowed);
  EXPECT_TRUE(limits.take("A1", kTwo, 1060).allowed);
}

TEST(RateLimits, everybody_has_their_own) {
  RateLimits limits;
  limits.take("A1", kTwo, 1000);
  limits.take("A1", kTwo, 1000);
  EXPECT_TRUE(limits.take("A2", kTwo, 1000).allowed);
  EXPECT_TRUE(limits.take("A1", {"read", 2, 60}, 1000).allowed);
}

TEST(RateLimits, the_answer_says_what_is_left_and_when_to_come_back) {
  RateLimits limits;
  limits.take("A1", kTwo, 1000);
  Response last;
  limits.take("A1", kTwo, 1015).tell(last);
  EXPECT_EQ(*find(last.headers, "ratelimit-policy"), "\"change\";q=2;w=60");
  EXPECT_EQ(*find(last.headers, "ratelimit"), "\"change\";r=0;t=45");
  EXPECT_EQ(find(last.headers, "retry-after"), nullptr);
  Response refused;
  limits.take("A1", kTwo, 1020).tell(refused);
  EXPECT_EQ(*find(refused.headers, "retry-after"), "40");
}

}  // namespace
}  // namespace jianzhen::http
