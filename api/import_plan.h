#pragma once

// Lists that the administrator keeps in a spreadsheet, on their way into the catalogue: what a
// table would change, or why it cannot, cell by cell. All of a table is written or nothing; the
// same table again changes nothing. Pure.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/entry.h"
#include "core/error.h"
#include "store/results.h"
#include "verify/contest.h"

namespace jianzhen::api {

enum class ImportKind {
  entries,    // registration forms: what a row does not say stays as it was
  finalists,  // the whole list of them
  prizes,     // the whole list of who won which
};

std::string_view word(ImportKind kind);
std::optional<ImportKind> import_kind_of(std::string_view word);

// Why a row cannot be taken.
struct ImportFault {
  int line = 0;        // of the file, from 1
  std::string column;  // as its header is written; empty: the whole row
  std::string value;   // what stands there
  core::Bilingual message;
};

struct ImportPlan {
  int rows = 0;
  int added = 0;
  int changed = 0;
  int unchanged = 0;
  int removed = 0;                       // from a list of finalists or prizes
  std::vector<std::string> passed_over;  // columns that say nothing to this import
  std::vector<ImportFault> faults;       // by line; with one, nothing may be written
  // To be written:
  std::vector<core::Entry> entries;
  std::set<std::string> finalists;
  std::map<std::string, std::string> prizes;  // by entry
};

// What there is before.
struct ImportedInto {
  const verify::Contest& contest;
  const std::vector<core::Entry>& entries;
  const std::vector<store::EntryResult>& results;
};

// Errors: corrupt (no table; a column that it needs is not there).
core::Result<ImportPlan> plan_import(ImportKind kind, std::string_view csv,
                                     const ImportedInto& before);

}  // namespace jianzhen::api
