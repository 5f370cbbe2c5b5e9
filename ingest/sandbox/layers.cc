#include "ingest/sandbox/layers.h"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

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

// Where namespaces are not allowed the other layers stand alone. Before "death with parent": a new
// user namespace takes that back (prctl(2)).
bool no_network(const Context&) {
  if (unshare(CLONE_NEWNET) != 0) unshare(CLONE_NEWUSER | CLONE_NEWNET);
  return true;
}

bool own_process_group(const Context&) { return setpgid(0, 0) == 0; }

// The parent may have died between fork and prctl: then nobody would ever kill us.
bool death_with_parent(const Context& context) {
  return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == context.parent;
}

bool no_new_privileges(const Context&) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0; }

bool no_core_dump(const Context&) { return limit(RLIMIT_CORE, 0, 0); }

bool bounded_memory([[maybe_unused]] const Context& context) {
#ifdef JIANZHEN_SANITIZED
  return true;  // sanitizers map terabytes of shadow
#else
  return limit(RLIMIT_AS, context.limits.address_space, context.limits.address_space);
#endif
}

bool bounded_cpu(const Context& context) {
  const auto seconds = static_cast<rlim_t>(context.limits.cpu.count());
  return limit(RLIMIT_CPU, seconds, seconds + 1);
}

bool bounded_output(const Context& context) {
  return limit(RLIMIT_FSIZE, context.limits.output_bytes, context.limits.output_bytes);
}

bool bounded_files(const Context& context) {
  const auto files = static_cast<rlim_t>(context.limits.open_files);
  return limit(RLIMIT_NOFILE, files, files);
}

// Libraries in C meet a failed malloc by abort() or by a null pointer: errno still tells why.
extern "C" void say_if_out_of_memory(int signal) {
  if (errno == ENOMEM) _exit(kOutOfMemory);
  std::signal(signal, SIG_DFL);
  raise(signal);
}

bool memory_told_apart_from_crashes(const Context&) {
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

constexpr std::array kLayers = {
    Layer{"no network", no_network},
    Layer{"own process group", own_process_group},
    Layer{"death with parent", death_with_parent},
    Layer{"default signals", default_signals},
    Layer{"no new privileges", no_new_privileges},
    Layer{"no core dump", no_core_dump},
    Layer{"bounded memory", bounded_memory},
    Layer{"bounded CPU", bounded_cpu},
    Layer{"bounded output", bounded_output},
    Layer{"bounded files", bounded_files},
    Layer{"memory told apart from crashes", memory_told_apart_from_crashes},
};

}  // namespace

std::span<const Layer> all() { return kLayers; }

}  // namespace jianzhen::ingest::layers
