#include "api/oidc.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "api/address.h"
#include "store/base64.h"
#include "store/hash.h"
#include "store/secrets.h"

namespace jianzhen::api {

using core::ErrorCode;
using core::fail;
using core::Result;
using nlohmann::json;

namespace {

constexpr store::Seconds kSkew = 60;      // by which two clocks may differ
constexpr std::size_t kMaxSubject = 255;  // 2: ASCII characters

std::string text_at(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> texts_at(const json& object, const char* name) {
  std::vector<std::string> texts;
  const auto found = object.find(name);
  if (found == object.end()) return texts;
  if (found->is_string()) return {found->get<std::string>()};
  for (const json& one : *found) {
    if (one.is_string()) texts.push_back(one.get<std::string>());
  }
  return texts;
}

// Seconds since 1970; a number out of all range is none.
std::optional<store::Seconds> time_at(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  const double seconds = found->get<double>();
  constexpr double kFarAway = 1e12;
  if (!(seconds >= 0 && seconds < kFarAway)) return std::nullopt;
  return static_cast<store::Seconds>(seconds);
}

// application/x-www-form-urlencoded, which a query is, too.
std::string form_of(const std::vector<std::pair<std::string_view, std::string>>& fields) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string form;
  const auto put = [&](std::string_view text) {
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                         (byte >= 'a' && byte <= 'z') || c == '-' || c == '.' || c == '_';
      if (plain) {
        form += c;
      } else {
        form += {'%', kHex[byte >> 4], kHex[byte & 15U]};
      }
    }
  };
  for (const auto& [name, value] : fields) {
    if (!form.empty()) form += '&';
    put(name);
    form += '=';
    put(value);
  }
  return form;
}

std::string form_encoded(const std::string& text) { return form_of({{"", text}}).substr(1); }

// RFC 7636, 4.2.
std::string challenge_of(const std::string& verifier) {
  const core::Digest digest = store::sha256_of(verifier);
  const auto& bytes = digest.bytes();
  return store::base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

tl::unexpected<core::Error> not_usable(const std::string& detail) {
  return fail(ErrorCode::corrupt,
              {"统一身份认证服务的配置信息不可用，请联系管理员。",
               "What the provider says of itself cannot be used. Ask the administrator."},
              detail, "oidc");
}

tl::unexpected<core::Error> refused(const core::Bilingual& why, const std::string& detail = {}) {
  return fail(ErrorCode::login,
              {"统一身份认证的结果未通过校验：" + why.zh + "。请重新登录；仍不成功请联系管理员。",
               "What the provider answered was refused: " + why.en +
                   ". Log in again; if that fails, ask the administrator."},
              detail, "oidc");
}

}  // namespace

std::string metadata_url(const std::string& issuer) {
  return issuer + (issuer.ends_with('/') ? "" : "/") + ".well-known/openid-configuration";
}

Result<ProviderMetadata> provider_metadata(std::string_view text, const std::string& issuer) {
  const json said = json::parse(text, nullptr, false);
  if (!said.is_object()) return not_usable("no JSON object");
  if (text_at(said, "issuer") != issuer) return not_usable("issuer " + text_at(said, "issuer"));
  ProviderMetadata provider{text_at(said, "authorization_endpoint"),
                            text_at(said, "token_endpoint"), text_at(said, "jwks_uri")};
  for (const std::string* url :
       {&provider.authorization_endpoint, &provider.token_endpoint, &provider.jwks_uri}) {
    if (!issuer_address(url->substr(0, url->find('?')))) return not_usable("endpoint " + *url);
  }
  provider.names_itself =
      said.value("authorization_response_iss_parameter_supported", json()) == json(true);
  const auto methods = texts_at(said, "token_endpoint_auth_methods_supported");
  provider.secret_in_form = std::ranges::count(methods, "client_secret_basic") == 0 &&
                            std::ranges::count(methods, "client_secret_post") > 0;
  return provider;
}

LoginMarks marks_of(std::string_view secret) {
  const auto mark = [&](std::string_view what) {
    return store::hash_of_secret(std::string(what) + ":" + std::string(secret));
  };
  return {mark("state"), mark("nonce"), mark("verifier")};
}

std::string authorization_url(const ProviderMetadata& provider, const OidcClient& client,
                              const std::string& redirect_uri, const LoginMarks& marks) {
  const std::string& at = provider.authorization_endpoint;
  return at + (at.find('?') == std::string::npos ? "?" : "&") +
         form_of({{"response_type", "code"},
                  {"client_id", client.id},
                  {"redirect_uri", redirect_uri},
                  {"scope", "openid"},
                  {"state", marks.state},
                  {"nonce", marks.nonce},
                  {"code_challenge", challenge_of(marks.verifier)},
                  {"code_challenge_method", "S256"}});
}

Result<void> check_answer(const ProviderAnswer& answer, const ProviderMetadata& provider,
                          const OidcClient& client, const LoginMarks& marks) {
  if (!store::same_secret(answer.state, marks.state)) {
    return refused({"与本次登录不符（state）", "it belongs to another log-in (state)"});
  }
  const bool foreign = !answer.issuer.empty() && answer.issuer != client.issuer;
  if (foreign || (answer.issuer.empty() && provider.names_itself)) {
    return refused({"来自其他认证服务（iss）", "it is of another provider (iss)"}, answer.issuer);
  }
  if (answer.error == "access_denied") {
    return fail(ErrorCode::login,
                {"您在统一身份认证页面取消了登录。", "The log-in was cancelled at the provider."});
  }
  if (!answer.error.empty() || answer.code.empty()) {
    return refused({"认证服务没有给出授权码", "the provider gave no code"}, answer.error);
  }
  return {};
}

TokenRequest token_request(const ProviderMetadata& provider, const OidcClient& client,
                           const std::string& redirect_uri, const std::string& code,
                           const LoginMarks& marks) {
  TokenRequest request;
  request.headers = {{"content-type", "application/x-www-form-urlencoded"},
                     {"accept", "application/json"}};
  std::vector<std::pair<std::string_view, std::string>> form = {
      {"grant_type", "authorization_code"},
      {"code", code},
      {"redirect_uri", redirect_uri},
      {"code_verifier", marks.verifier}};
  if (client.secret.empty() || provider.secret_in_form) form.emplace_back("client_id", client.id);
  if (!client.secret.empty() && provider.secret_in_form) {
    form.emplace_back("client_secret", client.secret);
  } else if (!client.secret.empty()) {  // RFC 6749, 2.3.1
    request.headers.emplace_back(
        "authorization",
        "Basic " + store::base64(form_encoded(client.id) + ":" + form_encoded(client.secret)));
  }
  request.body = form_of(form);
  return request;
}

Result<std::string> id_token_of(int status, std::string_view text) {
  const json said = json::parse(text, nullptr, false);
  std::string token = said.is_object() ? text_at(said, "id_token") : std::string();
  if (status == 200 && !token.empty()) return token;
  const std::string error = said.is_object() ? text_at(said, "error") : std::string();
  return refused(
      {"授权码无效、已过期或已使用过", "the code is not valid: used already, or expired"},
      "HTTP " + std::to_string(status) + " " + error);
}

Result<std::string> subject_of(std::string_view payload, const OidcClient& client,
                               const std::string& nonce, store::Seconds now) {
  const json claims = json::parse(payload, nullptr, false);
  if (!claims.is_object()) return refused({"内容无法读取", "it cannot be read"});
  if (text_at(claims, "iss") != client.issuer) {
    return refused({"来自其他认证服务（iss）", "it is of another provider (iss)"},
                   text_at(claims, "iss"));
  }
  // 3.1.3.7, 3–5: for us, and where it is for others, too, made at our request.
  const auto audiences = texts_at(claims, "aud");
  const bool for_us = std::ranges::count(audiences, client.id) > 0;
  const bool ours =
      claims.contains("azp") ? text_at(claims, "azp") == client.id : audiences.size() == 1;
  if (!for_us || !ours) {
    return refused({"不是签发给本系统的（aud）", "it was made for another service (aud)"});
  }
  const auto expires = time_at(claims, "exp");
  const auto issued = time_at(claims, "iat");
  const auto begins = claims.contains("nbf") ? time_at(claims, "nbf") : issued;
  if (!expires || !issued || !begins || *expires + kSkew <= now || *issued - kSkew > now ||
      *begins - kSkew > now) {
    return refused({"已过期或尚未生效（请核对服务器时间）",
                    "it has expired or does not hold yet (look at the server's clock)"});
  }
  if (!store::same_secret(text_at(claims, "nonce"), nonce)) {
    return refused({"与本次登录不符（nonce）", "it belongs to another log-in (nonce)"});
  }
  std::string subject = text_at(claims, "sub");
  if (subject.empty() || subject.size() > kMaxSubject) {
    return refused({"没有身份标识（sub）", "it says of nobody (sub)"});
  }
  return subject;
}

}  // namespace jianzhen::api
