#pragma once

// The public lists, found by code and by name: every entry of a contest is looked up in lists of
// many thousands. Borrows the rows. Immutable, thread-safe.

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "verify/check.h"

namespace jianzhen::verify {

class ListIndex {
 public:
  explicit ListIndex(std::span<const ListedUnit> rows);

  // The rows that mean this unit, in their order. By organisation code, since 失信 lists may carry
  // nothing more; by its name or `other_names` only where the codes do not say that it is another
  // unit of that name. Never by a look-alike.
  std::vector<const ListedUnit*> rows_of(const core::Unit& unit,
                                         const std::vector<std::string>& other_names) const;
  // The day of the newest row of a list; empty where none is dated.
  std::string newest(const std::string& list) const;

 private:
  std::span<const ListedUnit> rows_;
  std::unordered_multimap<std::string, std::size_t> by_code_;
  std::unordered_multimap<std::string, std::size_t> by_name_;
  std::unordered_map<std::string, std::string> newest_;
};

}  // namespace jianzhen::verify
