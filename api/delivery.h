#pragma once

// What couriers share: when what was not taken is sent again, and the thread that looks what is to
// be sent.

#include <functional>
#include <stop_token>
#include <thread>

#include "core/error.h"
#include "store/accounts.h"

namespace jianzhen::api {

// Tries in three days; then it is given up.
constexpr int kMostFailures = 76;

// What waits was sealed by a service with another key.
constexpr char kOtherKey[] =
    "数据目录中的 service.key 不是原来的文件。 service.key of the data folder is another file.";

// When it is tried again after so many failures in a row: later and later, then each hour.
store::Seconds retry_at(store::Seconds now, int failures);

// Calls its work again and again, a second apart. One caller; stopping() is the work's to ask.
class Rounds {
 public:
  using Work = std::function<core::Result<void>()>;

  Rounds(Work work, std::function<void(const core::Error&)> log);

  ~Rounds() { stop(); }
  Rounds(const Rounds&) = delete;
  Rounds& operator=(const Rounds&) = delete;

  // Nothing is done before start() or after stop().
  void start();
  void stop();
  // Whether the work is to come to its end; without a thread it never is.
  bool stopping() const { return stop_.stop_requested(); }

 private:
  void run(const std::stop_token& stop);

  Work work_;
  std::function<void(const core::Error&)> log_;
  std::stop_source stop_;  // of its own: the thread asks for it before jthread has it
  std::thread thread_;
};

}  // namespace jianzhen::api
