#include "ingest/sandbox/layers.h"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <new>

namespace jianzhen::ingest::layers {
namespace {

bool limit(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
  // An outer limit may already be lower; what cannot be raised is kept.
  rlimit now{};
  if (getrlimit(resource, &now) != 0) return false;
  const rlimit wanted{.rlim_cur = soft < now.rlim_max ? soft : now.rlim_max,
                      .rlim_max = hard < now.rlim_max ? hard : now.rlim_max};
  return setrlimit(resource, &wanted) == 0;
}

// Root needs no user namespace for it, and must not enter one: there it could become nobody else.
// Before "death with parent": a new user namespace takes that back (prctl(2)).
bool no_network(const Context&) {
  return unshare(geteuid() == 0 ? CLONE_NEWNET : CLONE_NEWUSER | CLONE_NEWNET) == 0;
}

bool process_group(const Context&) { return setpgid(0, 0) == 0; }

// The parent may have died between fork and prctl: then nobody would ever kill us.
bool death_with_parent(const Context& context) {
  return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == context.parent;
}

bool no_new_privileges(const Context&) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0; }

bool no_core_dump(const Context&) { return limit(RLIMIT_CORE, 0, 0); }

bool bounded_memory(const Context& context) {
  const rlim_t bytes = context.policy.limits.address_space;
  return limit(RLIMIT_AS, bytes, bytes);
}

std::string_view unused_memory_bound() {
#ifdef JIANZHEN_SANITIZED
  return "off: this build has a sanitizer, which maps terabytes of shadow";
#else
  return "";
#endif
}

// The soft limit grows with the pages (announce_pages), the hard one stands.
bool bounded_time(const Context& context) {
  const SandboxLimits& limits = context.policy.limits;
  const auto most = static_cast<rlim_t>(std::max(limits.time, limits.most).count());
  return limit(RLIMIT_CPU, static_cast<rlim_t>(limits.time.count()), most + 1);
}

bool bounded_output(const Context& context) {
  const rlim_t bytes = context.policy.limits.output_bytes;
  return limit(RLIMIT_FSIZE, bytes, bytes);
}

bool bounded_files(const Context& context) {
  const auto files = static_cast<rlim_t>(context.policy.limits.open_files);
  return limit(RLIMIT_NOFILE, files, files);
}

bool bounded_processes(const Context& context) {
  const auto processes = static_cast<rlim_t>(context.policy.limits.processes);
  return limit(RLIMIT_NPROC, processes, processes);
}

// Libraries in C meet a failed malloc by abort() or by a null pointer: errno still tells why.
extern "C" void say_if_out_of_memory(int signal) {
  if (errno == ENOMEM) _exit(kOutOfMemory);
  std::signal(signal, SIG_DFL);
  raise(signal);
}

bool memory_told_apart(const Context&) {
  // Before work begins nothing has failed yet; a stale ENOMEM would turn a crash into memory.
  errno = 0;
  std::set_new_handler([] { _exit(kOutOfMemory); });
  static std::array<std::byte, std::size_t{64} << 10>
      stack;  // an overflown stack cannot run the handler
  const stack_t alternative{.ss_sp = stack.data(), .ss_flags = 0, .ss_size = stack.size()};
  if (sigaltstack(&alternative, nullptr) != 0) return false;
  struct sigaction action {};
  action.sa_handler = say_if_out_of_memory;
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  return sigaction(SIGABRT, &action, nullptr) == 0 && sigaction(SIGSEGV, &action, nullptr) == 0;
}

// The parent may handle these for itself (SIGINT ends a command tidily); the child just dies.
bool default_signals(const Context&) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXCPU, SIGXFSZ}) {
    if (std::signal(number, SIG_DFL) == SIG_ERR) return false;
  }
  sigset_t none;
  sigemptyset(&none);
  return sigprocmask(SIG_SETMASK, &none, nullptr) == 0;
}

std::string_view always() { return ""; }

std::string_view unused_other_user() {
  return geteuid() == 0 ? "" : "off: not started by root, nothing to give up";
}

// Whose processes would be counted: without root or a namespace of its own, all of the person's.
std::string_view unused_process_bound() {
  return geteuid() == 0 ? "" : "off: not started by root, the limit would count the user's own";
}

constexpr std::array kRows = {
    Row{Layer::no_network, "no_network", no_network, always},
    Row{Layer::process_group, "process_group", process_group, always},
    Row{Layer::default_signals, "default_signals", default_signals, always},
    Row{Layer::no_core_dump, "no_core_dump", no_core_dump, always},
    Row{Layer::no_new_privileges, "no_new_privileges", no_new_privileges, always},
    Row{Layer::unprivileged_user, "unprivileged_user", unprivileged_user, unused_other_user},
    Row{Layer::bounded_processes, "bounded_processes", bounded_processes, unused_process_bound},
    Row{Layer::death_with_parent, "death_with_parent", death_with_parent, always},
    Row{Layer::bounded_memory, "bounded_memory", bounded_memory, unused_memory_bound},
    Row{Layer::bounded_time, "bounded_time", bounded_time, always},
    Row{Layer::bounded_output, "bounded_output", bounded_output, always},
    Row{Layer::bounded_files, "bounded_files", bounded_files, always},
    Row{Layer::memory_told_apart, "memory_told_apart", memory_told_apart, always},
    Row{Layer::few_places, "few_places", few_places, always},
    Row{Layer::few_calls, "few_calls", few_calls, always},
};

}  // namespace

std::span<const Row> all() { return kRows; }

}  // namespace jianzhen::ingest::layers
