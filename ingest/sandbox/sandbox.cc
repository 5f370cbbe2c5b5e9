#include "ingest/sandbox/sandbox.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <new>
#include <optional>
#include <string>

#include "ingest/sandbox/layers.h"

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;
using Clock = std::chrono::steady_clock;

[[noreturn]] void run_child(const SandboxLimits& limits, pid_t parent,
                            const std::function<int()>& work) {
  const layers::Context context{.limits = limits, .parent = parent};
  for (const layers::Layer& layer : layers::all()) {
    if (!layer.apply(context)) _exit(layers::kLayerFailed);
  }
  try {
    _exit(work());
  } catch (const std::bad_alloc&) {
    _exit(layers::kOutOfMemory);
  } catch (...) {
    _exit(layers::kException);
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
    return result;
  }

  bool watched() const { return pidfd_ >= 0; }

 private:
  pid_t pid_;
  int pidfd_;
  bool reaped_ = false;
};

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
      return core::fail(ErrorCode::unsafe,
                        {"展开后的数据超过大小限制，已停止。",
                         "What it unpacks to is larger than the limit; reading was stopped."},
                        detail);
    case SIGKILL:  // not by us: the kernel, short of memory (the hard CPU limit comes after XCPU)
      return out_of_memory(detail);
    default:
      return crashed(detail);
  }
}

core::Result<int> told_by(const Child::End& end) {
  if (WIFSIGNALED(end.status)) return told_by_signal(WTERMSIG(end.status));
  const int status = WEXITSTATUS(end.status);
  switch (status) {
    case layers::kOutOfMemory:
      return out_of_memory("allocation failed");
    case layers::kException:
      return crashed("uncaught exception");
    case layers::kLayerFailed:
      return core::fail(ErrorCode::internal,
                        {"无法建立隔离环境，文件未被打开。",
                         "The isolation could not be set up; the file was not opened."},
                        "a layer of the sandbox failed");
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

core::Result<int> run_limited(const SandboxLimits& limits, const std::function<int()>& work,
                              const std::function<bool()>& cancelled) {
  const auto deadline = Clock::now() + limits.wall;
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) return no_child("fork");
  if (pid == 0) run_child(limits, parent, work);
  setpgid(pid, pid);  // the child does so too; whoever is first
  Child child(pid);
  if (!child.watched()) return no_child("pidfd_open");
  while (!child.ended_within(std::chrono::milliseconds(100))) {
    if (cancelled && cancelled()) {
      child.end();
      return core::fail(ErrorCode::interrupted, {"已中断。", "Interrupted."});
    }
    if (Clock::now() >= deadline) {
      child.end();
      return timed_out("wall clock " + std::to_string(limits.wall.count()) + " s");
    }
  }
  return told_by(child.end());
}

}  // namespace jianzhen::ingest
