#pragma once

// Runs a function in a limited child process of its own group. The boundary between our process
// and whatever opens a submitter's bytes.

#include <chrono>
#include <cstdint>
#include <functional>

#include "core/error.h"

namespace jianzhen::ingest {

struct SandboxLimits {
  std::uint64_t address_space = std::uint64_t{2560} << 20;  // bytes; off under sanitizers
  std::uint64_t output_bytes = std::uint64_t{2} << 30;      // of any one file it writes
  int open_files = 256;
  std::chrono::seconds cpu{300};
  std::chrono::seconds wall{360};
};

// The exit statuses from here on are the sandbox's own words; `work` returns less.
inline constexpr int kFirstReservedStatus = 240;

// Forks; the child takes on the limits (rlimits, no_new_privs, death with its parent, a process
// group of its own) and runs `work`, whose return value is its exit status. The parent waits: after
// `wall`, or when `cancelled` returns true (asked ten times a second), the whole group is killed.
// Whatever the child left running in its group dies with it, however it ends.
// The caller must be single-threaded (the warm reader is).
// Errors: timeout (wall or CPU time), memory (the child said so, or the kernel did), unsafe (a file
// it wrote passed output_bytes), crash (a signal or an exception; the detail names it),
// interrupted (cancelled), internal (fork failed).
core::Result<int> run_limited(const SandboxLimits& limits, const std::function<int()>& work,
                              const std::function<bool()>& cancelled = {});

}  // namespace jianzhen::ingest
