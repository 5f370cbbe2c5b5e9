#include "api/neighbours.h"

#include <algorithm>
#include <iterator>

#include "core/text.h"

namespace jianzhen::api {

std::set<std::string> Neighbours::update(const core::Entry& entry,
                                         const std::set<core::Digest>& materials) {
  Keys now;
  for (const core::Digest& sha256 : materials) now.insert("bytes " + sha256.hex());
  for (const core::Representative& person : entry.representatives) {
    now.insert("name " + core::folded(core::compact(person.name)));
    // Written down differently, one ID number is one person.
    if (!person.id_number.empty()) now.insert("id " + core::folded(person.id_number));
  }
  Keys& before = keys_[entry.id];
  Keys changed;
  std::set_symmetric_difference(before.begin(), before.end(), now.begin(), now.end(),
                                std::inserter(changed, changed.end()));
  std::set<std::string> others;
  for (const std::string& key : changed) {
    std::set<std::string>& holders = held_[key];
    others.insert(holders.begin(), holders.end());
    if (now.contains(key)) {
      holders.insert(entry.id);
    } else {
      holders.erase(entry.id);
      if (holders.empty()) held_.erase(key);
    }
  }
  others.erase(entry.id);
  before = std::move(now);
  return others;
}

std::set<std::string> Neighbours::of(const std::string& entry) const {
  std::set<std::string> others;
  const auto keys = keys_.find(entry);
  if (keys == keys_.end()) return others;
  for (const std::string& key : keys->second) {
    const std::set<std::string>& holders = held_.at(key);
    others.insert(holders.begin(), holders.end());
  }
  others.erase(entry);
  return others;
}

}  // namespace jianzhen::api
