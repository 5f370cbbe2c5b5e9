#include "api/facts_cache.h"

namespace jianzhen::api {

const FileFacts* FactsCache::find(const std::string& key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  items_.splice(items_.begin(), items_, found->second);
  return &found->second->second;
}

void FactsCache::put(const std::string& key, FileFacts facts) {
  if (const auto old = by_key_.find(key); old != by_key_.end()) {
    items_.erase(old->second);
    by_key_.erase(old);
  }
  items_.emplace_front(key, std::move(facts));
  by_key_[key] = items_.begin();
  if (items_.size() > max_files_) {
    by_key_.erase(items_.back().first);
    items_.pop_back();
  }
}

}  // namespace jianzhen::api
