#include "store/hash.h"

#include <fcntl.h>
#include <openssl/evp.h>

#include <new>
#include <stdexcept>

#include "store/files.h"

namespace jianzhen::store {

using core::fail;
using core::Result;

struct Hasher::State {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Hasher::Hasher() : state_(std::make_unique<State>()) {
  if (!state_->context) throw std::bad_alloc();
  if (EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL has no SHA-256");
  }
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::span<const std::uint8_t> bytes) {
  if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) {
    throw std::runtime_error("OpenSSL cannot update a SHA-256");
  }
}

core::Digest Hasher::finish() {
  std::array<std::uint8_t, core::Digest::kBytes> bytes{};
  if (EVP_DigestFinal_ex(state_->context.get(), bytes.data(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL cannot finish a SHA-256");
  }
  return core::Digest(bytes);
}

Result<HashedFile> hash_file(const std::filesystem::path& file) {
  Hasher hasher;
  HashedFile result;
  const auto read = for_each_piece(file, [&](std::span<const std::uint8_t> piece) -> Result<void> {
    hasher.update(piece);
    result.bytes += piece.size();
    return {};
  });
  if (!read) return fail(read.error());
  result.sha256 = hasher.finish();
  return result;
}

}  // namespace jianzhen::store
