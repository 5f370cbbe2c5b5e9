#include "api/http/provider_routes.h"

#include <gmock/gmock.h>

#include "api/http/routes_fixture.h"

namespace jianzhen::http {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kIssuer = "https://sso.example.cn";

// A service with a provider of whom only what it says of itself is asked here; the rest of the way
// is walked with a real one (tests/browser/oidc_test.mjs).
class ProviderRoutes : public RoutesTest {
 protected:
  void SetUp() override {
    options_.provider = api::ProviderOptions{{kIssuer, "jianzhen", ""}, "省统一身份认证"};
    options_.outgoing = [this](const api::OutgoingRequest& request) { return answered(request); };
    RoutesTest::SetUp();
  }

  core::Result<api::OutgoingAnswer> answered(const api::OutgoingRequest& request) const {
    if (silent_) return core::fail(core::ErrorCode::unreadable, {"没有应答", "no answer"});
    if (request.url.ends_with("/jwks")) return api::OutgoingAnswer{200, R"({"keys":[]})"};
    if (request.url.ends_with("/token")) {
      return api::OutgoingAnswer{400, R"({"error":"invalid_grant"})"};
    }
    return api::OutgoingAnswer{200, json{{"issuer", kIssuer},
                                         {"authorization_endpoint", std::string(kIssuer) + "/auth"},
                                         {"token_endpoint", std::string(kIssuer) + "/token"},
                                         {"jwks_uri", std::string(kIssuer) + "/jwks"}}
                                        .dump()};
  }

  Response begin() { return ask(Method::post, kLogin, "{}", {{"host", "127.0.0.1:8080"}}); }

  static constexpr const char* kLogin = "/api/v1/session/provider";
  bool silent_ = false;
};

TEST_F(ProviderRoutes, the_session_says_that_there_is_one) {
  const Response session = get("/api/v1/session");
  EXPECT_THAT(faults(session), IsEmpty());
  EXPECT_EQ(body_of(session)["provider"], "省统一身份认证");
}

TEST_F(ProviderRoutes, the_browser_is_sent_there_with_a_cookie_of_its_own) {
  const Response begun = begin();
  ASSERT_EQ(begun.status, 201);
  EXPECT_THAT(faults(begun), IsEmpty());
  EXPECT_THAT(*find(begun.headers, "set-cookie"),
              AllOf(HasSubstr("jianzhen_login="), HasSubstr("HttpOnly"), HasSubstr("Strict")));
  EXPECT_THAT(body_of(begun)["address"].get<std::string>(),
              AllOf(HasSubstr("https://sso.example.cn/auth?"),
                    HasSubstr("redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Foidc")));
}

TEST_F(ProviderRoutes, a_provider_that_is_silent_is_said_to_be) {
  silent_ = true;
  const Response begun = begin();
  EXPECT_EQ(begun.status, 502);
  EXPECT_THAT(faults(begun), IsEmpty());
}

TEST_F(ProviderRoutes, an_answer_without_the_browsers_cookie_is_nobodys) {
  const json answer = {{"state", "x"}, {"code", "y"}};
  const Response refused = ask(Method::post, std::string(kLogin) + "/answer", answer.dump());
  EXPECT_EQ(refused.status, 401);
  EXPECT_THAT(faults(refused), IsEmpty());
}

TEST_F(ProviderRoutes, an_answer_that_comes_again_finds_nothing) {
  const Response begun = begin();
  const std::string cookie = *find(begun.headers, "set-cookie");
  const std::string address = body_of(begun)["address"];
  const std::size_t at = address.find("&state=") + 7;
  const json answer = {{"state", address.substr(at, address.find('&', at) - at)}, {"code", "y"}};
  const auto handed_in = [&] {
    const Response refused =
        ask(Method::post, std::string(kLogin) + "/answer", answer.dump(),
            {{"cookie", cookie.substr(0, cookie.find(';'))}, {"host", "127.0.0.1:8080"}});
    EXPECT_EQ(refused.status, 401);
    return body_of(refused)["message"]["zh"].get<std::string>();
  };
  EXPECT_THAT(handed_in(), HasSubstr("授权码"));  // the provider knows no such code
  EXPECT_THAT(handed_in(), HasSubstr("已失效"));
}

TEST_F(ProviderRoutes, what_the_provider_answers_goes_to_the_screen_and_nothing_else_does) {
  const Response moved = get("/oidc?code=a%26b&state=s&iss=https%3A%2F%2Fx&error_uri=evil");
  EXPECT_EQ(moved.status, 303);
  EXPECT_EQ(*find(moved.headers, "location"), "/#/oidc?code=a%26b&state=s&iss=https%3A%2F%2Fx");
}

using WithoutProvider = RoutesTest;

TEST_F(WithoutProvider, there_is_nothing_to_log_in_by) {
  EXPECT_EQ(body_of(get("/api/v1/session"))["provider"], "");
  const Response refused = ask(Method::post, "/api/v1/session/provider", "{}");
  EXPECT_EQ(refused.status, 404);
  EXPECT_THAT(faults(refused), IsEmpty());
}

}  // namespace
}  // namespace jianzhen::http
