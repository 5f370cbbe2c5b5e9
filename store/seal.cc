#include "store/seal.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <span>
#include <string_view>

#include "store/base64.h"
#include "store/files.h"
#include "store/secrets.h"

namespace jianzhen::store {

using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

constexpr std::string_view kPrefix = "sealed:";
constexpr std::size_t kMostBytes = 128;  // of the file; a longer one is none of ours

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

Result<std::string> content_of(const std::filesystem::path& file) {
  std::string text;
  const auto read = for_each_piece(file, [&](std::span<const std::uint8_t> piece) -> Result<void> {
    if (text.size() <= kMostBytes) text.append(piece.begin(), piece.end());
    return {};
  });
  if (!read) return fail(read.error());
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

// Whole or not at all, for its owner's eyes alone from its first byte on.
Result<void> make(const std::filesystem::path& file) {
  const std::string line = new_secret() + "\n";
  const std::filesystem::path fresh = file.string() + ".new";
  const Fd fd(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!fd) return fail(cannot_write(fresh, errno));
  if (auto written = write_whole(fd, fresh, {bytes_of(std::string_view(line)), line.size()});
      !written) {
    return written;
  }
  if (::fsync(fd.get()) != 0 || ::rename(fresh.c_str(), file.c_str()) != 0) {
    return fail(cannot_write(file, errno));
  }
  return sync_folder(file.parent_path());
}

}  // namespace

Result<SealKey> SealKey::load_or_make(const std::filesystem::path& file) {
  require_randomness();
  const auto lock = lock_folder(file.parent_path());  // another process may make it, too
  if (!lock) return fail(lock.error());
  if (!std::filesystem::exists(file)) {
    if (auto made = make(file); !made) return fail(made.error());
  }
  const auto text = content_of(file);
  if (!text) return fail(text.error());
  const std::string bytes = from_base64url(*text);
  SealKey key;
  if (bytes.size() != key.bytes_.size()) {
    return fail(ErrorCode::corrupt,
                {file.string() + " 不是密钥文件。", file.string() + " holds no key."}, {},
                file.string());
  }
  std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
  return key;
}

std::string SealKey::seal(const std::string& text) const {
  static_assert(crypto_secretbox_KEYBYTES == sizeof(bytes_));
  std::string sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + text.size(), '\0');
  randombytes_buf(sealed.data(), crypto_secretbox_NONCEBYTES);
  unsigned char* nonce = bytes_of(sealed);
  crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES, bytes_of(std::string_view(text)),
                        text.size(), nonce, bytes_.data());
  return std::string(kPrefix) + base64url(sealed);
}

std::optional<std::string> SealKey::open(const std::string& sealed) const {
  if (!sealed.starts_with(kPrefix)) return std::nullopt;
  const std::string bytes = from_base64url(std::string_view(sealed).substr(kPrefix.size()));
  constexpr std::size_t kAround = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (bytes.size() < kAround) return std::nullopt;
  std::string text(bytes.size() - kAround, '\0');
  const unsigned char* nonce = bytes_of(std::string_view(bytes));
  if (crypto_secretbox_open_easy(bytes_of(text), nonce + crypto_secretbox_NONCEBYTES,
                                 bytes.size() - crypto_secretbox_NONCEBYTES, nonce,
                                 bytes_.data()) != 0) {
    return std::nullopt;
  }
  return text;
}

std::optional<std::string> SealKey::open_if_sealed(const std::string& kept) const {
  return kept.starts_with(kPrefix) ? open(kept) : kept;
}

}  // namespace jianzhen::store
