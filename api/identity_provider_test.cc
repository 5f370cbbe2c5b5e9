#include "api/identity_provider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include <array>
#include <nlohmann/json.hpp>

#include "store/base64.h"

namespace jianzhen::api {
namespace {

using nlohmann::json;
using store::base64url;
using testing::HasSubstr;

constexpr store::Seconds kNow = 1'720'000'000;
constexpr const char* kIssuer = "https://sso.example.cn";
constexpr const char* kBack = "https://contest.example.cn/oidc";

// A key of the provider, and what is signed with it (ES256).
class SigningKey {
 public:
  explicit SigningKey(std::string kid)
      : kid_(std::move(kid)), key_(EVP_EC_gen("P-256"), EVP_PKEY_free) {}

  json jwk() const {
    std::array<unsigned char, 65> point{};
    std::size_t size = 0;
    EVP_PKEY_get_octet_string_param(key_.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(),
                                    &size);
    const std::string bytes(reinterpret_cast<const char*>(point.data()), size);
    return {{"kty", "EC"},
            {"crv", "P-256"},
            {"kid", kid_},
            {"x", base64url(bytes.substr(1, 32))},
            {"y", base64url(bytes.substr(33))}};
  }

  std::string token(const json& claims) const {
    const std::string said =
        base64url(json{{"alg", "ES256"}, {"kid", kid_}}.dump()) + "." + base64url(claims.dump());
    std::array<unsigned char, 80> der{};
    std::size_t size = der.size();
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    EVP_DigestSign(context.get(), der.data(), &size,
                   reinterpret_cast<const unsigned char*>(said.data()), said.size());
    const unsigned char* at = der.data();
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)), ECDSA_SIG_free);
    std::array<unsigned char, 64> raw{};
    BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + 32, 32);
    return said + "." +
           base64url(std::string(reinterpret_cast<const char*>(raw.data()), raw.size()));
  }

 private:
  std::string kid_;
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

// A provider that answers as the test says.
class IdentityProviderTest : public testing::Test {
 protected:
  core::Result<OutgoingAnswer> answer(const OutgoingRequest& request) {
    ++asked_[request.url.substr(std::string(kIssuer).size())];
    if (silent_) return core::fail(core::ErrorCode::unreadable, {"没有应答", "no answer"});
    if (request.url.ends_with("openid-configuration")) {
      return OutgoingAnswer{200, json{{"issuer", kIssuer},
                                      {"authorization_endpoint", kIssuer + std::string("/auth")},
                                      {"token_endpoint", kIssuer + std::string("/token")},
                                      {"jwks_uri", kIssuer + std::string("/jwks")}}
                                     .dump()};
    }
    if (request.url.ends_with("/jwks")) {
      return OutgoingAnswer{200, json{{"keys", {published_->jwk()}}}.dump()};
    }
    json claims = {{"iss", kIssuer},    {"aud", "jianzhen"}, {"sub", "u-17"},
                   {"exp", now_ + 300}, {"iat", now_},       {"nonce", marks_of(secret_).nonce}};
    return OutgoingAnswer{200, json{{"id_token", used_->token(claims)}}.dump()};
  }

  core::Result<store::Subject> came_back() {
    return provider_.subject({"code", marks_of(secret_).state, "", ""}, secret_, kBack);
  }

  SigningKey first_{"first"};
  SigningKey second_{"second"};
  const SigningKey* published_ = &first_;
  const SigningKey* used_ = &first_;
  std::string secret_ = "the browser's";
  store::Seconds now_ = kNow;
  bool silent_ = false;
  std::map<std::string, int> asked_;
  IdentityProvider provider_{{{kIssuer, "jianzhen", ""}, "统一身份认证"},
                             [this](const OutgoingRequest& request) { return answer(request); },
                             [this] { return now_; }};
};

TEST_F(IdentityProviderTest, who_comes_back_is_known) {
  EXPECT_THAT(provider_.address(secret_, kBack).value(), HasSubstr("https://sso.example.cn/auth?"));
  const auto subject = came_back();
  ASSERT_TRUE(subject) << subject.error().message.en;
  EXPECT_EQ(subject->issuer, kIssuer);
  EXPECT_EQ(subject->id, "u-17");
}

TEST_F(IdentityProviderTest, what_it_says_of_itself_is_asked_once_an_hour) {
  ASSERT_TRUE(came_back());
  ASSERT_TRUE(came_back());
  EXPECT_EQ(asked_["/jwks"], 1);
  now_ += 3600;
  ASSERT_TRUE(came_back());
  EXPECT_EQ(asked_["/jwks"], 2);
}

TEST_F(IdentityProviderTest, a_new_key_is_asked_for_but_not_again_and_again) {
  ASSERT_TRUE(came_back());
  published_ = used_ = &second_;
  EXPECT_FALSE(came_back());  // its keys were asked for a moment ago
  EXPECT_EQ(asked_["/jwks"], 1);
  now_ += 60;
  EXPECT_TRUE(came_back());
  EXPECT_EQ(asked_["/jwks"], 2);
}

TEST_F(IdentityProviderTest, a_key_that_is_not_published_signs_nothing) {
  used_ = &second_;
  EXPECT_EQ(came_back().error().code, core::ErrorCode::login);
}

TEST_F(IdentityProviderTest, a_foreign_answer_does_not_reach_it) {
  const auto foreign = provider_.subject({"code", "another state", "", ""}, secret_, kBack);
  EXPECT_EQ(foreign.error().code, core::ErrorCode::login);
  EXPECT_EQ(asked_["/token"], 0);
}

TEST_F(IdentityProviderTest, where_it_is_silent_the_password_is_the_way_in) {
  silent_ = true;
  const auto address = provider_.address(secret_, kBack);
  EXPECT_EQ(address.error().code, core::ErrorCode::unreadable);
  EXPECT_THAT(address.error().message.zh, HasSubstr("口令"));
}

}  // namespace
}  // namespace jianzhen::api
