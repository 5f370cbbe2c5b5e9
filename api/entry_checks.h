#pragma once

// Checks an entry again whenever something about it changed: facts from what is kept of its files,
// findings from the facts. One thread; several changes in a row are one check. Thread-safe.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "api/facts_cache.h"
#include "api/file_queue.h"
#include "api/file_reader.h"
#include "api/metrics.h"
#include "api/neighbours.h"
#include "api/notices.h"
#include "api/rules.h"
#include "store/catalogue.h"

namespace jianzhen::api {

// The event of an entry with which another came to share something, or no longer does: its check
// is owed. Nothing for who may not see the other.
inline constexpr char kEntryConcerned[] = "entry.concerned";

// How many findings of each grade.
struct Counts {
  int violation = 0;
  int suspicion = 0;
  int notice = 0;
};
Counts counts_of(const core::CheckReport& report);

class EntryChecks {
 public:
  using Clock = std::chrono::steady_clock;

  struct Parts {
    store::Catalogue& catalogue;
    FileReader& reader;
    const FileQueue& files;
    const Rules& rules;
    Notices& notices;
    Metrics& metrics;
    // What was read of the material is not kept any more: it must be read again.
    std::function<void(const store::StoredMaterial&)> read_again;
    std::function<void(const core::Error&)> log;
  };

  explicit EntryChecks(Parts parts);
  ~EntryChecks();

  // Learns what the entries share, asks for the checks that an earlier run of the service owes, and
  // begins. Errors: of the catalogue.
  core::Result<void> start();
  void stop();

  // `received`: when the last byte of the file came that this check will know.
  void request(const std::string& entry, std::optional<Clock::time_point> received = std::nullopt);

 private:
  struct Wanted {
    std::string entry;
    std::vector<Clock::time_point> received;
  };

  void want(const std::string& entry, std::vector<Clock::time_point> received);
  void work(const std::stop_token& stop);
  std::optional<Wanted> next(const std::stop_token& stop);
  core::Result<void> check(const Wanted& wanted);
  core::Result<void> try_failures_again(const std::string& entry);
  core::Result<bool> owes_a_check(const std::string& entry);
  // Nothing while a file of the entry is being read again: its end asks for the check once more.
  core::Result<std::optional<verify::EntryFacts>> facts_of_entry(const std::string& entry);
  std::optional<FileFacts> facts_of_file(const core::Entry& entry,
                                         const store::StoredMaterial& material);
  core::Result<void> add_earlier(verify::EntryFacts& facts);
  void note_clash(const store::StoredMaterial& material, std::vector<ReadMaterial>& read);
  core::Result<void> keep(const core::CheckReport& report, std::int64_t after);
  void learn_all(const std::stop_token& stop);
  core::Result<void> request_concerned(const verify::EntryFacts& facts);
  // What it may share with others; returns those whom a change of that concerns.
  std::set<std::string> learn(const verify::EntryFacts& facts);

  Parts parts_;
  Neighbours neighbours_;  // of the thread, once it runs
  FactsCache facts_;
  std::map<std::string, std::set<std::string>> waiting_;  // by the entry that is read again
  std::set<std::string> concerned_;  // whose check is owed and could not be recorded yet
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Wanted> wanted_;  // one per entry
  std::jthread thread_;        // last: it uses all the rest
};

}  // namespace jianzhen::api
