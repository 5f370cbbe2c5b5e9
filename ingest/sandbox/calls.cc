#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "ingest/sandbox/layers.h"

namespace jianzhen::ingest::layers {
namespace {

// What reading a file takes. Names, for their numbers differ between machines; one that a machine
// does not have is left out.
constexpr std::string_view kReaderCalls =
    // memory
    "brk mmap munmap mremap mprotect madvise mlock munlock msync mincore membarrier "
    "memfd_create "
    // files; few_places says which
    "open openat openat2 creat close close_range read write readv writev pread64 pwrite64 "
    "preadv pwritev lseek _llseek stat fstat lstat newfstatat stat64 fstat64 lstat64 "
    "fstatat64 statx statfs fstatfs statfs64 fstatfs64 access faccessat faccessat2 readlink "
    "readlinkat getdents getdents64 ftruncate ftruncate64 truncate fallocate fadvise64 "
    "fadvise64_64 readahead sendfile sendfile64 copy_file_range splice fsync fdatasync "
    "sync_file_range flock unlink unlinkat rename renameat renameat2 mkdir mkdirat rmdir "
    "chmod fchmod fchmodat umask utime utimes utimensat getcwd chdir fchdir dup dup2 dup3 "
    "fcntl fcntl64 pipe pipe2 "
    // waiting and time
    "poll ppoll select _newselect pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait "
    "epoll_pwait eventfd eventfd2 futex futex_time64 nanosleep clock_nanosleep "
    "clock_gettime clock_getres gettimeofday time times pause restart_syscall alarm "
    "setitimer getitimer "
    // itself
    "exit exit_group getpid gettid getppid getpgrp getuid geteuid getgid getegid getresuid "
    "getresgid getgroups uname sysinfo getrusage getrlimit ugetrlimit setrlimit getcpu "
    "getrandom sched_yield sched_getaffinity sched_setaffinity sched_getparam "
    "sched_getscheduler sched_get_priority_max sched_get_priority_min getpriority "
    "set_robust_list get_robust_list rseq set_tid_address arch_prctl rt_sigaction sigaction "
    "rt_sigprocmask sigprocmask rt_sigreturn sigreturn rt_sigpending rt_sigtimedwait "
    "rt_sigsuspend sigaltstack wait4 waitid ";

// What no reading takes, whatever the file: whoever asks for it is not reading any more. The child
// ends at once and the call is named.
constexpr std::string_view kNeverByReader =
    "execve execveat fork vfork socketpair connect bind listen accept accept4 sendto "
    "sendmsg sendmmsg recvfrom recvmsg recvmmsg kill tkill setsid setpgid symlink symlinkat "
    "link linkat mknod mknodat chown lchown fchown fchownat ";

// What nobody does who has nothing else in mind, LibreOffice neither.
constexpr std::string_view kNever =
    "ptrace process_vm_readv process_vm_writev process_madvise pidfd_getfd "
    "pidfd_send_signal kcmp mount umount umount2 mount_setattr move_mount open_tree fsopen "
    "fsmount fspick pivot_root chroot unshare setns bpf perf_event_open userfaultfd "
    "io_uring_setup io_uring_enter io_uring_register add_key request_key keyctl "
    "open_by_handle_at name_to_handle_at init_module finit_module delete_module kexec_load "
    "kexec_file_load reboot swapon swapoff acct settimeofday clock_settime clock_adjtime "
    "adjtimex sethostname setdomainname quotactl quotactl_fd syslog setuid setgid setreuid "
    "setregid setresuid setresgid setfsuid setfsgid setgroups capset iopl ioperm "
    "personality vhangup nfsservctl lookup_dcookie fanotify_init msgget shmget semget "
    "mq_open ";

// Of the terminal and of pipes; nothing that types into a terminal or steers a device.
constexpr std::array<unsigned long, 6> kIoctls = {TCGETS,  TIOCGWINSZ, FIONREAD,
                                                  FIONBIO, FIOCLEX,    FIONCLEX};
constexpr std::array<unsigned long, 4> kPrctls = {PR_SET_NAME, PR_GET_NAME, PR_GET_PDEATHSIG,
                                                  PR_GET_NO_NEW_PRIVS};

// An argument of a call; `value` is for a masked comparison.
constexpr scmp_arg_cmp where(unsigned argument, scmp_compare comparison, scmp_datum_t mask_or_value,
                             scmp_datum_t value = 0) {
  return {argument, comparison, mask_or_value, value};
}

class Filter {
 public:
  explicit Filter(std::uint32_t otherwise) : filter_(seccomp_init(otherwise), seccomp_release) {}

  template <typename... Comparisons>
  void add(std::uint32_t action, const char* name, Comparisons... comparisons) {
    const int number = seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR || filter_ == nullptr) return;
    const std::array<scmp_arg_cmp, sizeof...(comparisons)> arguments{comparisons...};
    // -EEXIST, -EDOM: this machine's own way to call it has no such number, or a rule has it.
    const int error = seccomp_rule_add_array(
        filter_.get(), action, number, static_cast<unsigned>(arguments.size()), arguments.data());
    if (error != 0 && error != -EEXIST && error != -EDOM) failed_ = -error;
  }

