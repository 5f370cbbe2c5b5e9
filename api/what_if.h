#pragma once

// What another contest's file would change: the rules run twice over the facts that a data folder
// keeps, nothing is read again and nothing is stored.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/finding.h"

namespace jianzhen::api {

struct WhatIfOptions {
  std::filesystem::path data;                      // where `check --keep` or the service wrote
  std::filesystem::path contest;                   // the contest as it would be
  std::optional<std::filesystem::path> from;       // as it is; the built-in one else
  std::optional<std::filesystem::path> relations;  // CSV, for both
  std::optional<std::filesystem::path> lists;      // folder, for both
};

struct Regraded {
  core::Finding before;
  core::Finding after;
};

struct EntryChange {
  std::string entry;
  core::Severity before = core::Severity::clean;
  core::Severity after = core::Severity::clean;
  std::vector<core::Finding> gained;
  std::vector<core::Finding> lost;
  std::vector<Regraded> regraded;  // the same finding under another grade or clause
};

struct WhatIf {
  std::size_t entries = 0;  // looked at
  std::vector<EntryChange> changes;
  std::vector<std::string> without_facts;  // kept by an older program: check them again
  // The contests ask for other sections, speak of other passages or of kinds that others must own,
  // which facts are found by: what is said of these holds only after a new `check --keep`.
  bool facts_differ = false;
};

// Errors: not_found (data, a file), corrupt (a file), and those of the catalogue.
core::Result<WhatIf> what_if(const WhatIfOptions& options);

}  // namespace jianzhen::api
