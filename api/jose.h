#pragma once

// Signed tokens of others: a compact JWS (RFC 7515) checked against a set of public keys (RFC 7517)
// by OpenSSL. RS256 and ES256 alone: no other algorithm is ever taken from a token, `none` and the
// symmetric ones least of all. Values; thread-safe.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace jianzhen::api {

class KeySet {
 public:
  // Of a JWK set; keys of other kinds, for other uses or too short are left out. Errors: corrupt.
  static core::Result<KeySet> parse(std::string_view json);
  KeySet(KeySet&&) noexcept;
  KeySet& operator=(KeySet&&) noexcept;
  ~KeySet();

  // Whether the key that the token names is here, or where it names none, any that fits.
  bool may_know(std::string_view token) const;

  // What a token says, as JSON, where a key of the set signed it. Errors: login.
  core::Result<std::string> payload_of(std::string_view token) const;

 private:
  struct Key;
  explicit KeySet(std::vector<Key> keys);
  std::vector<Key> keys_;
};

}  // namespace jianzhen::api
