#pragma once

// Which entries have something in common that a check of several entries would find
// (verify::shared_keys). So a check of one entry looks at few others, however many there are. Not
// thread-safe.

#include <map>
#include <set>
#include <string>

namespace jianzhen::api {

class Neighbours {
 public:
  using Keys = std::set<std::string>;

  // What the entry has now, in the place of what it had. Returns the others that share, or no
  // longer share, something that changed: what was found about them may have changed too.
  std::set<std::string> update(const std::string& entry, Keys now);

  // The others that share something with it.
  std::set<std::string> of(const std::string& entry) const;

 private:
  std::map<std::string, Keys> keys_;                   // by entry
  std::map<std::string, std::set<std::string>> held_;  // by key: entries
};

}  // namespace jianzhen::api
