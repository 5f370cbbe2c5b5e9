#pragma once

// The service's own settings, a TOML file. Every key has a default; one that is not known, or whose
// value is out of range, is an error with its line: a limit that was misspelt must not be the
// default in silence.

#include <filesystem>
#include <string>

#include "core/error.h"
#include "ingest/ingest.h"

namespace jianzhen::api {

struct Settings {
  ingest::Limits limits;  // [limits]
};

// Errors: unreadable, usage (names file, line and key).
core::Result<Settings> load_settings(const std::filesystem::path& file);

// The limits as they stand in such a file, defaults included.
std::string limits_toml(const ingest::Limits& limits);

}  // namespace jianzhen::api
