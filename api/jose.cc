#include "api/jose.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "store/base64.h"

namespace jianzhen::api {

using core::ErrorCode;
using core::fail;
using core::Result;
using nlohmann::json;
using store::from_base64url;

namespace {

constexpr int kLeastRsaBits = 2048;      // RFC 7518, 3.3
constexpr std::size_t kCoordinate = 32;  // bytes, of P-256

template <auto Free>
struct Freed {
  template <typename Object>
  void operator()(Object* object) const {
    Free(object);
  }
};
using PublicKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text_at(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Number number_of(std::string_view bytes) {
  return Number(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

PublicKey key_from(const char* type, OSSL_PARAM_BLD* parts) {
  const std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>> params(OSSL_PARAM_BLD_to_param(parts));
  const std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>> making(
      EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!params || !making || EVP_PKEY_fromdata_init(making.get()) != 1 ||
      EVP_PKEY_fromdata(making.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  return PublicKey(key);
}

using Parts = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;

PublicKey rsa_key(const json& jwk) {
  const std::string n = from_base64url(text_at(jwk, "n"));
  const std::string e = from_base64url(text_at(jwk, "e"));
  if (n.empty() || e.empty()) return nullptr;
  const Parts parts(OSSL_PARAM_BLD_new());
  const Number modulus = number_of(n);
  const Number exponent = number_of(e);
  if (OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) {
    return nullptr;
  }
  PublicKey key = key_from("RSA", parts.get());
  return key && EVP_PKEY_bits(key.get()) >= kLeastRsaBits ? std::move(key) : nullptr;
}

// That the point is on the curve is checked by OpenSSL.
PublicKey p256_key(const json& jwk) {
  const std::string x = from_base64url(text_at(jwk, "x"));
  const std::string y = from_base64url(text_at(jwk, "y"));
  if (text_at(jwk, "crv") != "P-256" || x.size() != kCoordinate || y.size() != kCoordinate) {
    return nullptr;
  }
  const std::string point = '\4' + x + y;  // uncompressed
  const Parts parts(OSSL_PARAM_BLD_new());
  if (OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return nullptr;
  }
  return key_from("EC", parts.get());
}

// RFC 7518, 3.4: the two numbers one after the other; OpenSSL reads them in DER.
std::string der_of(std::string_view raw) {
  if (raw.size() != 2 * kCoordinate) return {};
  const std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>> signature(ECDSA_SIG_new());
  Number r = number_of(raw.substr(0, kCoordinate));
  Number s = number_of(raw.substr(kCoordinate));
  if (!signature || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return {};
  // They are the signature's now.
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  unsigned char* bytes = nullptr;
  const int length = i2d_ECDSA_SIG(signature.get(), &bytes);
  if (length <= 0) return {};
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return der;
}

bool verifies(EVP_PKEY* key, std::string_view signature, std::string_view said) {
  const std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  return context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(said),
                          said.size()) == 1;
}

struct Token {
  std::string alg;
  std::string kid;
  std::string_view said;  // header and payload, which are signed
  std::string payload;
  std::string signature;
};

// nullopt: none of ours to read. An extension that must be understood is not (RFC 7515, 4.1.11).
std::optional<Token> token_of(std::string_view text) {
  const std::size_t first = text.find('.');
  const std::size_t last = text.rfind('.');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  const json header = json::parse(from_base64url(text.substr(0, first)), nullptr, false);
  if (!header.is_object() || header.contains("crit")) return std::nullopt;
  Token token{text_at(header, "alg"), text_at(header, "kid"), text.substr(0, last),
              from_base64url(text.substr(first + 1, last - first - 1)),
              from_base64url(text.substr(last + 1))};
  if (token.payload.empty() || token.signature.empty()) return std::nullopt;
  return token;
}

}  // namespace

struct KeySet::Key {
  std::string kid;
  std::string alg;
  PublicKey key;

  bool fits(const Token& token) const {
    return alg == token.alg && (token.kid.empty() || token.kid == kid);
  }
};

KeySet::KeySet(std::vector<Key> keys) : keys_(std::move(keys)) {}
KeySet::KeySet(KeySet&&) noexcept = default;
KeySet& KeySet::operator=(KeySet&&) noexcept = default;
KeySet::~KeySet() = default;

Result<KeySet> KeySet::parse(std::string_view text) {
  const json set = json::parse(text, nullptr, false);
  if (!set.is_object() || !set.contains("keys") || !set["keys"].is_array()) {
    return fail(ErrorCode::corrupt,
                {"统一身份认证服务的公钥无法读取。", "The provider's public keys cannot be read."});
  }
  std::vector<Key> keys;
  for (const json& jwk : set["keys"]) {
    if (!jwk.is_object()) continue;
    const std::string type = text_at(jwk, "kty");
    const std::string use = text_at(jwk, "use");
    const std::string alg = type == "RSA" ? "RS256" : type == "EC" ? "ES256" : "";
    const std::string said = text_at(jwk, "alg");
    if (alg.empty() || (!use.empty() && use != "sig") || (!said.empty() && said != alg)) continue;
    PublicKey key = type == "RSA" ? rsa_key(jwk) : p256_key(jwk);
    if (key) keys.push_back({text_at(jwk, "kid"), alg, std::move(key)});
  }
  return KeySet(std::move(keys));
}

bool KeySet::may_know(std::string_view text) const {
  const auto token = token_of(text);
  return token &&
         std::any_of(keys_.begin(), keys_.end(), [&](const Key& key) { return key.fits(*token); });
}

Result<std::string> KeySet::payload_of(std::string_view text) const {
  const auto token = token_of(text);
  if (token) {
    const std::string signature =
        token->alg == "ES256" ? der_of(token->signature) : token->signature;
    for (const Key& key : keys_) {
      if (key.fits(*token) && verifies(key.key.get(), signature, token->said)) {
        return token->payload;
      }
    }
  }
  return fail(ErrorCode::login, {"统一身份认证的结果未通过签名校验，请重新登录。",
                                 "The provider's token is not signed by a key of it. Log in "
                                 "again."});
}

}  // namespace jianzhen::api
