#include "store/hash.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <new>
#include <stdexcept>

#include "store/files.h"

namespace jianzhen::store {

using core::fail;
using core::Result;

namespace {

struct Free {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

struct Algorithm {
  std::string_view name;  // of tus' checksum extension
  const EVP_MD* (*digest)();
};
constexpr std::array kAlgorithms = {Algorithm{"sha1", EVP_sha1}, Algorithm{"sha256", EVP_sha256}};

}  // namespace

struct Hasher::State {
  Context context{EVP_MD_CTX_new()};
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

void Hasher::update(std::string_view text) {
  update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

Hasher Hasher::copy() const {
  Hasher twin;
  if (EVP_MD_CTX_copy_ex(twin.state_->context.get(), state_->context.get()) != 1) {
    throw std::runtime_error("OpenSSL cannot copy a SHA-256");
  }
  return twin;
}

core::Digest Hasher::finish() {
  std::array<std::uint8_t, core::Digest::kBytes> bytes{};
  if (EVP_DigestFinal_ex(state_->context.get(), bytes.data(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL cannot finish a SHA-256");
  }
  return core::Digest(bytes);
}

core::Digest sha256_of(std::string_view text) {
  Hasher hasher;
  hasher.update(text);
  return hasher.finish();
}

struct Checksum::State {
  Context context{EVP_MD_CTX_new()};
};

Checksum::Checksum(std::unique_ptr<State> state) : state_(std::move(state)) {}
Checksum::~Checksum() = default;
Checksum::Checksum(Checksum&&) noexcept = default;
Checksum& Checksum::operator=(Checksum&&) noexcept = default;

std::string_view Checksum::algorithms() { return "sha1,sha256"; }

std::optional<Checksum> Checksum::in(std::string_view algorithm) {
  for (const Algorithm& known : kAlgorithms) {
    if (known.name != algorithm) continue;
    auto state = std::make_unique<State>();
    if (!state->context) throw std::bad_alloc();
    if (EVP_DigestInit_ex(state->context.get(), known.digest(), nullptr) != 1) {
      throw std::runtime_error("OpenSSL lacks " + std::string(algorithm));
    }
    return Checksum(std::move(state));
  }
  return std::nullopt;
}

void Checksum::update(std::span<const std::uint8_t> bytes) {
  if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) {
    throw std::runtime_error("OpenSSL cannot update a sum");
  }
}

std::string Checksum::finish() {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  if (EVP_DigestFinal_ex(state_->context.get(), bytes.data(), &size) != 1) {
    throw std::runtime_error("OpenSSL cannot finish a sum");
  }
  return {bytes.begin(), bytes.begin() + size};
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

Result<HashedFile> copy_hashed(const std::filesystem::path& file, const std::filesystem::path& to) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return fail(cannot_read(file, errno));
  const Fd out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, status.st_mode & 0777));
  if (!out) return fail(cannot_write(to, errno));
  Hasher hasher;
  HashedFile result;
  const auto copied = for_each_piece(file, [&](std::span<const std::uint8_t> piece) {
    hasher.update(piece);
    result.bytes += piece.size();
    return write_whole(out, to, piece);
  });
  if (!copied) {
    ::unlink(to.c_str());
    return fail(copied.error());
  }
  result.sha256 = hasher.finish();
  return result;
}

}  // namespace jianzhen::store
