#pragma once

// Runs a function in a limited child process of its own group. The boundary between our process
// and whatever opens a submitter's bytes. What stands between them is a row of layers, each of
// which works alone (layers.h); where the machine lacks one, layers_here() says so.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/error.h"

namespace jianzhen::ingest {

struct SandboxLimits {
  std::uint64_t address_space = std::uint64_t{2560} << 20;  // bytes; off under sanitizers
  std::uint64_t output_bytes = std::uint64_t{2} << 30;      // of any one file it writes
  std::uint64_t scratch_bytes = std::uint64_t{4} << 30;     // of all files in what it may write to
  int open_files = 256;
  int processes = 512;  // and threads, of the user the child becomes
  // Processor time and wall time alike: `time`, and more for every page announced, up to `most`.
  std::chrono::seconds time{300};
  std::chrono::seconds per_page{60};
  std::chrono::seconds most{4 * 3600};
};

// What the child may see of the file system. A path that is not there is left out.
struct Places {
  std::vector<std::filesystem::path> readable;  // files, or folders with all below
  std::vector<std::filesystem::path> writable;  // folders; links and devices cannot be made
  std::vector<std::filesystem::path> executable;
};

// What the child may ask the kernel for.
enum class Calls {
  reader,  // an allow-list: files, memory, time, threads; no process, no socket
  office,  // LibreOffice: processes and local sockets too; no other network, no escape
};

// In the order of their application.
enum class Layer {
  no_network,
  process_group,
  default_signals,
  no_core_dump,
  no_new_privileges,
  unprivileged_user,
  bounded_processes,
  death_with_parent,
  bounded_memory,
  bounded_time,
  bounded_output,
  bounded_files,
  memory_told_apart,
  few_places,
  few_calls,
};

struct SandboxPolicy {
  SandboxLimits limits;
  Places places;
  Calls calls = Calls::reader;
  int niceness = 0;            // by how much it gives way to others (nice(2)), from 0 to 19
  std::vector<Layer> without;  // for tests: layers to do without
};

// How a layer stands on this machine.
struct LayerState {
  std::string name;  // "few_calls"
  bool on = false;
  std::string detail;  // why it is off; or of which kind it is
};

// What stands here: every layer is tried, at the first call, in a child of its own (some
// milliseconds in all). Single-threaded callers only.
const std::vector<LayerState>& layers_here();

// The exit statuses from here on are the sandbox's own words; `work` returns less.
inline constexpr int kFirstReservedStatus = 240;

// Forks; the child takes on every layer that this machine has and runs `work`, whose return value
// is its exit status. The parent waits: after the time, or when `cancelled` returns true (asked ten
// times a second), the whole group is killed. Whatever the child left running dies with it, however
// it ends, in another group too.
// The caller must be single-threaded and have no other children (the warm reader is so).
// Errors: timeout (wall or CPU time), memory (the child said so, or the kernel did), unsafe (a file
// it wrote passed output_bytes, all of them scratch_bytes; it made a call that no reader makes,
// named in the detail), crash (a signal or an exception; the detail names it), interrupted
// (cancelled), internal (fork failed, or a layer that this machine has).
core::Result<int> run_limited(const SandboxPolicy& policy, const std::function<int()>& work,
                              const std::function<bool()>& cancelled = {});

// Called by `work`: its document has so many pages, and may take so much longer.
void announce_pages(int pages);

}  // namespace jianzhen::ingest
