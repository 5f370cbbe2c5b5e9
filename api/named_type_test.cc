#include "api/named_type.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

using core::ErrorCode;
using testing::HasSubstr;

core::Error of(ErrorCode code, const std::string& detail) {
  return {code, {"读不了", "cannot be read"}, detail, {}};
}

TEST(NamedTypeTest, a_sound_that_is_named_a_pdf_is_a_damaged_pdf) {
  const core::Error error = as_named(of(ErrorCode::unsupported, "audio/mpeg"), "证明/证书.PDF");
  EXPECT_EQ(error.code, ErrorCode::corrupt);
  EXPECT_THAT(error.message.zh, HasSubstr(".pdf"));
  EXPECT_THAT(error.message.zh, HasSubstr("audio/mpeg"));
}

TEST(NamedTypeTest, a_sound_that_is_named_so_is_what_we_do_not_read) {
  const core::Error error = of(ErrorCode::unsupported, "audio/mpeg");
  EXPECT_EQ(as_named(error, "录音.mp3"), error);
  EXPECT_EQ(as_named(error, "录音"), error);
}

TEST(NamedTypeTest, a_program_is_no_damaged_paper) {
  const core::Error error = of(ErrorCode::unsupported, "application/x-dosexec");
  EXPECT_EQ(as_named(error, "证书.pdf"), error);
}

TEST(NamedTypeTest, what_else_is_wrong_stays_as_it_is) {
  const core::Error error = of(ErrorCode::encrypted, "password");
  EXPECT_EQ(as_named(error, "证书.pdf"), error);
}

TEST(NamedTypeTest, films_archives_and_thick_scans_may_read_long) {
  EXPECT_FALSE(may_read_long("证明材料/营业执照.jpg", 3'000'000));
  EXPECT_TRUE(may_read_long("证明材料/合同.pdf", 30'000'000));
  EXPECT_TRUE(may_read_long("证明材料.ZIP", 1'000));
  EXPECT_TRUE(may_read_long("演示.MP4", 1'000));
}

}  // namespace
}  // namespace jianzhen::api
