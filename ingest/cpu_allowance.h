#pragma once

// A limit on the CPU time of one step in a third party's parser. Beyond it the kernel ends the
// process with SIGXCPU, which the sandbox tells as a timeout: no library can be asked to stop.

#include <sys/resource.h>

#include <chrono>

namespace jianzhen::ingest {

// While it lives; steps do not nest. CPU time, not the clock's: a busy machine condemns nobody.
class CpuAllowance {
 public:
  explicit CpuAllowance(std::chrono::seconds seconds);
  ~CpuAllowance();
  CpuAllowance(const CpuAllowance&) = delete;
  CpuAllowance& operator=(const CpuAllowance&) = delete;

 private:
  rlimit before_{};
};

}  // namespace jianzhen::ingest
