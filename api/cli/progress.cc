#include "api/cli/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <string>

#include "api/report/columns.h"

namespace jianzhen::api::cli {
namespace {

constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::size_t kBarColumns = 24;

std::size_t terminal_columns() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

}  // namespace

ProgressBar::ProgressBar(core::Lang lang) : lang_(lang), visible_(::isatty(STDERR_FILENO) != 0) {}

ProgressBar::~ProgressBar() {
  if (visible_) std::cerr << "\r\033[K" << std::flush;
}

void ProgressBar::show(const CheckProgress& at) {
  draw(at.files_done, at.files_total,
       " · " + std::to_string(at.pages_done) + (lang_ == core::Lang::zh ? " 页 · " : " pages · ") +
           at.current);
}

void ProgressBar::show(std::size_t files_done, std::size_t files_total) {
  draw(files_done, files_total, {});
}

void ProgressBar::draw(std::size_t files_done, std::size_t files_total, const std::string& more) {
  if (!visible_) return;
  const std::scoped_lock lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (now - drawn_ < kRedraw) return;
  drawn_ = now;
  const std::size_t filled = files_total == 0 ? 0 : kBarColumns * files_done / files_total;
  std::string line;
  for (std::size_t i = 0; i < kBarColumns; ++i) line += i < filled ? "█" : "░";
  line += " " + std::to_string(files_done) + "/" + std::to_string(files_total);
  line += lang_ == core::Lang::zh ? " 个文件" : " files";
  line += more;
  std::cerr << "\r" << cut_to_columns(line, terminal_columns() - 1) << "\033[K" << std::flush;
}

}  // namespace jianzhen::api::cli
