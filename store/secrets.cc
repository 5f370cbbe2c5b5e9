#include "store/secrets.h"

#include <sodium.h>

#include <array>
#include <new>
#include <stdexcept>

#include "store/base64.h"
#include "store/hash.h"

namespace jianzhen::store {

void require_randomness() {
  static const bool kReady = sodium_init() >= 0;
  if (!kReady) throw std::runtime_error("libsodium found no source of randomness");
}

std::string new_secret() {
  require_randomness();
  std::array<char, 32> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return base64url({bytes.data(), bytes.size()});
}

std::string hash_of_secret(std::string_view secret) { return sha256_of(secret).hex(); }

std::string hash_of_password(std::string_view password) {
  require_randomness();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(),
                            crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return hash.data();
}

bool is_password(std::string_view password, const std::string& hash) {
  require_randomness();
  static const std::string kNobodys = hash_of_password(new_secret());
  const std::string& compared = hash.empty() ? kNobodys : hash;
  const bool same =
      crypto_pwhash_str_verify(compared.c_str(), password.data(), password.size()) == 0;
  return same && !hash.empty();
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace jianzhen::store
