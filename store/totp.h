#pragma once

// One-time codes of a telephone (RFC 6238: HMAC-SHA-1, 6 digits, 30 seconds, which is what every
// authenticator speaks), and the codes that stand in where it is lost. Pure functions; thread-safe.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jianzhen::store {

// 160 random bits in Base32, as people may have to type them.
std::string new_totp_key();

// Of the 30 seconds that many after 1970's first. Throws std::invalid_argument: no Base32.
std::string totp_code(std::string_view key, std::int64_t step);

// The step whose code it is: the one at `now` (seconds since 1970), the one before or after it, as
// clocks differ, but none up to `used`, because a code counts once.
std::optional<std::int64_t> totp_step(std::string_view key, std::string_view code, std::int64_t now,
                                      std::int64_t used);

// What a telephone's camera reads: otpauth://totp/ISSUER:NAME?…
std::string totp_uri(std::string_view key, std::string_view issuer, std::string_view name);

// 80 random bits in Base32, in groups of four.
std::string new_recovery_code();
// As it was given, however it is typed: lower case, with or without spaces and dashes.
std::string plain_recovery_code(std::string_view typed);

}  // namespace jianzhen::store
