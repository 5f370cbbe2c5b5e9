#pragma once

// The service's log: one JSON object a line on standard error. No personal data: operations,
// numbers, statuses and the details of errors, never what a form or a paper says. Thread-safe;
// never waits for who reads it: where that is too slow, the oldest lines are dropped.

#include <memory>
#include <string_view>

#include "api/http/server.h"
#include "api/reader/reader_process.h"
#include "core/error.h"

namespace jianzhen::http {

class Log {
 public:
  Log();
  ~Log();  // what was logged is written
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void event(std::string_view event);
  // A layer of the sandbox, as it stands at the start.
  void layer(const api::SandboxLayer& layer);
  // What failed out of sight of any request.
  void trouble(const core::Error& error);
  // A request: those that change something and those that fail; reading is counted, not logged.
  void exchange(const Exchange& exchange);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::http
