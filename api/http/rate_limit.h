#pragma once

// How often somebody may ask. Counted in windows, in memory: a restart forgives. Thread-safe.

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "api/http/message.h"

namespace jianzhen::http {

struct RatePolicy {
  std::string_view name;
  std::int64_t quota = 0;   // requests
  std::int64_t window = 0;  // seconds
};

struct RateDecision {
  RatePolicy policy;
  bool allowed = true;
  std::int64_t remaining = 0;
  std::int64_t reset = 0;  // seconds until the window is over

  // RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers), and Retry-After where it
  // is not allowed.
  void tell(Response& response) const;
};

class RateLimits {
 public:
  // `who`: an account, or an address. `now`: seconds that never go back.
  RateDecision take(const std::string& who, const RatePolicy& policy, std::int64_t now);

 private:
  struct Window {
    std::int64_t began = 0;
    std::int64_t taken = 0;
  };
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string_view>, Window> windows_;
  std::int64_t swept_ = 0;
};

}  // namespace jianzhen::http
