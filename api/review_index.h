#pragma once

// Over all entries: what was found, in short, and what several of them use. Kept in memory and
// brought up to date by the events since the last question. Thread-safe.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "core/entry.h"
#include "core/error.h"
#include "core/finding.h"
#include "store/catalogue.h"

namespace jianzhen::api {

// One entry after its last check. Immutable.
struct EntryDigest {
  core::Entry entry;
  bool checked = false;
  core::CheckReport report;                       // without review items
  std::vector<std::string> keys;                  // of its findings
  std::map<std::string, std::int64_t> materials;  // path → number
  // What it holds that another entry could hold too, and where.
  struct Use {
    std::string key;  // "bytes:…", "unit:…", "number:…"
    std::string material;
    int page = 0;
    std::string words;
  };
  std::vector<Use> uses;

  int risk() const;  // the higher, the sooner somebody should look
};

// Another place where something is used.
struct UsedAt {
  std::shared_ptr<const EntryDigest> entry;  // shared: the index may get a newer one meanwhile
  EntryDigest::Use use;
};

class ReviewIndex {
 public:
  explicit ReviewIndex(store::Catalogue& catalogue) : catalogue_(catalogue) {}

  // Learns all that is there, so that the first question need not wait for it. A question that
  // comes meanwhile waits for one step of this, and learns the rest itself.
  void warm_up(const std::stop_token& stop);

  // By id. Errors: of the catalogue.
  core::Result<std::vector<std::shared_ptr<const EntryDigest>>> entries();
  // Errors: not_found.
  core::Result<std::shared_ptr<const EntryDigest>> entry(const std::string& id);
  // As of the last question; nullptr where it was not there then. Costs no look at the catalogue.
  std::shared_ptr<const EntryDigest> known(const std::string& id);
  // Where else in other entries the material of a finding, its unit or its number is used.
  core::Result<std::vector<UsedAt>> elsewhere(const EntryDigest& entry,
                                              const core::Finding& finding);

 private:
  core::Result<void> refresh();
  // A few events, or one entry that they changed. False: all is known. With the mutex held.
  core::Result<bool> step();
  core::Result<void> learn(const std::string& id);

  store::Catalogue& catalogue_;
  std::mutex mutex_;
  std::int64_t seen_ = 0;          // number of the newest event that is known here
  std::set<std::string> changed_;  // entries to be learnt because of events up to that
  bool newest_ = false;            // whether there were no events beyond when last asked
  std::map<std::string, std::shared_ptr<const EntryDigest>> entries_;
  std::map<std::string, std::map<std::string, std::size_t>> users_;  // by key: entries, times
};

// Under which a unit is known over entries: by its code, else by its name.
std::string unit_key(const core::Unit& unit);

}  // namespace jianzhen::api
