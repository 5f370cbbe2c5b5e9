#include "api/delivery.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace jianzhen::api {
namespace {

constexpr std::chrono::seconds kLook{1};
// Seconds until the next try.
constexpr std::array<store::Seconds, 5> kDelays = {5, 30, 120, 600, 3600};

}  // namespace

store::Seconds retry_at(store::Seconds now, int failures) {
  const auto at = std::clamp<std::size_t>(static_cast<std::size_t>(failures), 1, kDelays.size());
  return now + kDelays[at - 1];
}

Rounds::Rounds(Work work, std::function<void(const core::Error&)> log)
    : work_(std::move(work)), log_(std::move(log)) {}

void Rounds::start() {
  thread_ = std::thread([this, token = stop_.get_token()] { run(token); });
}

void Rounds::stop() {
  stop_.request_stop();
  if (thread_.joinable()) thread_.join();
  stop_ = std::stop_source();
}

void Rounds::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  while (!stop.stop_requested()) {
    if (const auto done = work_(); !done) log_(done.error());
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, kLook, [] { return false; });
  }
}

}  // namespace jianzhen::api
