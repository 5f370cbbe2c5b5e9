#include "api/oidc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace jianzhen::api {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Key;
using testing::Not;
using testing::Pair;

constexpr store::Seconds kNow = 1'720'000'000;
const OidcClient kClient{"https://sso.example.cn", "jianzhen", "a secret"};

json document() {
  return {{"issuer", kClient.issuer},
          {"authorization_endpoint", "https://sso.example.cn/auth"},
          {"token_endpoint", "https://sso.example.cn/token"},
          {"jwks_uri", "https://sso.example.cn/jwks"}};
}

json claims() {
  return {{"iss", kClient.issuer}, {"aud", kClient.id}, {"sub", "u-17"},
          {"exp", kNow + 300},     {"iat", kNow},       {"nonce", "n"}};
}

core::Result<std::string> subject(const json& said) {
  return subject_of(said.dump(), kClient, "n", kNow);
}
// What the claims are refused for where one of them is another.
std::string refusal(const std::string& name, const json& value) {
  json said = claims();
  said[name] = value;
  const auto found = subject(said);
  return found ? "" : found.error().message.zh;
}

TEST(Oidc, the_document_is_the_issuers_and_its_endpoints_are_closed_to_others_eyes) {
  EXPECT_EQ(metadata_url("https://a/"), "https://a/.well-known/openid-configuration");
  EXPECT_EQ(metadata_url("https://a/realms/x"),
            "https://a/realms/x/.well-known/openid-configuration");
  EXPECT_TRUE(provider_metadata(document().dump(), kClient.issuer));
  EXPECT_FALSE(provider_metadata(document().dump(), "https://sso.example.cn/"));
  EXPECT_FALSE(provider_metadata("[]", kClient.issuer));
  for (const char* name : {"authorization_endpoint", "token_endpoint", "jwks_uri"}) {
    json open = document();
    open[name] = "http://sso.example.cn/x";
    EXPECT_FALSE(provider_metadata(open.dump(), kClient.issuer)) << name;
    open.erase(name);
    EXPECT_FALSE(provider_metadata(open.dump(), kClient.issuer)) << name;
  }
}

TEST(Oidc, the_browser_is_sent_with_a_challenge_and_never_with_its_verifier) {
  const auto provider = provider_metadata(document().dump(), kClient.issuer).value();
  const LoginMarks marks = marks_of("the browser's");
  const std::string url =
      authorization_url(provider, kClient, "https://contest.example.cn/oidc", marks);
  EXPECT_THAT(url, AllOf(HasSubstr("https://sso.example.cn/auth?response_type=code"),
                         HasSubstr("redirect_uri=https%3A%2F%2Fcontest.example.cn%2Foidc"),
                         HasSubstr("code_challenge_method=S256"), HasSubstr("state=" + marks.state),
                         HasSubstr("nonce=" + marks.nonce), Not(HasSubstr(marks.verifier)),
                         Not(HasSubstr("the browser"))));
  EXPECT_GE(marks.verifier.size(), 43U);  // RFC 7636, 4.1
}

TEST(Oidc, the_client_shows_its_secret_as_the_provider_takes_it) {
  json said = document();
  const auto asked = [&](const OidcClient& client) {
    return token_request(provider_metadata(said.dump(), client.issuer).value(), client, "r", "c",
                         marks_of("s"));
  };
  EXPECT_THAT(asked(kClient).headers,  // jianzhen:a%20secret
              Contains(Pair("authorization", "Basic amlhbnpoZW46YSUyMHNlY3JldA==")));
  EXPECT_THAT(asked(kClient).body, Not(HasSubstr("secret")));
  said["token_endpoint_auth_methods_supported"] = {"client_secret_post"};
  EXPECT_THAT(asked(kClient).body, HasSubstr("client_id=jianzhen&client_secret=a%20secret"));
  EXPECT_THAT(asked(kClient).headers, Not(Contains(Key("authorization"))));
  const OidcClient open{kClient.issuer, kClient.id, ""};
  EXPECT_THAT(asked(open).body,
              AllOf(HasSubstr("client_id=jianzhen"), Not(HasSubstr("client_secret"))));
}

