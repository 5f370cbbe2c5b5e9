#pragma once

// Content-addressed files: blobs/ab/abcd…, named by their SHA-256. A blob is written in incoming/,
// synced, made read-only, renamed into place, its folder synced; what is there is whole and never
// changed. Safe for several threads and several processes on one folder (docs/storage.md).

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "core/digest.h"
#include "core/error.h"
#include "store/hash.h"

namespace jianzhen::store {

// Receives one blob in pieces; dropping it unfinished leaves nothing. Not thread-safe.
class BlobWriter {
 public:
  ~BlobWriter();
  BlobWriter(BlobWriter&&) noexcept;

  // Errors: no_space, unreadable.
  core::Result<void> write(std::span<const std::uint8_t> bytes);
  // On disk and synced when it returns. The same bytes twice are one blob. Once; the writer is
  // spent, and after an error leaves nothing. Errors: no_space, unreadable.
  core::Result<HashedFile> commit();

 private:
  friend class Blobs;
  struct State;
  explicit BlobWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class Blobs {
 public:
  // Makes the folder; removes what an interrupted write left behind, not what another process
  // writes now. Errors: no_space, unreadable.
  static core::Result<Blobs> open(const std::filesystem::path& folder);

  core::Result<BlobWriter> begin() const;
  // The same for a file that is there. Errors: not_found, unreadable, no_space.
  core::Result<HashedFile> put_file(const std::filesystem::path& file) const;

  // A file that was hashed while it was written becomes the blob itself, and is gone from where it
  // was. Errors: unreadable, no_space.
  core::Result<void> adopt(const std::filesystem::path& file, const core::Digest& sha256) const;

  // Errors: not_found.
  core::Result<std::filesystem::path> path(const core::Digest& sha256) const;

  // Every blob by its name, and files that are no blobs.
  struct Listing {
    std::vector<core::Digest> blobs;
    std::vector<std::filesystem::path> strangers;
  };
  core::Result<Listing> list() const;

 private:
  explicit Blobs(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

}  // namespace jianzhen::store
