#pragma once

// Tells those who watch an entry that something happened. What is kept in the event table is only
// announced here (a watcher reads it there); how far a file has come is handed over and forgotten.
// Thread-safe.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace jianzhen::api {

// Pages of one file so far. Not kept: the next one replaces it.
struct FileProgress {
  std::int64_t material = 0;
  std::string path;
  int pages_done = 0;
  int pages_total = 0;  // 0: not known yet

  bool operator==(const FileProgress&) const = default;
};

class Notices {
 public:
  // One watcher. `wake` is called, by any thread, whenever there may be something new, and not any
  // more once the watcher is gone. A watcher may not outlive the notices.
  class Watcher {
   public:
    ~Watcher();
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    // The newest progress of each file since the last call.
    std::vector<FileProgress> take_progress();

   private:
    friend class Notices;
    Watcher(Notices& notices, std::string entry, std::function<void()> wake)
        : notices_(notices), entry_(std::move(entry)), wake_(std::move(wake)) {}

    Notices& notices_;
    std::string entry_;
    std::function<void()> wake_;
    std::map<std::int64_t, FileProgress> progress_;  // under the mutex of the notices
  };

  std::unique_ptr<Watcher> watch(std::string entry, std::function<void()> wake);

  void changed(const std::string& entry);
  void progress(const std::string& entry, const FileProgress& progress);

 private:
  std::mutex mutex_;
  std::multimap<std::string, Watcher*> watchers_;
};

}  // namespace jianzhen::api
