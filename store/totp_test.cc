#include "store/totp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jianzhen::store {
namespace {

using testing::MatchesRegex;

// "12345678901234567890", the key of RFC 6238, appendix B.
constexpr const char* kKey = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

TEST(Totp, gives_the_codes_of_the_standard) {
  EXPECT_EQ(totp_code(kKey, 59 / 30), "287082");
  EXPECT_EQ(totp_code(kKey, 1111111109 / 30), "081804");
  EXPECT_EQ(totp_code(kKey, 1234567890 / 30), "005924");
  EXPECT_EQ(totp_code(kKey, 20000000000 / 30), "353130");
}

TEST(Totp, a_clock_half_a_minute_off_is_forgiven_and_no_more) {
  constexpr std::int64_t kStep = 40'000'000;
  const std::string code = totp_code(kKey, kStep);
  EXPECT_FALSE(totp_step(kKey, code, (kStep - 2) * 30, 0));
  EXPECT_EQ(totp_step(kKey, code, (kStep - 1) * 30, 0), kStep);
  EXPECT_EQ(totp_step(kKey, code, (kStep + 1) * 30, 0), kStep);
  EXPECT_FALSE(totp_step(kKey, code, (kStep + 2) * 30, 0));
}

TEST(Totp, a_code_counts_once) {
  constexpr std::int64_t kStep = 40'000'000;
  EXPECT_FALSE(totp_step(kKey, totp_code(kKey, kStep), kStep * 30, kStep));
}

TEST(Totp, keys_are_new_each_time_and_can_be_typed) {
  EXPECT_THAT(new_totp_key(), MatchesRegex("[A-Z2-7]{32}"));
  EXPECT_NE(new_totp_key(), new_totp_key());
}

TEST(Totp, a_camera_reads_issuer_and_name) {
  EXPECT_EQ(totp_uri("ABC", "鉴真", "li"),
            "otpauth://totp/%E9%89%B4%E7%9C%9F:li?secret=ABC&issuer=%E9%89%B4%E7%9C%9F");
}

TEST(RecoveryCode, is_the_same_however_it_is_typed) {
  const std::string code = new_recovery_code();
  EXPECT_THAT(code, MatchesRegex("([A-Z2-7]{4}-){3}[A-Z2-7]{4}"));
  std::string typed = code;
  for (char& c : typed) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  EXPECT_EQ(plain_recovery_code(typed), plain_recovery_code(code));
}

}  // namespace
}  // namespace jianzhen::store
