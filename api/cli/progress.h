#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "api/check.h"
#include "core/error.h"

namespace jianzhen::api::cli {

// One line on standard error, drawn over itself and gone at the end; nothing where that is no
// terminal. Thread-safe.
class ProgressBar {
 public:
  explicit ProgressBar(core::Lang lang);
  ~ProgressBar();

  void show(const CheckProgress& at);
  void show(std::size_t files_done, std::size_t files_total);

 private:
  void draw(std::size_t files_done, std::size_t files_total, const std::string& more);

  core::Lang lang_;
  bool visible_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point drawn_;
};

}  // namespace jianzhen::api::cli
