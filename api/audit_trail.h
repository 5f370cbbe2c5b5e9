#pragma once

// Who read what, in the event table. The same person turning the same page again within a while is
// one reading: else the table would hold little but page pictures. Thread-safe.

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "core/error.h"
#include "store/accounts.h"
#include "store/catalogue.h"

namespace jianzhen::api {

struct Reading {
  std::string entry;
  std::int64_t material = 0;  // its number; 0: of the entry as a whole
  std::int64_t page = 0;      // 0: of the material as a whole
  std::string operation;      // "getPageImage"
};

// The table of events, read from its beginning.
struct AuditCheck {
  std::int64_t events = 0;
  std::int64_t first_fault = 0;  // the number that lacks or stands out of order; 0: it is whole
  // SHA-256 over all of it, row by row: who noted it down sees later that none of them changed.
  std::string digest;
};

class AuditTrail {
 public:
  explicit AuditTrail(store::Catalogue& catalogue) : catalogue_(catalogue) {}

  // On disk when it returns, as an event "material.seen" about the entry.
  core::Result<void> note(const std::string& actor, const Reading& reading, store::Seconds now);

  // Of the first `through` events; 0: of all.
  core::Result<AuditCheck> check(std::int64_t through);

 private:
  // What somebody saw: the whole material by itself, or one page whatever it was drawn from.
  using Key = std::tuple<std::string, std::int64_t, std::int64_t, std::string>;

  store::Catalogue& catalogue_;
  std::mutex mutex_;
  std::map<Key, store::Seconds> noted_;
  store::Seconds swept_ = 0;
};

}  // namespace jianzhen::api
