#pragma once

// Where events are sent to, in the catalogue's database. What changes a receiver writes its event
// in the same transaction; how far it came does not. Thread-safe.

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/error.h"
#include "store/accounts.h"

namespace jianzhen::store {

struct Webhook {
  std::int64_t id = 0;
  std::string url;
  std::string secret;
  std::set<std::string> events;  // types
  bool internal = false;         // may be in the organiser's own network
  bool active = true;
  std::int64_t delivered = 0;  // events up to this one are done with
  int failures = 0;            // in a row
  Seconds next_at = 0;         // before which it is not tried again
  std::string trouble;         // of the last try; empty where it went well
  Seconds tried_at = 0;        // 0: never
  std::string created_at;

  bool operator==(const Webhook&) const = default;
};

class Webhooks {
 public:
  // As Reviews::open.
  static core::Result<std::unique_ptr<Webhooks>> open(const std::string& connection);
  ~Webhooks();

  core::Result<std::vector<Webhook>> all();  // by number

  // Of events from now on. Gives it its number.
  core::Result<Webhook> add(Webhook hook, const std::string& actor);
  // Active again, and tried at once. Errors: not_found.
  core::Result<Webhook> resume(std::int64_t id, const std::string& actor);
  core::Result<void> remove(std::int64_t id, const std::string& actor);  // not_found

  // How far it came, and how the last try went. Nothing where it was removed meanwhile.
  core::Result<void> keep_progress(const Webhook& hook);

 private:
  struct State;
  explicit Webhooks(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::store
