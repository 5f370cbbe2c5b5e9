#pragma once

// Facts → findings, for all entries given together.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/entry.h"
#include "core/finding.h"
#include "verify/contest.h"
#include "verify/facts.h"
#include "verify/relations.h"

namespace jianzhen::verify {

// dishonest.csv, tax.csv, procurement.csv.
struct ListedUnit {
  core::Unit unit;
  std::string list;  // "dishonest"
  std::string case_no;
  std::string published;  // 2024-01-11
  std::string as_of;      // the day up to which the list was fetched; empty where it does not say
};

// A list that is not there is an empty list. Errors: not_found (the folder), corrupt (names the
// line).
core::Result<std::vector<ListedUnit>> load_lists(const std::filesystem::path& folder);

// All that is known of one entry. Materials in the order of their paths.
struct EntryFacts {
  core::Entry entry;
  std::vector<MaterialFacts> materials;
  // Archives that could not be opened or are unsafe, and other files that are no materials.
  std::vector<core::Material> troubled;
  // Forms that others replaced at the same path, the newest first: versions of the project.
  std::vector<MaterialFacts> earlier;
};

struct CheckContext {
  const Contest& contest;
  const RelationGraph&
      relations;  // from --relations; what entries and papers say is added per entry
  std::span<const ListedUnit> lists;
};

// One report per entry, in order. Pure: the same facts give the same bytes. Findings are ordered by
// material, page, code.
std::vector<core::CheckReport> check(std::span<const EntryFacts> entries,
                                     const CheckContext& context);

}  // namespace jianzhen::verify
