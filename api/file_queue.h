#pragma once

// The files of the service on their way from "received" to "done": read by worker threads, put into
// the index, announced. The catalogue is the queue's memory: what was not done when the service
// ended, however it ended, is begun again at the next start, and pages read before are not read
// again. Thread-safe.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "api/file_reader.h"
#include "api/metrics.h"
#include "api/notices.h"
#include "index/index.h"
#include "store/blobs.h"
#include "store/catalogue.h"

namespace jianzhen::api {

class FileQueue {
 public:
  using Clock = std::chrono::steady_clock;

  struct Parts {
    store::Catalogue& catalogue;
    const store::Blobs& blobs;
    FileReader& reader;
    index::Writer& index;
    Notices& notices;
    Metrics& metrics;
    // A file of the entry came to its end; `received`: when its last byte did.
    std::function<void(const std::string& entry, std::optional<Clock::time_point> received)> done;
    std::function<void(const core::Error&)> log;
  };

  // Nothing runs before start().
  explicit FileQueue(Parts parts);
  ~FileQueue();

  // Takes up what an earlier run of the service left. Beside the workers, if there are any, one
  // more takes short files alone (may_read_long). Errors: of the catalogue.
  core::Result<void> start(unsigned workers);
  // Waits for what runs; it goes on at the next start.
  void stop();

  // The material is in the catalogue. One that is on its way already is not taken twice: false.
  // The password of a locked file is forgotten with the reading, or with the service.
  bool submit(const store::StoredMaterial& material, std::optional<Clock::time_point> received,
              std::string password = {});

  // How the reading of a material ended that left nothing to keep: it took too long, needed too
  // much memory, killed the reader. Forgotten at the end of the service: then it is tried again.
  std::optional<ReadMaterial> passing_failure(std::int64_t material) const;

  // Takes the material's pages out of the index; search sees it when it returns.
  core::Result<void> forget(const std::string& entry, const std::vector<std::string>& paths);

 private:
  struct Job {
    store::StoredMaterial material;
    std::optional<Clock::time_point> received;
    std::string password;
  };
  class Members;

  enum class Takes { all, short_files };

  void work(const std::stop_token& stop, Takes takes);
  std::optional<Job> next(const std::stop_token& stop, Takes takes);
  core::Result<void> process(const Job& job, const std::stop_token& stop);
  core::Result<bool> listed(std::int64_t material) const;
  core::Result<void> all_kept(const std::vector<ReadMaterial>& read);
  core::Result<void> settle(const Job& job, Members& members,
                            const std::vector<ReadMaterial>& read);
  core::Result<void> settle_one(const store::StoredMaterial& material, const ReadMaterial& read);
  core::Result<void> into_index(const std::string& entry, const std::vector<ReadMaterial>& read);
  void try_again_later(Job job, const core::Error& error, const std::stop_token& stop);
  void count_queue();

  Parts parts_;
  std::mutex index_mutex_;  // one writer
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Job> jobs_;
  std::set<std::int64_t> on_their_way_;  // materials queued or running
  std::map<std::int64_t, ReadMaterial> passing_failures_;
  std::vector<std::jthread> workers_;  // last: they use all the rest
};

}  // namespace jianzhen::api