TEST(Oidc, an_answer_belongs_to_the_log_in_that_was_begun) {
  auto provider = provider_metadata(document().dump(), kClient.issuer).value();
  const LoginMarks marks = marks_of("s");
  const auto checked = [&](const ProviderAnswer& answer) {
    const auto good = check_answer(answer, provider, kClient, marks);
    return good ? std::string() : good.error().message.zh;
  };
  EXPECT_EQ(checked({"code", marks.state, "", ""}), "");
  EXPECT_EQ(checked({"code", marks.state, kClient.issuer, ""}), "");
  EXPECT_THAT(checked({"code", marks_of("another").state, "", ""}), HasSubstr("state"));
  EXPECT_THAT(checked({"code", marks.state, "https://evil.example", ""}), HasSubstr("iss"));
  EXPECT_THAT(checked({"", marks.state, "", "access_denied"}), HasSubstr("取消"));
  EXPECT_THAT(checked({"", marks.state, "", ""}), HasSubstr("授权码"));
  provider.names_itself = true;
  EXPECT_THAT(checked({"code", marks.state, "", ""}), HasSubstr("iss"));
}

TEST(Oidc, a_code_that_is_refused_says_so) {
  EXPECT_EQ(id_token_of(200, R"({"id_token":"a.b.c"})").value(), "a.b.c");
  EXPECT_THAT(id_token_of(400, R"({"error":"invalid_grant"})").error().message.zh,
              HasSubstr("已使用过"));
  EXPECT_FALSE(id_token_of(200, "{}"));
  EXPECT_FALSE(id_token_of(200, "<html>"));
}

TEST(Oidc, a_token_says_whose_it_is) {
  EXPECT_EQ(subject(claims()).value(), "u-17");
  EXPECT_THAT(refusal("sub", ""), HasSubstr("sub"));
  EXPECT_THAT(refusal("sub", 17), HasSubstr("sub"));
}

TEST(Oidc, a_token_of_another_issuer_is_refused_to_the_last_character) {
  EXPECT_THAT(refusal("iss", "https://sso.example.cn/"), HasSubstr("iss"));
  EXPECT_THAT(refusal("iss", "https://evil.example"), HasSubstr("iss"));
}

TEST(Oidc, a_token_is_for_us) {
  EXPECT_EQ(refusal("aud", {"jianzhen"}), "");
  EXPECT_THAT(refusal("aud", "another"), HasSubstr("aud"));
  EXPECT_THAT(refusal("aud", json::array()), HasSubstr("aud"));
  // For several: made at our request.
  EXPECT_THAT(refusal("aud", {"jianzhen", "another"}), HasSubstr("aud"));
  json shared = claims();
  shared["aud"] = {"jianzhen", "another"};
  shared["azp"] = "jianzhen";
  EXPECT_TRUE(subject(shared));
  EXPECT_THAT(refusal("azp", "another"), HasSubstr("aud"));
}

TEST(Oidc, a_token_holds_for_its_time_and_a_minute_between_clocks) {
  EXPECT_EQ(refusal("exp", kNow - 59), "");
  EXPECT_THAT(refusal("exp", kNow - 60), HasSubstr("过期"));
  EXPECT_EQ(refusal("iat", kNow + 60), "");
  EXPECT_THAT(refusal("iat", kNow + 61), HasSubstr("尚未生效"));
  EXPECT_THAT(refusal("nbf", kNow + 61), HasSubstr("尚未生效"));
  for (const json& none : {json(), json("soon"), json(-1), json(1e300)}) {
    EXPECT_THAT(refusal("exp", none), HasSubstr("过期")) << none;
  }
}

TEST(Oidc, a_token_of_another_log_in_is_refused) {
  EXPECT_THAT(refusal("nonce", "another"), HasSubstr("nonce"));
  EXPECT_THAT(refusal("nonce", nullptr), HasSubstr("nonce"));
}

}  // namespace
}  // namespace jianzhen::api
