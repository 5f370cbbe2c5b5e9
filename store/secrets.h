#pragma once

// What people and programs prove themselves with (libsodium). Pure functions; thread-safe.

#include <string>
#include <string_view>

namespace jianzhen::store {

// Throws std::runtime_error where the machine has no source of randomness.
void require_randomness();

// 32 random bytes in Base64url without padding: 43 characters that can stand in a link.
std::string new_secret();

// SHA-256, hexadecimal: all that is kept of such a secret. It has 256 bits, so that nobody can
// guess it and a slow hash would protect nothing.
std::string hash_of_secret(std::string_view secret);

// Argon2id with a salt of its own, in libsodium's form: 64 MiB and a tenth of a second, each time.
// Throws std::bad_alloc.
std::string hash_of_password(std::string_view password);

// As slow where `hash` is empty or no hash at all, so that the time does not tell who is known.
bool is_password(std::string_view password, const std::string& hash);

// In a time that does not depend on where they differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace jianzhen::store
