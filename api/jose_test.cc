#include "api/jose.h"

#include <gtest/gtest.h>

#include "store/base64.h"

namespace jianzhen::api {
namespace {

using store::base64url;
using store::from_base64url;

// RFC 7515, A.2 and A.3.
constexpr const char* kRsaKey =
    R"({"kty":"RSA","kid":"r","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"})";
constexpr const char* kEcKey =
    R"({"kty":"EC","kid":"e","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
const std::string kPayload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q";
const std::string kRsaToken =
    "eyJhbGciOiJSUzI1NiJ9." + kPayload +
    ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
    "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L"
    "07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUi"
    "pUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const std::string kEcToken =
    "eyJhbGciOiJFUzI1NiJ9." + kPayload +
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

KeySet keys(const std::string& list) {
  return std::move(KeySet::parse(R"({"keys":[)" + list + "]}")).value();
}
KeySet both() { return keys(std::string(kRsaKey) + "," + kEcKey); }

std::string with_header(const std::string& header, const std::string& token) {
  return base64url(header) + token.substr(token.find('.'));
}

TEST(Jose, base64url_goes_there_and_back_and_is_read_strictly) {
  for (const std::string bytes : {"", "f", "fo", "foo", "foob", "\xff\xfe\xfd"}) {
    EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
  }
  EXPECT_EQ(base64url("\xff\xfe"), "__4");
  EXPECT_EQ(from_base64url("__4="), "");  // padding
  EXPECT_EQ(from_base64url("__5"), "");   // bits that say nothing
  EXPECT_EQ(from_base64url("_"), "");
  EXPECT_EQ(from_base64url("a+b/"), "");
}

TEST(Jose, the_examples_of_the_standard_are_known) {
  const std::string said =
      "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n "
      "\"http://example.com/is_root\":true}";
  EXPECT_EQ(both().payload_of(kRsaToken).value(), said);
  EXPECT_EQ(both().payload_of(kEcToken).value(), said);
}

TEST(Jose, another_payload_or_another_signature_is_refused) {
  std::string changed = kRsaToken;
  changed[25] = changed[25] == 'a' ? 'b' : 'a';
  EXPECT_EQ(both().payload_of(changed).error().code, core::ErrorCode::login);
  changed = kEcToken;
  changed[changed.size() - 5] = changed[changed.size() - 5] == 'a' ? 'b' : 'a';
  EXPECT_FALSE(both().payload_of(changed));
  EXPECT_FALSE(both().payload_of(kEcToken.substr(0, kEcToken.rfind('.') + 1)));
  EXPECT_FALSE(both().payload_of("a.b"));
  EXPECT_FALSE(both().payload_of(""));
}

TEST(Jose, the_algorithm_is_the_keys_and_never_the_tokens) {
  EXPECT_FALSE(keys(kRsaKey).payload_of(kEcToken));
  EXPECT_FALSE(both().payload_of(with_header(R"({"alg":"none"})", kRsaToken)));
  EXPECT_FALSE(both().payload_of(with_header(R"({"alg":"HS256"})", kRsaToken)));
  EXPECT_FALSE(both().payload_of(with_header(R"({"alg":"RS256","crit":["b64"]})", kRsaToken)));
}

TEST(Jose, a_key_that_is_named_is_looked_for_by_its_name) {
  EXPECT_TRUE(both().may_know(kRsaToken));
  EXPECT_TRUE(both().may_know(with_header(R"({"alg":"RS256","kid":"r"})", kRsaToken)));
  EXPECT_FALSE(both().may_know(with_header(R"({"alg":"RS256","kid":"e"})", kRsaToken)));
  EXPECT_FALSE(both().may_know(with_header(R"({"alg":"RS256","kid":"new"})", kRsaToken)));
}

TEST(Jose, keys_that_cannot_be_used_are_left_out) {
  const auto with = [](std::string key, const std::string& from, const std::string& to) {
    return keys(key.replace(key.find(from), from.size(), to)).may_know(kEcToken);
  };
  EXPECT_TRUE(with(kEcKey, R"("kid")", R"("use":"sig","kid")"));
  EXPECT_FALSE(with(kEcKey, R"("kid")", R"("use":"enc","kid")"));
  EXPECT_FALSE(with(kEcKey, "P-256", "P-384"));
  EXPECT_FALSE(with(kEcKey, "f83O", "f83P"));  // a point that is on no curve
  EXPECT_FALSE(keys(R"({"kty":"RSA","n":"AQAB","e":"AQAB"},{"kty":"oct","k":"AQAB"},7)")
                   .may_know(kRsaToken));
  EXPECT_FALSE(KeySet::parse("[]"));
  EXPECT_FALSE(KeySet::parse("no JSON"));
}

}  // namespace
}  // namespace jianzhen::api
