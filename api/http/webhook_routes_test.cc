#include "api/http/webhook_routes.h"

#include <gmock/gmock.h>

#include "api/http/routes_fixture.h"

namespace jianzhen::http {
namespace {

using testing::IsEmpty;
using testing::StartsWith;

class WebhookRoutes : public RoutesTest {
 protected:
  Response add(const json& hook) { return ask(Method::post, "/api/v1/webhooks", hook.dump()); }
  const json good_ = {{"url", "https://example.org/hook"}, {"events", {"entry.checked"}}};
};

TEST_F(WebhookRoutes, a_secret_is_told_once) {
  const Response added = add(good_);
  ASSERT_EQ(added.status, 201);
  EXPECT_THAT(faults(added), IsEmpty());
  EXPECT_THAT(body_of(added)["secret"].get<std::string>(), StartsWith("whsec_"));
  const Response listed = get("/api/v1/webhooks");
  EXPECT_THAT(faults(listed), IsEmpty());
  ASSERT_EQ(body_of(listed)["webhooks"].size(), 1);
  EXPECT_FALSE(body_of(listed)["webhooks"][0].contains("secret"));
}

TEST_F(WebhookRoutes, what_cannot_be_sent_to_is_refused) {
  for (const json& change : {json{{"url", "ftp://example.org"}}, json{{"url", "https://"}},
                             json{{"url", "https://user:password@example.org"}},
                             json{{"url", "https://example.org:port/"}}, json{{"url", 1}},
                             json{{"events", json::array()}}, json{{"events", {"note.written"}}},
                             json{{"secret", "short"}}}) {
    json hook = good_;
    hook.update(change);
    EXPECT_EQ(add(hook).status, 400) << hook;
  }
}

TEST_F(WebhookRoutes, is_resumed_and_removed) {
  const std::string one = "/api/v1/webhooks/" + body_of(add(good_))["id"].dump();
  const Response resumed = ask(Method::post, one + "/resume");
  EXPECT_EQ(resumed.status, 200);
  EXPECT_THAT(faults(resumed), IsEmpty());
  EXPECT_EQ(ask(Method::del, one).status, 204);
  EXPECT_EQ(ask(Method::del, one).status, 404);
}

}  // namespace
}  // namespace jianzhen::http
