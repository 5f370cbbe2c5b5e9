#pragma once

// What the catalogue must keep and nobody may read in a copy of it: sealed with a key that lies
// beside the catalogue and not in it (XSalsa20-Poly1305, libsodium). Values; thread-safe.

#include <array>
#include <filesystem>
#include <optional>
#include <string>

#include "core/error.h"

namespace jianzhen::store {

class SealKey {
 public:
  // Of the file, which is made, for its owner's eyes alone, where there is none. Errors:
  // unreadable, no_space, corrupt (it holds no key).
  static core::Result<SealKey> load_or_make(const std::filesystem::path& file);

  // "sealed:" and the Base64url of a nonce of its own and of what it hides.
  std::string seal(const std::string& text) const;
  // nullopt: it was not sealed with this key, or was changed since.
  std::optional<std::string> open(const std::string& sealed) const;
  // The same, of what may have been kept before it was sealed: that comes back as it is.
  std::optional<std::string> open_if_sealed(const std::string& kept) const;

 private:
  std::array<unsigned char, 32> bytes_{};
};

}  // namespace jianzhen::store
