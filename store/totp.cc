#include "store/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include "store/secrets.h"

namespace jianzhen::store {
namespace {

using Bytes = std::vector<unsigned char>;

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";  // RFC 4648
constexpr std::int64_t kPeriod = 30;                                      // seconds
constexpr std::size_t kKeyBytes = 20;
constexpr std::size_t kRecoveryBytes = 10;

std::string base32(const Bytes& bytes) {
  std::string text;
  unsigned bits = 0;
  int held = 0;
  for (const unsigned char byte : bytes) {
    bits = (bits << 8) | byte;
    for (held += 8; held >= 5; held -= 5) text += kBase32[(bits >> (held - 5)) & 31U];
  }
  if (held > 0) text += kBase32[(bits << (5 - held)) & 31U];
  return text;
}

Bytes from_base32(std::string_view text) {
  Bytes bytes;
  unsigned bits = 0;
  int held = 0;
  for (const char c : text) {
    const std::size_t value = kBase32.find(c);
    if (value == std::string_view::npos) throw std::invalid_argument("no Base32");
    bits = (bits << 5) | static_cast<unsigned>(value);
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<unsigned char>(bits >> held));
  }
  return bytes;
}

std::string random_base32(std::size_t count) {
  require_randomness();
  Bytes bytes(count);
  randombytes_buf(bytes.data(), bytes.size());
  return base32(bytes);
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '.' || byte == '_';
    if (plain) {
      encoded += c;
    } else {
      encoded += {'%', kHex[byte >> 4], kHex[byte & 15U]};
    }
  }
  return encoded;
}

}  // namespace

std::string new_totp_key() { return random_base32(kKeyBytes); }

std::string totp_code(std::string_view key, std::int64_t step) {
  const Bytes secret = from_base32(key);
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (56 - 8 * i));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned length = 0;
  if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(),
           counter.size(), mac.data(), &length) == nullptr) {
    throw std::runtime_error("OpenSSL cannot compute an HMAC");
  }
  // RFC 4226, 5.3.
  const std::size_t at = mac[length - 1] & 15U;
  const unsigned number = ((mac[at] & 127U) << 24) | (static_cast<unsigned>(mac[at + 1]) << 16) |
                          (static_cast<unsigned>(mac[at + 2]) << 8) | mac[at + 3];
  std::string digits = std::to_string(number % 1'000'000);
  return digits.insert(0, 6 - digits.size(), '0');
}

std::optional<std::int64_t> totp_step(std::string_view key, std::string_view code, std::int64_t now,
                                      std::int64_t used) {
  std::optional<std::int64_t> found;
  for (const std::int64_t step : {now / kPeriod - 1, now / kPeriod, now / kPeriod + 1}) {
    if (step > used && same_secret(totp_code(key, step), code) && !found) found = step;
  }
  return found;
}

std::string totp_uri(std::string_view key, std::string_view issuer, std::string_view name) {
  const std::string by = percent_encoded(issuer);
  return "otpauth://totp/" + by + ":" + percent_encoded(name) + "?secret=" + std::string(key) +
         "&issuer=" + by;
}

std::string new_recovery_code() {
  std::string code = random_base32(kRecoveryBytes);
  for (std::size_t at = 12; at > 0; at -= 4) code.insert(at, "-");
  return code;
}

std::string plain_recovery_code(std::string_view typed) {
  std::string plain;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return plain;
}

}  // namespace jianzhen::store
