#pragma once

// What a check goes by beside the papers: the contest, who belongs to whom, the lists.

#include <filesystem>
#include <optional>
#include <vector>

#include "core/error.h"
#include "verify/check.h"
#include "verify/contest.h"
#include "verify/relations.h"

namespace jianzhen::api {

struct RuleFiles {
  std::optional<std::filesystem::path> relations;  // CSV
  std::optional<std::filesystem::path> lists;      // folder
  std::optional<std::filesystem::path> contest;    // YAML; the built-in one else
};

// Immutable once loaded; thread-safe.
struct Rules {
  verify::Contest contest;
  verify::RelationGraph relations;
  std::vector<verify::ListedUnit> lists;

  verify::CheckContext context() const { return {contest, relations, lists}; }
};

// Errors: not_found, corrupt (names the file and the line).
core::Result<Rules> load_rules(const RuleFiles& files);

}  // namespace jianzhen::api
