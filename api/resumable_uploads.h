#pragma once

// Files that come in several requests, and over restarts of the service. Each lies in a folder as
// ID.bytes, what has come so far, and ID.json, what it is to become; the length of ID.bytes is the
// offset, so that no two records of it can disagree. Thread-safe, but for a Writer, which is one
// caller's.

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "store/blobs.h"
#include "store/catalogue.h"

namespace jianzhen::api {

// What an upload is to become.
struct UploadPlan {
  std::uint64_t length = 0;
  std::string entry;
  std::string path;
  std::string metadata;            // as the client wrote it, given back to it
  bool partial = false;            // becomes no material, but a part of another upload
  std::vector<std::string> parts;  // made of these
  std::string actor;               // whose it is, as events name them
  bool late = false;               // may come to its end after registration closed
};

struct UploadState {
  std::string id;
  UploadPlan plan;
  std::uint64_t offset = 0;  // bytes that are on disk
  std::time_t expires = 0;
  std::optional<store::StoredMaterial> material;  // once all has come
};

class ResumableUploads {
 public:
  // What the service does. Called by any thread.
  struct Hooks {
    // Whether a file may come to that path. Errors: not_found, usage.
    std::function<core::Result<void>(const std::string& entry, const std::string& path)> may_come;
    // The same bytes at the same path once more are the same material.
    std::function<core::Result<store::StoredMaterial>(const UploadPlan&, const store::HashedFile&)>
        record;
    std::function<core::Result<store::StoredMaterial>(std::int64_t)> material;
  };

  // Finds what an earlier run left, and ends what had come as a whole. Errors: unreadable,
  // no_space.
  static core::Result<std::unique_ptr<ResumableUploads>> open(std::filesystem::path folder,
                                                              const store::Blobs& blobs,
                                                              Hooks hooks);
  ~ResumableUploads();

  // Errors: those of may_come, unreadable, no_space.
  core::Result<UploadState> create(UploadPlan plan);
  // One upload out of finished partial ones, whose length is theirs.
  // Errors: as create; not_found (a part), conflict (a part that has not come to its end).
  core::Result<UploadState> join(UploadPlan plan);
  // Cuts nobody off. Errors: not_found, also where it is somebody else's.
  core::Result<void> belongs_to(const std::string& id, const std::string& actor) const;
  // Who asks is about to go on: a request that still writes is cut off, what has come is synced.
  // Errors: not_found, and those of completing.
  core::Result<UploadState> state(const std::string& id);
  // The file in which what has come lies, as soon as that is enough to tell what it is. Cuts nobody
  // off. Errors: not_found, conflict (too little has come; all has; a partial upload).
  struct FirstBytes {
    std::filesystem::path file;
    std::string path;  // what it is to become
  };
  core::Result<FirstBytes> first_bytes(const std::string& id) const;
  // The material it has become stays. Errors: not_found.
  core::Result<void> remove(const std::string& id);

  // The sum that the bytes of one request must have: with it they count together or not at all.
  struct Expected {
    std::string algorithm;
    std::string sum;
  };
  class Writer {
   public:
    ~Writer();
    Writer(Writer&&) noexcept;
    // Errors: conflict (somebody else goes on with it), usage (longer than said), no_space.
    core::Result<void> write(std::span<const char> bytes);
    // On disk and synced; the material where it was the last. Errors: corrupt (another sum),
    // conflict, and those of recording.
    core::Result<UploadState> finish();

   private:
    friend class ResumableUploads;
    struct State;
    explicit Writer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };
  // Errors: not_found, conflict (not at this offset), usage (no such algorithm), unreadable.
  core::Result<Writer> go_on(const std::string& id, std::uint64_t offset,
                             const std::optional<Expected>& expected);

 private:
  struct State;
  struct Live;
  explicit ResumableUploads(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::api
