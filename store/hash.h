#pragma once

// SHA-256 while bytes stream by (OpenSSL).

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

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
  core::Digest finish();  // once; the hasher is spent

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct HashedFile {
  core::Digest sha256;
  std::uint64_t bytes = 0;
};

// Errors: not_found, unreadable.
core::Result<HashedFile> hash_file(const std::filesystem::path& file);

}  // namespace jianzhen::store
