#pragma once

// Answers that are given again to the same request (Idempotency-Key), kept for a day in the
// catalogue's database. Thread-safe, over several processes too.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/error.h"

namespace jianzhen::store {

struct Replay {
  std::string fingerprint;  // of what was asked
  int status = 0;           // HTTP; 0 while it is being answered
  std::string body;
  std::string location;
};

class Replays {
 public:
  // Errors: as Catalogue::open.
  static core::Result<std::unique_ptr<Replays>> open(const std::string& connection);
  ~Replays();

  // nullopt: nobody asked this yet, and the caller now answers it. `now`: seconds since 1970.
  core::Result<std::optional<Replay>> begin(const std::string& request,
                                            const std::string& fingerprint, std::int64_t now);
  core::Result<void> finish(const std::string& request, const Replay& answer);
  // It was not answered: whoever asks again is the first.
  core::Result<void> forget(const std::string& request);

 private:
  struct State;
  explicit Replays(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::store
