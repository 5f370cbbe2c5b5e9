#pragma once

// What may be compared but not kept or seen: identity numbers, as a sum that only this process can
// make (SipHash-2-4, Aumasson and Bernstein 2012, under a key drawn when it starts).

#include <array>
#include <cstdint>
#include <string_view>

namespace jianzhen::verify {

using HashKey = std::array<std::uint8_t, 16>;

std::uint64_t keyed_hash(std::string_view text, const HashKey& key);

// Under this process's own key. Thread-safe.
std::uint64_t keyed_hash(std::string_view text);

}  // namespace jianzhen::verify
