#include "api/mail_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace jianzhen::api {
namespace {

using testing::HasSubstr;

MailMessage message() {
  return {
      "contest@example.cn",
      "“数据要素×”大赛辽宁分赛",
      "liu@example.cn",
      "LN2024-0001 需要补正，期限 2024-08-01 · LN2024-0001: a supplement is needed by 2024-08-01",
      "您好：\n\n请补正。\n",
      "mail-17.1721000000",
      1'721'000'000};
}

TEST(MailMessage, has_short_lines_of_ascii) {
  std::istringstream lines(written(message()));
  for (std::string line; std::getline(lines, line);) {
    EXPECT_EQ(line.back(), '\r') << line;
    EXPECT_LE(line.size(), 77U) << line;  // RFC 2047: 76 and the return
    for (const char c : line) EXPECT_GE(c, '\r') << line;
  }
}

TEST(MailMessage, says_who_when_and_that_no_person_wrote_it) {
  const std::string text = written(message());
  EXPECT_THAT(text, HasSubstr("Date: Sun, 14 Jul 2024 23:33:20 +0000\r\n"));
  EXPECT_THAT(text, HasSubstr("To: <liu@example.cn>\r\n"));
  EXPECT_THAT(text, HasSubstr("Message-ID: <mail-17.1721000000@example.cn>\r\n"));
  EXPECT_THAT(text, HasSubstr("Auto-Submitted: auto-generated\r\n"));
}

TEST(MailMessage, never_splits_a_character_between_words) {
  MailMessage long_one = message();
  long_one.subject = std::string("a") + "补正补正补正补正补正补正补正补正补正补正补正补正补正补正";
  const std::string text = written(long_one);
  // The first word holds "a" and 12 characters of three bytes; a 13th would have been cut.
  EXPECT_THAT(text,
              HasSubstr("=?UTF-8?B?Yeihpeato+ihpeato+ihpeato+ihpeato+ihpeato+ihpeatow==?=\r\n ="));
}

TEST(MailAddress, is_what_a_server_takes_as_it_stands) {
  for (const char* good : {"liu@example.cn", "a.b+c@sub.example.cn", "x_y-z@xn--fiqs8s.cn"}) {
    EXPECT_TRUE(is_mail_address(good)) << good;
  }
  for (const char* bad :
       {"", "liu", "@example.cn", "liu@", "liu@example.cn>", "liu @example.cn", "liu@exa mple.cn",
        "liu@example.cn\r\nRCPT TO:<x@example.cn>", "\"liu\"@example.cn", "liu@@example.cn",
        "liu..x@example.cn", "刘@example.cn", "liu@example.cn,x@example.cn"}) {
    EXPECT_FALSE(is_mail_address(bad)) << bad;
  }
}

}  // namespace
}  // namespace jianzhen::api
