#pragma once

// A data folder kept a second time, while the service goes on (docs/backup.md): the catalogue as it
// is at one moment, every file it knows of, the search index, and what was read, which took longest
// to make. Functions are thread-safe.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/error.h"

namespace jianzhen::api {

struct BackupSource {
  std::filesystem::path data;
  std::string database;           // connection string of the catalogue
  std::filesystem::path cache;    // where the readings are
  std::filesystem::path earlier;  // a backup whose files are linked, not copied; empty: none
  std::string program;            // name and version
};

struct BackupReport {
  std::int64_t entries = 0;
  std::int64_t events = 0;
  std::size_t files = 0;                // received files, each once
  std::vector<core::Bilingual> faults;  // what lacks, and what is not as it was
  bool whole() const { return faults.empty(); }
};

using BackupProgress = std::function<void(std::size_t done, std::size_t total)>;  // files

// A file that cannot be read, or is not what it was, is left out and told; the rest is kept. After
// any other error there is no backup. Errors: usage (`to` is there already; the catalogue is not
// SQLite's), not_found (no catalogue), unreadable, no_space, conflict, interrupted.
core::Result<BackupReport> make_backup(const BackupSource& from, const std::filesystem::path& to,
                                       const BackupProgress& progress, const std::stop_token& stop);

// Reads all of it again. Errors: not_found, unreadable (not a whole backup), interrupted.
core::Result<BackupReport> verify_backup(const std::filesystem::path& folder,
                                         const BackupProgress& progress,
                                         const std::stop_token& stop);

// Makes the data folder of it; readings go into the cache where it has none. What cannot be taken
// over is told; a damaged catalogue is an error. After an error nothing stays of it. Errors: usage
// (the data folder holds something), and those of verify_backup(), no_space.
core::Result<BackupReport> restore_backup(const std::filesystem::path& folder,
                                          const std::filesystem::path& data,
                                          const std::filesystem::path& cache,
                                          const BackupProgress& progress,
                                          const std::stop_token& stop);

}  // namespace jianzhen::api
