#include "ingest/cpu_allowance.h"

#include <algorithm>

namespace jianzhen::ingest {

CpuAllowance::CpuAllowance(std::chrono::seconds seconds) {
  rusage used{};
  if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &before_) != 0) return;
  const auto spent = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
  rlimit tighter = before_;
  tighter.rlim_cur = std::min(before_.rlim_cur, spent + 1 + static_cast<rlim_t>(seconds.count()));
  setrlimit(RLIMIT_CPU, &tighter);
}

CpuAllowance::~CpuAllowance() { setrlimit(RLIMIT_CPU, &before_); }

}  // namespace jianzhen::ingest
