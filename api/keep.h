#pragma once

// `check --keep`: what was read goes into the blobs, the catalogue and the index of a data folder,
// for `search` and `serve`. Layout of the data folder: docs/storage.md.

#include <filesystem>
#include <memory>
#include <vector>

#include "api/data_folder.h"
#include "api/pipeline.h"
#include "core/entry.h"
#include "core/error.h"
#include "core/finding.h"
#include "verify/check.h"

namespace jianzhen::api {

class Keeper {
 public:
  // Errors: unreadable, no_space, conflict (a service writes to this folder now).
  static core::Result<std::unique_ptr<Keeper>> open(const std::filesystem::path& data);
  ~Keeper();

  core::Result<void> keep_bytes(const std::filesystem::path& file);  // thread-safe
  // One file of an entry with all that was read of it.
  core::Result<void> keep(const core::Entry& entry, const Source& source,
                          const std::vector<ReadMaterial>& read);
  core::Result<void> keep(
      const verify::EntryFacts& facts);  // apart from what the rules say of them
  core::Result<void> keep(const core::CheckReport& report);
  core::Result<void> finish();  // search sees it from here on

 private:
  struct State;
  explicit Keeper(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::api
