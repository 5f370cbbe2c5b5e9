#include "api/neighbours.h"

#include <algorithm>
#include <iterator>

namespace jianzhen::api {

std::set<std::string> Neighbours::update(const std::string& entry, Keys now) {
  Keys& before = keys_[entry];
  Keys changed;
  std::set_symmetric_difference(before.begin(), before.end(), now.begin(), now.end(),
                                std::inserter(changed, changed.end()));
  std::set<std::string> others;
  for (const std::string& key : changed) {
    std::set<std::string>& holders = held_[key];
    others.insert(holders.begin(), holders.end());
    if (now.contains(key)) {
      holders.insert(entry);
    } else {
      holders.erase(entry);
      if (holders.empty()) held_.erase(key);
    }
  }
  others.erase(entry);
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
