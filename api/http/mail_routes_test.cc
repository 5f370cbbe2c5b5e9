#include "api/http/mail_routes.h"

#include <gmock/gmock.h>

#include "api/http/routes_fixture.h"

namespace jianzhen::http {
namespace {

using testing::IsEmpty;

using MailRoutes = RoutesTest;

TEST_F(MailRoutes, without_a_mail_server_nothing_waits_and_that_is_said) {
  const Response listed = get("/api/v1/mails");
  EXPECT_THAT(faults(listed), IsEmpty());
  EXPECT_FALSE(body_of(listed)["configured"]);
  EXPECT_THAT(body_of(listed)["mails"], IsEmpty());
  EXPECT_EQ(ask(Method::post, "/api/v1/mails").status, 400);
}

TEST_F(MailRoutes, a_mail_that_is_not_there_is_not_found) {
  EXPECT_EQ(ask(Method::post, "/api/v1/mails/17/resume").status, 404);
  EXPECT_EQ(ask(Method::del, "/api/v1/mails/17").status, 404);
}

}  // namespace
}  // namespace jianzhen::http
