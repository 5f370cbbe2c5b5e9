#include "ingest/sandbox/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;
using std::chrono::seconds;

// A reader that misbehaves as each test tells it to; whatever it does, only its own file is lost.

// Limits alone: the tests of what the reader may open and call stand in attacks_test.cc.
SandboxPolicy free(const SandboxLimits& limits = {}) {
  SandboxPolicy policy;
  policy.limits = limits;
  policy.without = {Layer::few_places, Layer::few_calls};
  return policy;
}

SandboxLimits short_limits() {
  SandboxLimits limits;
  limits.time = seconds(1);
  return limits;
}

ErrorCode error_of(const core::Result<int>& result) {
  return result ? ErrorCode::usage : result.error().code;
}

std::filesystem::path scratch_file(const std::string& name) {
  return std::filesystem::path(testing::TempDir()) / (name + std::to_string(getpid()));
}

// Whether a process of this number lives, for a little while at most.
bool dies_soon(pid_t pid) {
  for (int i = 0; i < 50; ++i) {
    if (kill(pid, 0) != 0) return true;
    const std::string stat = "/proc/" + std::to_string(pid) + "/stat";
    std::ifstream in(stat);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    if (text.find(") Z ") != std::string::npos) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

TEST(RunLimited, what_work_returns_is_the_result) {
  EXPECT_EQ(run_limited(free(), [] { return 7; }).value(), 7);
}

TEST(RunLimited, a_reader_that_sleeps_forever_is_a_timeout) {
  const auto result = run_limited(free(short_limits()), [] {
    for (;;) pause();
    return 0;
  });
  EXPECT_EQ(error_of(result), ErrorCode::timeout);
}

// The clock alone: processor time has a layer of its own, tested in layers_test.cc.
TEST(RunLimited, a_reader_that_spins_is_a_timeout) {
  SandboxPolicy policy = free(short_limits());
  policy.without.push_back(Layer::bounded_time);
  const auto result = run_limited(policy, [] {
    while (getppid() != 0) {
    }
    return 0;
  });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::timeout);
  EXPECT_EQ(result.error().detail, "wall clock 1 s");
}

TEST(RunLimited, a_reader_that_ignores_signals_is_killed_all_the_same) {
  const auto result = run_limited(free(short_limits()), [] {
    for (int number = 1; number < 32; ++number) std::signal(number, SIG_IGN);
    for (;;) pause();
    return 0;
  });
  EXPECT_EQ(error_of(result), ErrorCode::timeout);
}

#ifndef JIANZHEN_SANITIZED  // sanitizers need the address space

SandboxLimits little_memory() {
  SandboxLimits limits;
  limits.address_space = std::uint64_t{512} << 20;
  return limits;
}

TEST(RunLimited, new_without_memory_is_told_as_memory) {
  const auto result = run_limited(free(little_memory()), [] {
    std::vector<std::string> eaten;
    for (;;) eaten.emplace_back(std::size_t{16} << 20, 'x');
    return 0;
  });
  EXPECT_EQ(error_of(result), ErrorCode::memory);
}

TEST(RunLimited, a_library_that_aborts_without_memory_is_told_as_memory) {
  const auto result = run_limited(free(little_memory()), [] {
    void* volatile block = nullptr;  // volatile: or the compiler leaves the allocation out
    do {
      block = std::malloc(std::size_t{16} << 20);
    } while (block != nullptr);
    std::abort();
    return 0;
  });
  EXPECT_EQ(error_of(result), ErrorCode::memory);
}

TEST(RunLimited, a_library_that_writes_through_a_failed_malloc_is_told_as_memory) {
  const auto result = run_limited(free(little_memory()), [] {
    for (;;) {
      auto* block = static_cast<volatile char*>(std::malloc(std::size_t{16} << 20));
      block[0] = 1;
    }
    return 0;
  });
  EXPECT_EQ(error_of(result), ErrorCode::memory);
}

TEST(RunLimited, an_overflown_stack_is_a_crash) {
  struct Deep {
    // NOLINTNEXTLINE(misc-no-recursion)
    static int fall(volatile char* above, int depth) {
      volatile char frame[4096];
      frame[0] = above == nullptr ? '\0' : above[0];
      return depth < 0 ? 0 : fall(frame, depth + 1) + frame[0];
    }
  };
  EXPECT_EQ(error_of(run_limited(free(), [] { return Deep::fall(nullptr, 0); })), ErrorCode::crash);
}

#endif

TEST(RunLimited, a_file_over_its_limit_is_unsafe) {
  SandboxLimits limits;
  limits.output_bytes = 1 << 20;
  const auto path = scratch_file("flood");
  const auto result = run_limited(free(limits), [&] {
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const std::string block(std::size_t{64} << 10, 'x');
    while (write(fd, block.data(), block.size()) > 0) {
    }
    return 0;
  });
  EXPECT_EQ(error_of(result), ErrorCode::unsafe);
  EXPECT_LE(std::filesystem::file_size(path), std::uintmax_t{1} << 20);
  std::filesystem::remove(path);
}

TEST(RunLimited, many_files_that_are_too_much_together_are_unsafe) {
  const std::filesystem::path folder = scratch_file("many");
  std::filesystem::create_directories(folder);
  SandboxPolicy policy = free({});
  policy.limits.scratch_bytes = 8 << 20;
  policy.places.writable = {folder};
  policy.without.push_back(Layer::few_places);
  const auto result = run_limited(policy, [&] {
    const std::string block(std::size_t{1} << 20, 'x');
    for (int number = 0; number < 1000; ++number) {
      const auto name = folder / std::to_string(number);
      const int fd = open(name.c_str(), O_WRONLY | O_CREAT, 0600);
      if (write(fd, block.data(), block.size()) < 0) return 1;
      close(fd);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return 0;
  });
  EXPECT_EQ(error_of(result), ErrorCode::unsafe);
  EXPECT_LT(std::distance(std::filesystem::directory_iterator(folder), {}), 100);
  std::filesystem::remove_all(folder);
}

TEST(RunLimited, too_many_open_files_are_refused) {
  SandboxLimits limits;
  limits.open_files = 32;
  const auto opened = run_limited(free(limits), [] {
    int count = 0;
    while (count < 100 && open("/dev/null", O_RDONLY) >= 0) ++count;
    return count;
  });
  EXPECT_LE(opened.value(), 32);
}

TEST(RunLimited, children_left_behind_die_with_the_reader) {
  int fds[2];
  ASSERT_EQ(pipe(fds), 0);
  const auto result = run_limited(free(), [&] {
    const pid_t left = fork();
    if (left == 0) {
      for (;;) pause();
    }
    return write(fds[1], &left, sizeof left) == sizeof left ? 0 : 1;
  });
  EXPECT_EQ(result.value(), 0);
  pid_t left = 0;
  ASSERT_EQ(read(fds[0], &left, sizeof left), static_cast<ssize_t>(sizeof left));
  EXPECT_TRUE(dies_soon(left));
  close(fds[0]);
  close(fds[1]);
}

TEST(RunLimited, a_whole_family_of_processes_dies_at_the_timeout) {
  int fds[2];
  ASSERT_EQ(pipe(fds), 0);
  const auto result = run_limited(free(short_limits()), [&] {
    for (int i = 0; i < 8; ++i) {
      const pid_t child = fork();
      if (child == 0) {
        for (;;) pause();
      }
      if (write(fds[1], &child, sizeof child) < 0) return 1;
    }
    for (;;) pause();
    return 0;
  });
  EXPECT_EQ(error_of(result), ErrorCode::timeout);
  for (int i = 0; i < 8; ++i) {
    pid_t child = 0;
    ASSERT_EQ(read(fds[0], &child, sizeof child), static_cast<ssize_t>(sizeof child));
    EXPECT_TRUE(dies_soon(child));
  }
  close(fds[0]);
  close(fds[1]);
}

TEST(RunLimited, an_exception_is_a_crash_of_the_reader_alone) {
  const auto result =
      run_limited(free(), []() -> int { throw std::runtime_error("of a library"); });
  EXPECT_EQ(error_of(result), ErrorCode::crash);
}

TEST(RunLimited, cancelling_ends_the_reader) {
  const auto result = run_limited(
      free(),
      [] {
        for (;;) pause();
        return 0;
      },
      [] { return true; });
  EXPECT_EQ(error_of(result), ErrorCode::interrupted);
}

TEST(RunLimited, the_reader_cannot_gain_privileges) {
  const auto result = run_limited(free(), [] { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0); });
  EXPECT_EQ(result.value(), 1);
}

TEST(RunLimited, a_file_below_the_administrators_own_folder_is_seen_and_opened) {
  if (geteuid() != 0) GTEST_SKIP() << "only root becomes another user";
  const auto folder = scratch_file("private");
  std::filesystem::create_directory(folder);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  std::ofstream(folder / "paper") << "words";
  const auto result = run_limited(free(), [&] {
    const bool seen = access((folder / "paper").c_str(), R_OK) == 0;
    return seen && std::ifstream(folder / "paper").good() && geteuid() != 0 ? 0 : 1;
  });
  std::filesystem::remove_all(folder);
  EXPECT_EQ(result.value(), 0);
}

TEST(RunLimited, the_reader_leaves_no_core_dump) {
  const auto result = run_limited(free(), [] {
    rlimit limit{};
    getrlimit(RLIMIT_CORE, &limit);
    return limit.rlim_max == 0 ? 0 : 1;
  });
  EXPECT_EQ(result.value(), 0);
}

TEST(RunLimited, the_reader_dies_with_its_parent) {
  const auto result = run_limited(free(), [] {
    int signal = 0;
    prctl(PR_GET_PDEATHSIG, &signal);
    return signal;
  });
  EXPECT_EQ(result.value(), SIGKILL);
}

TEST(RunLimited, time_grows_with_the_pages_that_are_announced) {
  SandboxLimits limits = short_limits();
  limits.per_page = seconds(2);
  limits.most = seconds(20);
  const auto result = run_limited(free(limits), [] {
    announce_pages(1);
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    return 0;
  });
  EXPECT_TRUE(result);
}

TEST(RunLimited, no_number_of_pages_makes_time_endless) {
  SandboxLimits limits = short_limits();
  limits.most = seconds(1);
  const auto result = run_limited(free(limits), [] {
    announce_pages(2'000'000'000);
    for (;;) pause();
    return 0;
  });
  EXPECT_EQ(error_of(result), ErrorCode::timeout);
}

TEST(RunLimited, a_grandchild_that_left_the_group_dies_too) {
  int fds[2];
  ASSERT_EQ(pipe(fds), 0);
  const auto result = run_limited(free(), [&] {
    if (fork() == 0) {
      setsid();
      const pid_t left = getpid();
      if (write(fds[1], &left, sizeof left) < 0) return 1;
      for (;;) pause();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    return 0;
  });
  EXPECT_TRUE(result);
  pid_t left = 0;
  ASSERT_EQ(read(fds[0], &left, sizeof left), static_cast<ssize_t>(sizeof left));
  EXPECT_TRUE(dies_soon(left));
  close(fds[0]);
  close(fds[1]);
}

TEST(RunLimited, every_layer_is_told_with_its_name_and_state) {
  for (const LayerState& layer : layers_here()) {
    EXPECT_FALSE(layer.name.empty());
    EXPECT_TRUE(layer.on || !layer.detail.empty()) << layer.name << " is off without a reason";
  }
}

class EachSignal : public testing::TestWithParam<int> {};

TEST_P(EachSignal, is_a_crash_that_names_it) {
  const int number = GetParam();
  const auto result = run_limited(free(), [=] {
    std::signal(number, SIG_DFL);
    return raise(number);
  });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::crash);
  EXPECT_EQ(result.error().detail, std::string("signal SIG") + sigabbrev_np(number));
}

// All that end a process, but those with a meaning of their own (below).
INSTANTIATE_TEST_SUITE_P(RunLimited, EachSignal,
                         testing::Values(SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS,
                                         SIGFPE, SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM,
                                         SIGTERM, SIGSTKFLT, SIGVTALRM, SIGPROF, SIGIO, SIGPWR,
                                         SIGSYS),
                         [](const auto& about) { return sigabbrev_np(about.param); });

TEST(RunLimited, the_signals_of_the_limits_are_told_as_those) {
  EXPECT_EQ(error_of(run_limited(free(), [] { return raise(SIGXCPU); })), ErrorCode::timeout);
  EXPECT_EQ(error_of(run_limited(free(), [] { return raise(SIGXFSZ); })), ErrorCode::unsafe);
}

TEST(RunLimited, a_reader_that_stops_itself_is_a_timeout) {
  for (const int number : {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU}) {
    EXPECT_EQ(error_of(run_limited(free(short_limits()), [=] { return raise(number); })),
              ErrorCode::timeout)
        << sigabbrev_np(number);
  }
}

TEST(RunLimited, the_kernels_own_kill_is_told_as_memory) {
  EXPECT_EQ(error_of(run_limited(free(), [] { return raise(SIGKILL); })), ErrorCode::memory);
}

TEST(RunLimited, a_crash_after_a_crash_leaves_the_parent_unharmed) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(error_of(run_limited(free(), [] { return raise(SIGABRT); })), ErrorCode::crash);
  }
  EXPECT_EQ(run_limited(free(), [] { return 0; }).value(), 0);
}

}  // namespace
}  // namespace jianzhen::ingest
