#pragma once

// Notices that wait to be sent by e-mail, in the catalogue's database. None knows an address: it is
// the account's when it is sent. What became of one is an event, by numbers alone. Thread-safe.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "store/accounts.h"

namespace jianzhen::store {

struct Mail {
  std::int64_t id = 0;
  std::int64_t account = 0;  // to whom
  std::string kind;          // of notice
  std::string entry;         // it is about; empty: none
  std::string detail;        // what it says besides: a day, a link's secret
  bool refused = false;      // not sent again by itself
  int failures = 0;          // in a row
  Seconds next_at = 0;       // before which it is not tried again
  std::string trouble;       // of the last try; empty before
  Seconds created_at = 0;

  bool operator==(const Mail&) const = default;
};

struct MailCounts {
  std::int64_t waiting = 0;
  std::int64_t refused = 0;
};

class Mails {
 public:
  // As Reviews::open.
  static core::Result<std::unique_ptr<Mails>> open(const std::string& connection);
  ~Mails();

  // Events up to this one are done with; kOff while nothing is sent.
  static constexpr std::int64_t kOff = -1;
  core::Result<std::int64_t> delivered();
  // What those up to `delivered` bring: all of it or nothing.
  core::Result<void> put(const std::vector<Mail>& mails, std::int64_t delivered);
  core::Result<void> put(const Mail& mail);

  core::Result<std::vector<Mail>> due(Seconds now, int limit);  // the oldest first
  core::Result<std::vector<Mail>> newest(int limit);            // refused ones first
  core::Result<MailCounts> counts();

  // How the last try went.
  core::Result<void> keep_try(const Mail& mail);
  // Nothing is kept of it but the event.
  core::Result<void> sent(const Mail& mail);
  // Tried at once. Errors: not_found.
  core::Result<void> resume(std::int64_t id, const std::string& actor);
  core::Result<void> remove(std::int64_t id, const std::string& actor);  // not_found

 private:
  struct State;
  explicit Mails(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::store
