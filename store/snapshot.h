#pragma once

// A SQLite database as it is at one moment, copied while others write to it, and what a catalogue
// says of itself without being opened as one: that would bring it to this program's form.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/digest.h"
#include "core/error.h"

namespace jianzhen::store {

// The file behind "sqlite3://path"; nullopt: the catalogue is on another engine.
std::optional<std::filesystem::path> sqlite_file(std::string_view connection);

// `to` must not be there. Not synced. Errors: not_found, unreadable, no_space.
core::Result<void> copy_database(const std::filesystem::path& file,
                                 const std::filesystem::path& to);

struct CatalogueSummary {
  struct File {
    core::Digest sha256;
    std::string where;  // entry and path of the first material with these bytes
  };
  std::int64_t form = 0;  // of the last migration
  std::int64_t entries = 0;
  std::int64_t events = 0;
  std::vector<File> files;  // by hash; every one that was ever received
};

// Errors: unreadable (no catalogue).
core::Result<CatalogueSummary> summary_of(const std::filesystem::path& catalogue);

}  // namespace jianzhen::store
