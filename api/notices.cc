#include "api/notices.h"

#include <algorithm>

namespace jianzhen::api {

Notices::Watcher::~Watcher() {
  const std::lock_guard lock(notices_.mutex_);
  const auto [first, last] = notices_.watchers_.equal_range(entry_);
  const auto own =
      std::find_if(first, last, [this](const auto& one) { return one.second == this; });
  if (own != last) notices_.watchers_.erase(own);
}

std::vector<FileProgress> Notices::Watcher::take_progress() {
  const std::lock_guard lock(notices_.mutex_);
  std::vector<FileProgress> taken;
  for (auto& [material, progress] : progress_) taken.push_back(std::move(progress));
  progress_.clear();
  return taken;
}

std::unique_ptr<Notices::Watcher> Notices::watch(std::string entry, std::function<void()> wake) {
  auto watcher = std::unique_ptr<Watcher>(new Watcher(*this, entry, std::move(wake)));
  const std::lock_guard lock(mutex_);
  watchers_.emplace(std::move(entry), watcher.get());
  return watcher;
}

void Notices::changed(const std::string& entry) {
  const std::lock_guard lock(mutex_);
  const auto [first, last] = watchers_.equal_range(entry);
  for (auto one = first; one != last; ++one) one->second->wake_();
}

void Notices::progress(const std::string& entry, const FileProgress& progress) {
  const std::lock_guard lock(mutex_);
  const auto [first, last] = watchers_.equal_range(entry);
  for (auto one = first; one != last; ++one) {
    one->second->progress_[progress.material] = progress;
    one->second->wake_();
  }
}

}  // namespace jianzhen::api
