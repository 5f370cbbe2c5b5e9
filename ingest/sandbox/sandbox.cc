#include "ingest/sandbox/sandbox.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <new>
#include <optional>

#include "ingest/sandbox/layers.h"

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;
using Clock = std::chrono::steady_clock;
using layers::Notes;

constexpr int kMostPages = 100'000;  // that anybody is believed to have

// A page of memory that outlives the fork on both sides.
class SharedNotes {
 public:
  SharedNotes()
      : at_(mmap(nullptr, sizeof(Notes), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                 0)) {
    if (at_ != MAP_FAILED) new (at_) Notes;
  }
  SharedNotes(const SharedNotes&) = delete;
  SharedNotes& operator=(const SharedNotes&) = delete;
  ~SharedNotes() {
    if (at_ != MAP_FAILED) munmap(at_, sizeof(Notes));
  }

  explicit operator bool() const { return at_ != MAP_FAILED; }
  Notes& operator*() const { return *static_cast<Notes*>(at_); }
  Notes* operator->() const { return static_cast<Notes*>(at_); }

 private:
  void* at_;
};

// Of the child, for announce_pages().
Notes* child_notes = nullptr;
SandboxLimits child_limits;

std::chrono::seconds time_for(const SandboxLimits& limits, int pages) {
  const auto grown = limits.time + limits.per_page * std::clamp(pages, 0, kMostPages);
  return std::max(limits.time, std::min(grown, limits.most));
}

bool contains(const std::vector<Layer>& layers, Layer layer) {
  return std::find(layers.begin(), layers.end(), layer) != layers.end();
}

// The row of a layer, tried in a child of its own.
LayerState probed(const layers::Row& row) {
  LayerState state{std::string(row.name), false, std::string(row.unused())};
  if (!state.detail.empty()) return state;
  const SharedNotes notes;
  const SandboxPolicy nothing_allowed;
  const pid_t parent = getpid();
  const pid_t pid = notes ? fork() : -1;
  if (pid == 0) {
    errno = 0;
    const bool stands = row.apply({nothing_allowed, parent, *notes});
    // Some kernels take the rules and do not follow them.
    if (stands && row.layer == Layer::few_places) _exit(open("/etc", O_RDONLY) < 0 ? 0 : ENOTSUP);
    _exit(stands ? 0 : std::clamp(errno, 1, kFirstReservedStatus - 1));
  }
  int status = 0;
  while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  state.on = pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (!state.on) {
    state.detail = WIFEXITED(status) ? std::strerror(WEXITSTATUS(status)) : "the probe was killed";
  } else if (row.layer == Layer::few_places) {
    state.detail = "Landlock " + std::to_string(layers::landlock_version());
  }
  return state;
}

[[noreturn]] void run_child(const SandboxPolicy& policy, const std::vector<LayerState>& here,
                            pid_t parent, Notes& notes, const std::function<int()>& work) {
  child_notes = &notes;
  child_limits = policy.limits;
  if (policy.niceness > 0) static_cast<void>(nice(policy.niceness));
  const layers::Context context{policy, parent, notes};
  const auto rows = layers::all();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!here[i].on || contains(policy.without, rows[i].layer)) continue;
    if (rows[i].apply(context)) continue;
    notes.failed_layer = static_cast<int>(i);
    _exit(layers::kLayerFailed);
  }
  try {
    _exit(work());
  } catch (const std::bad_alloc&) {
    _exit(layers::kOutOfMemory);
  } catch (...) {
    _exit(layers::kException);
  }
}