  // Names between blanks.
  void add_all(std::uint32_t action, std::string_view names) {
    while (!names.empty()) {
      const std::size_t end = std::min(names.find(' '), names.size());
      if (end > 0) add(action, std::string(names.substr(0, end)).c_str());
      names.remove_prefix(std::min(end + 1, names.size()));
    }
  }

  bool load() {
    if (filter_ == nullptr) failed_ = ENOMEM;
    if (failed_ == 0) failed_ = -seccomp_load(filter_.get());
    errno = failed_;
    return failed_ == 0;
  }

 private:
  std::unique_ptr<void, decltype(&seccomp_release)> filter_;
  int failed_ = 0;
};

Notes* notes_of_child = nullptr;

extern "C" void say_refused_call(int /*signal*/, siginfo_t* about, void* /*context*/) {
  if (about->si_code != 1 /* SYS_SECCOMP */) {  // somebody sent the signal
    std::signal(SIGSYS, SIG_DFL);
    raise(SIGSYS);
    return;
  }
  if (notes_of_child != nullptr) notes_of_child->refused_call = about->si_syscall;
  _exit(kRefusedCall);
}

bool hear_of_refused_calls(Notes& notes) {
  notes_of_child = &notes;
  struct sigaction action {};
  action.sa_sigaction = say_refused_call;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  return sigaction(SIGSYS, &action, nullptr) == 0;
}

// A call that nobody thought of is told "there is none", which libraries know how to live with.
bool reader_calls(const Context& context) {
  Filter filter(SCMP_ACT_ERRNO(ENOSYS));
  filter.add_all(SCMP_ACT_ALLOW, kReaderCalls);
  filter.add_all(SCMP_ACT_TRAP, kNeverByReader);
  filter.add_all(SCMP_ACT_TRAP, kNever);
  // Threads, not processes. The newer call hides its flags: the C library falls back to the old.
  filter.add(SCMP_ACT_ALLOW, "clone", where(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
  filter.add(SCMP_ACT_TRAP, "clone", where(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
  // Signals to itself.
  filter.add(SCMP_ACT_ALLOW, "tgkill", where(0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(getpid())));
  filter.add(SCMP_ACT_ALLOW, "prlimit64", where(0, SCMP_CMP_EQ, 0));
  for (const unsigned long request : kIoctls) {
    filter.add(SCMP_ACT_ALLOW, "ioctl", where(1, SCMP_CMP_MASKED_EQ, 0xffffffff, request));
  }
  for (const unsigned long option : kPrctls) {
    filter.add(SCMP_ACT_ALLOW, "prctl", where(0, SCMP_CMP_EQ, option));
  }
  // The C library asks a local daemon for users' names, and lives without an answer.
  filter.add(SCMP_ACT_ERRNO(EACCES), "socket", where(0, SCMP_CMP_EQ, AF_UNIX));
  filter.add(SCMP_ACT_TRAP, "socket", where(0, SCMP_CMP_NE, AF_UNIX));
  return hear_of_refused_calls(context.notes) && filter.load();
}

// LibreOffice starts itself and talks to itself. Not to leave the group that is killed with it.
bool office_calls() {
  Filter filter(SCMP_ACT_ALLOW);
  filter.add_all(SCMP_ACT_ERRNO(EPERM), kNever);
  filter.add_all(SCMP_ACT_ERRNO(EPERM), "setsid setpgid symlink symlinkat mknod mknodat");
  filter.add(SCMP_ACT_ERRNO(EPERM), "socket", where(0, SCMP_CMP_NE, AF_UNIX));
  filter.add(SCMP_ACT_ERRNO(EPERM), "socketpair", where(0, SCMP_CMP_NE, AF_UNIX));
  // It puts its socket into /tmp where that can be written, else where it is told (office.cc).
  filter.add(SCMP_ACT_ERRNO(EACCES), "access", where(1, SCMP_CMP_EQ, W_OK));
  filter.add(SCMP_ACT_ERRNO(EACCES), "faccessat", where(2, SCMP_CMP_EQ, W_OK));
  filter.add(SCMP_ACT_ERRNO(ENOSYS), "clone3");  // hides its flags
  filter.add(SCMP_ACT_ERRNO(EPERM), "clone",
             where(0, SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER));
  filter.add(SCMP_ACT_ERRNO(EPERM), "ioctl", where(1, SCMP_CMP_MASKED_EQ, 0xffffffff, TIOCSTI));
  return filter.load();
}

}  // namespace

bool few_calls(const Context& context) {
  return context.policy.calls == Calls::reader ? reader_calls(context) : office_calls();
}

std::string name_of_call(int number) {
  char* name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number);
  std::string text = name != nullptr ? name : "system call " + std::to_string(number);
  std::free(name);
  return text;
}

}  // namespace jianzhen::ingest::layers
