#include "api/http/head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jianzhen::http {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Head, carries_the_policies_on_every_answer) {
  const std::string head = head_of(json(200, "{}"), {2, true, "t"});
  EXPECT_THAT(head, HasSubstr("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(head, HasSubstr("script-src 'self';"));
  EXPECT_THAT(head, HasSubstr("x-content-type-options: nosniff\r\n"));
  EXPECT_THAT(head, HasSubstr("content-length: 2\r\n"));
}

TEST(Head, lets_an_upload_have_its_sandbox_instead) {
  Response response = json(200, "{}");
  response.set("content-security-policy", std::string(kUploadPolicy));
  const std::string head = head_of(response, {2, true, "t"});
  EXPECT_THAT(head, HasSubstr("content-security-policy: default-src 'none'; sandbox\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("script-src")));
}

TEST(Head, lets_no_value_begin_a_line) {
  Response response = no_content();
  response.set("location", "/a\r\nset-cookie: x=1");
  EXPECT_THAT(head_of(response, {0, true, "t"}), Not(HasSubstr("\nset-cookie")));
}

TEST(Head, of_an_answer_without_content_has_no_length) {
  EXPECT_THAT(head_of(no_content(), {0, true, "t"}), Not(HasSubstr("content-length")));
}

}  // namespace
}  // namespace jianzhen::http
