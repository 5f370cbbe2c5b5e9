#include "api/http/rate_limit.h"

#include <algorithm>

namespace jianzhen::http {
namespace {

constexpr std::int64_t kSweep = 600;  // seconds; no window is longer

}  // namespace

void RateDecision::tell(Response& response) const {
  const std::string name = "\"" + std::string(policy.name) + "\"";
  response.set("ratelimit-policy",
               name + ";q=" + std::to_string(policy.quota) + ";w=" + std::to_string(policy.window));
  response.set("ratelimit",
               name + ";r=" + std::to_string(remaining) + ";t=" + std::to_string(reset));
  if (!allowed) response.set("retry-after", std::to_string(std::max<std::int64_t>(reset, 1)));
}

RateDecision RateLimits::take(const std::string& who, const RatePolicy& policy, std::int64_t now) {
  const std::lock_guard lock(mutex_);
  if (now - swept_ >= kSweep) {
    std::erase_if(windows_, [now](const auto& one) { return now - one.second.began >= kSweep; });
    swept_ = now;
  }
  Window& window = windows_[{who, policy.name}];
  if (now - window.began >= policy.window) window = {now, 0};
  RateDecision decision{policy, window.taken < policy.quota, 0, window.began + policy.window - now};
  if (decision.allowed) ++window.taken;
  decision.remaining = policy.quota - window.taken;
  return decision;
}

}  // namespace jianzhen::http
