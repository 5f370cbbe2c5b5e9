#pragma once

// RFC 4648 by libsodium. Pure functions; thread-safe.

#include <string>
#include <string_view>

namespace jianzhen::store {

// For links and tokens: 4, and 5 without padding.
std::string base64url(std::string_view bytes);

// Strict: empty for padding, another alphabet, or bits behind the last byte that are not zero.
std::string from_base64url(std::string_view text);

// With padding: 4.
std::string base64(std::string_view bytes);

}  // namespace jianzhen::store
