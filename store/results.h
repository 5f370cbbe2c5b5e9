#pragma once

// Who came how far: finalists and prizes, as the committee decided. In the catalogue's database;
// every change writes its event in the same transaction, in the service's story and not in the
// entry's, because nobody who entered learns of it before it is published. Thread-safe.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/error.h"

namespace jianzhen::store {

struct EntryResult {
  std::string entry;
  bool finalist = false;
  std::string prize;  // empty: none

  bool operator==(const EntryResult&) const = default;
};

class Results {
 public:
  // As Reviews::open.
  static core::Result<std::unique_ptr<Results>> open(const std::string& connection);
  ~Results();

  // Of entries that came somewhere, by entry.
  core::Result<std::vector<EntryResult>> all();

  // Each is the whole list: who is not in it is no finalist any more, has no prize any more.
  core::Result<void> set_finalists(const std::set<std::string>& entries, const std::string& actor);
  core::Result<void> set_prizes(const std::map<std::string, std::string>& prizes,
                                const std::string& actor);

 private:
  struct State;
  explicit Results(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::store
