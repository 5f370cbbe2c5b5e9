#pragma once

// Facts of the files last used: a file that did not change is not looked through again because
// another file of its entry arrived. Not thread-safe.

#include <list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "verify/check.h"

namespace jianzhen::api {

// What one stored file brings into a check: itself, or an archive's members without bytes.
struct FileFacts {
  std::vector<verify::MaterialFacts> materials;
  std::vector<core::Material> troubled;
};

class FactsCache {
 public:
  explicit FactsCache(std::size_t max_files) : max_files_(max_files) {}

  // Until the next put().
  const FileFacts* find(const std::string& key);
  void put(const std::string& key, FileFacts facts);

 private:
  using Item = std::pair<std::string, FileFacts>;
  std::size_t max_files_;
  std::list<Item> items_;  // the last used first
  std::map<std::string, std::list<Item>::iterator> by_key_;
};

}  // namespace jianzhen::api
