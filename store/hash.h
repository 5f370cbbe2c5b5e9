#pragma once

// Sums while bytes stream by (OpenSSL).

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/digest.h"
#include "core/error.h"

namespace jianzhen::store {

class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void update(std::span<const std::uint8_t> bytes);
  void update(std::string_view text);
  Hasher copy() const;    // goes on from here by itself
  core::Digest finish();  // once; the hasher is spent

 private:
  struct State;
  std::unique_ptr<State> state_;
};

core::Digest sha256_of(std::string_view text);

struct HashedFile {
  core::Digest sha256;
  std::uint64_t bytes = 0;
};

// A sum of a few bytes on their way, in an algorithm that the sender chose.
class Checksum {
 public:
  // nullopt: not among algorithms().
  static std::optional<Checksum> in(std::string_view algorithm);
  static std::string_view algorithms();  // "sha1,sha256"
  ~Checksum();
  Checksum(Checksum&&) noexcept;
  Checksum& operator=(Checksum&&) noexcept;

  void update(std::span<const std::uint8_t> bytes);
  std::string finish();  // the bytes of the sum; once

 private:
  struct State;
  explicit Checksum(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Errors: not_found, unreadable.
core::Result<HashedFile> hash_file(const std::filesystem::path& file);

// A copy with the same permissions where nothing is yet, and what its bytes were. Not synced; after
// an error there is none. Errors: not_found, unreadable, no_space.
core::Result<HashedFile> copy_hashed(const std::filesystem::path& file,
                                     const std::filesystem::path& to);

}  // namespace jianzhen::store
