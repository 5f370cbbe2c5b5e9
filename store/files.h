#pragma once

// The few calls of the system by which this folder keeps files safe. Errors name the file and say
// no_space where the disk (or a quota) is full. Functions are thread-safe.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.h"

namespace jianzhen::store {

// Owns a file descriptor.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd();

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

// An empty file in the system's folder of passing things, gone with the value.
class TemporaryFile {
 public:
  // Errors: no_space, unreadable (the folder cannot be written to).
  static core::Result<TemporaryFile> make();
  TemporaryFile(TemporaryFile&& other) noexcept
      : path_(std::exchange(other.path_, {})), fd_(std::move(other.fd_)) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile();

  const std::string& path() const { return path_; }
  // Errors: no_space, unreadable.
  core::Result<void> write(std::string_view bytes) const;

 private:
  TemporaryFile(std::string path, Fd fd) : path_(std::move(path)), fd_(std::move(fd)) {}

  std::string path_;
  Fd fd_;
};

// Writes all of the bytes; `file` is what an error names. Errors: no_space, unreadable.
core::Result<void> write_whole(const Fd& fd, const std::filesystem::path& file,
                               std::span<const std::uint8_t> bytes);

// The error of a call that failed with `number` (errno) on `file`.
core::Error cannot_read(const std::filesystem::path& file, int number);
core::Error cannot_write(const std::filesystem::path& file, int number);

// Reads the file from its start to its end. Errors: not_found, unreadable, and those of `take`.
core::Result<void> for_each_piece(
    const std::filesystem::path& file,
    const std::function<core::Result<void>(std::span<const std::uint8_t>)>& take);

// Makes the names in the folder last over a power cut.
core::Result<void> sync_folder(const std::filesystem::path& folder);

// Makes all that was written to the folder's file system last: one call for many files.
core::Result<void> sync_file_system(const std::filesystem::path& folder);

// Makes the folder and those above it that lack, and makes them last.
core::Result<void> make_folder(const std::filesystem::path& folder);

// Waits until nobody else holds the folder's lock, and holds it until the value goes (or its
// process dies). For what SQLite's own locks do not order: making a database.
core::Result<Fd> lock_folder(const std::filesystem::path& folder);

}  // namespace jianzhen::store
