#include "verify/list_index.h"

#include <algorithm>
#include <set>

#include "verify/codes.h"
#include "verify/judged.h"

namespace jianzhen::verify {

ListIndex::ListIndex(std::span<const ListedUnit> rows) : rows_(rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ListedUnit& row = rows[i];
    if (const auto code = organisation_code(row.unit.uscc)) by_code_.emplace(*code, i);
    if (std::string key = name_key(row.unit.name); !key.empty()) by_name_.emplace(key, i);
    std::string& newest = newest_[row.list];
    newest = std::max(newest, row.published);
  }
}

std::vector<const ListedUnit*> ListIndex::rows_of(
    const core::Unit& unit, const std::vector<std::string>& other_names) const {
  std::set<std::size_t> found;
  const auto own = organisation_code(unit.uscc);
  if (own) {
    const auto [first, last] = by_code_.equal_range(*own);
    for (auto row = first; row != last; ++row) found.insert(row->second);
  }
  const auto named = [&](const std::string& name) {
    const auto [first, last] = by_name_.equal_range(name_key(name));
    for (auto row = first; row != last; ++row) {
      const bool another = own && organisation_code(rows_[row->second].unit.uscc);
      if (!another) found.insert(row->second);
    }
  };
  named(unit.name);
  for (const std::string& name : other_names) named(name);
  std::vector<const ListedUnit*> rows;
  for (const std::size_t i : found) rows.push_back(&rows_[i]);
  return rows;
}

std::string ListIndex::newest(const std::string& list) const {
  const auto row = newest_.find(list);
  return row == newest_.end() ? std::string() : row->second;
}

}  // namespace jianzhen::verify