// Those whose parents died without them, and who left the group that was killed: as long as this
// process is there they become its children (PR_SET_CHILD_SUBREAPER).
void end_strays() {
  constexpr int kRounds = 100;  // each stray may have left more
  for (int round = 0; round < kRounds; ++round) {
    std::ifstream children("/proc/thread-self/children");
    pid_t stray = 0;
    bool found = false;
    while (children >> stray) {
      found = true;
      kill(stray, SIGKILL);
      while (waitpid(stray, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
    if (!found) return;
  }
}

// A child that waits to be ended: whatever happens here, its group is killed and it is reaped.
class Child {
 public:
  explicit Child(pid_t pid)
      : pid_(pid), pidfd_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (!reaped_) end();
    if (pidfd_ >= 0) close(pidfd_);
  }

  // True when it has ended by itself.
  bool ended_within(std::chrono::milliseconds time) const {
    pollfd wait{.fd = pidfd_, .events = POLLIN, .revents = 0};
    return poll(&wait, 1, static_cast<int>(time.count())) > 0;
  }

  struct End {
    int status = 0;
    rusage usage{};
  };

  // The group is killed before its leader is reaped: until then no other process can carry its
  // number.
  End end() {
    kill(-pid_, SIGKILL);
    kill(pid_, SIGKILL);
    End result;
    while (wait4(pid_, &result.status, 0, &result.usage) < 0 && errno == EINTR) {
    }
    reaped_ = true;
    end_strays();
    return result;
  }

  bool watched() const { return pidfd_ >= 0; }

 private:
  pid_t pid_;
  int pidfd_;
  bool reaped_ = false;
};

// What the files below the folders take on disk. The child goes on writing meanwhile.
std::uint64_t bytes_below(const std::vector<std::filesystem::path>& folders) {
  namespace fs = std::filesystem;
  constexpr std::uint64_t kBlock = 512;  // of st_blocks
  std::uint64_t bytes = 0;
  for (const fs::path& folder : folders) {
    std::error_code gone;
    for (fs::recursive_directory_iterator at(folder, gone), end; !gone && at != end;
         at.increment(gone)) {
      struct stat file {};
      if (lstat(at->path().c_str(), &file) != 0) continue;
      bytes += static_cast<std::uint64_t>(file.st_blocks) * kBlock;
    }
  }
  return bytes;
}

// Looks at the folders now and then: one part in ten of the time, however many files there are.
class ScratchWatch {
 public:
  explicit ScratchWatch(const SandboxPolicy& policy) : policy_(policy) {}

  bool is_over() {
    const auto now = Clock::now();
    if (now < next_) return false;
    constexpr int kRest = 10;
    const bool over = bytes_below(policy_.places.writable) > policy_.limits.scratch_bytes;
    next_ = Clock::now() + (Clock::now() - now) * kRest;
    return over;
  }

 private:
  const SandboxPolicy& policy_;
  Clock::time_point next_ = Clock::now();
};

tl::unexpected<core::Error> too_much_written(const std::string& detail) {
  return core::fail(ErrorCode::unsafe,
                    {"展开后的数据超过大小限制，已停止。",
                     "What it unpacks to is larger than the limit; reading was stopped."},
                    detail);
}

tl::unexpected<core::Error> timed_out(const std::string& detail) {
  return core::fail(
      ErrorCode::timeout,
      {"读取超过了时间限制，已停止。", "Reading took longer than its limit and was stopped."},
      detail);
}

tl::unexpected<core::Error> out_of_memory(const std::string& detail) {
  return core::fail(ErrorCode::memory,
                    {"读取所需内存超过限制，已停止。",
                     "Reading needed more memory than its limit and was stopped."},
                    detail);
}

tl::unexpected<core::Error> crashed(const std::string& detail) {
  return core::fail(ErrorCode::crash,
                    {"读取程序在此文件上意外终止。", "The reader died on this file."}, detail);
}

core::Result<int> told_by_signal(int signal) {
  const char* name = sigabbrev_np(signal);
  const std::string detail = "signal SIG" + std::string(name != nullptr ? name : "?");
  switch (signal) {
    case SIGXCPU:
      return timed_out(detail);
    case SIGXFSZ:
      return too_much_written(detail);
    case SIGKILL:  // not by us: the kernel, short of memory (the hard CPU limit comes after XCPU)
      return out_of_memory(detail);
    default:
      return crashed(detail);
  }
}

tl::unexpected<core::Error> refused_call(int number) {
  return core::fail(ErrorCode::unsafe,
                    {"读取此文件时程序试图进行不允许的操作，已停止。",
                     "While this file was read, something was tried that no reading needs; it was "
                     "stopped."},
                    "refused: " + layers::name_of_call(number));
}

tl::unexpected<core::Error> layer_failed(int index) {
  const auto rows = layers::all();
  const bool known = index >= 0 && static_cast<std::size_t>(index) < rows.size();
  return core::fail(ErrorCode::internal,
                    {"无法建立隔离环境，文件未被打开。",
                     "The isolation could not be set up; the file was not opened."},
                    "layer failed: " + std::string(known ? rows[index].name : "?"));
}

core::Result<int> told_by(const Child::End& end, const Notes& notes) {
  if (WIFSIGNALED(end.status)) return told_by_signal(WTERMSIG(end.status));
  const int status = WEXITSTATUS(end.status);
  switch (status) {
    case layers::kOutOfMemory:
      return out_of_memory("allocation failed");
    case layers::kException:
      return crashed("uncaught exception");
    case layers::kLayerFailed:
      return layer_failed(notes.failed_layer);
    case layers::kRefusedCall:
      return refused_call(notes.refused_call);
    default:
      return status;
  }
}

tl::unexpected<core::Error> no_child(const std::string& what) {
  return core::fail(
      ErrorCode::internal,
      {"无法启动读取进程，请检查系统的进程数和内存限制。",
       "The reading process cannot be started; check the system's process and memory limits."},
      what + ": " + std::strerror(errno));
}

}  // namespace

const std::vector<LayerState>& layers_here() {
  static const std::vector<LayerState> states = [] {
    std::vector<LayerState> probes;
    for (const layers::Row& row : layers::all()) probes.push_back(probed(row));
    return probes;
  }();
  return states;
}

void announce_pages(int pages) {
  if (child_notes == nullptr) return;
  child_notes->pages = pages;
  rlimit cpu{};
  if (getrlimit(RLIMIT_CPU, &cpu) != 0) return;
  const auto grown = static_cast<rlim_t>(time_for(child_limits, pages).count());
  cpu.rlim_cur = std::min(grown, cpu.rlim_max);
  setrlimit(RLIMIT_CPU, &cpu);
}

core::Result<int> run_limited(const SandboxPolicy& policy, const std::function<int()>& work,
                              const std::function<bool()>& cancelled) {
  const std::vector<LayerState>& here = layers_here();
  const auto began = Clock::now();
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  const SharedNotes notes;
  if (!notes) return no_child("mmap");
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) return no_child("fork");
  if (pid == 0) run_child(policy, here, parent, *notes, work);
  setpgid(pid, pid);  // the child does so too; whoever is first
  Child child(pid);
  if (!child.watched()) return no_child("pidfd_open");
  ScratchWatch scratch(policy);
  while (!child.ended_within(std::chrono::milliseconds(100))) {
    if (cancelled && cancelled()) {
      child.end();
      return core::fail(ErrorCode::interrupted, {"已中断。", "Interrupted."});
    }
    if (scratch.is_over()) {
      child.end();
      return too_much_written("scratch " + std::to_string(policy.limits.scratch_bytes) + " bytes");
    }
    const auto time = time_for(policy.limits, notes->pages);
    if (Clock::now() - began >= time) {
      child.end();
      return timed_out("wall clock " + std::to_string(time.count()) + " s");
    }
  }
  return told_by(child.end(), *notes);
}

}  // namespace jianzhen::ingest
