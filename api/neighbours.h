#pragma once

// Which entries have something in common that a check of several entries would find: the same
// bytes, or a representative of the same name. So a check of one entry looks at few others, however
// many there are. Not thread-safe.

#include <map>
#include <set>
#include <string>

#include "core/digest.h"
#include "core/entry.h"

namespace jianzhen::api {

class Neighbours {
 public:
  // What the entry holds now, in the place of what it held. Returns the others that share, or no
  // longer share, something that changed: what was found about them may have changed too.
  std::set<std::string> update(const core::Entry& entry, const std::set<core::Digest>& materials);

  // The others that share something with it.
  std::set<std::string> of(const std::string& entry) const;

 private:
  using Keys = std::set<std::string>;
  std::map<std::string, Keys> keys_;                   // by entry
  std::map<std::string, std::set<std::string>> held_;  // by key: entries
};

}  // namespace jianzhen::api
