#pragma once

// The SHA-256 of some bytes (FIPS 180-4), as a value. Who computes it: store/hash.h.

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jianzhen::core {

class Digest {
 public:
  static constexpr std::size_t kBytes = 32;

  Digest() = default;
  explicit Digest(const std::array<std::uint8_t, kBytes>& bytes) : bytes_(bytes) {}

  // Exactly 64 lower-case hex digits; nothing else is a digest.
  static std::optional<Digest> from_hex(std::string_view hex);

  std::string hex() const;
  const std::array<std::uint8_t, kBytes>& bytes() const { return bytes_; }

  auto operator<=>(const Digest&) const = default;

 private:
  std::array<std::uint8_t, kBytes> bytes_{};
};

}  // namespace jianzhen::core
