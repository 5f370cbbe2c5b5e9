// Each layer that bounds or tells, alone: in a child that takes on nothing else, the harm it stands
// against does not come about; in one that takes on none, it does. Those that keep an attacker in
// are tested by attacks, in attacks_test.cc.

#include "ingest/sandbox/layers.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <functional>
#include <string>

namespace jianzhen::ingest {
namespace {

constexpr int kHarm = 7;

int said(bool harm) { return harm ? kHarm : 0; }

SandboxPolicy tight() {
  SandboxPolicy policy;
  policy.limits.address_space = std::uint64_t{512} << 20;
  policy.limits.output_bytes = 1 << 20;
  policy.limits.open_files = 32;
  policy.limits.time = std::chrono::seconds(1);
  return policy;
}

const layers::Row& row_of(Layer layer) {
  return *std::ranges::find(layers::all(), layer, &layers::Row::layer);
}

// The wait status of a child that takes on the layer, or none, and does `harm`.
int status_of(const std::function<int()>& harm, const layers::Row* row) {
  const SandboxPolicy policy = tight();
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) {
    layers::Notes notes;
    std::signal(SIGTERM, SIG_IGN);  // as a service does
    if (row != nullptr && !row->apply({policy, parent, notes})) _exit(1);
    _exit(harm());
  }
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

bool harmed(int status) { return WIFEXITED(status) && WEXITSTATUS(status) == kHarm; }

int reach_the_parents_group() { return said(getpgrp() == getpgid(getppid())); }

int ignore_what_it_is_told() { return said(raise(SIGTERM) == 0); }

int may_dump_core() {
  rlimit limit{};
  getrlimit(RLIMIT_CORE, &limit);
  return said(limit.rlim_max != 0);
}

int may_gain_privileges() { return said(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0); }

int take_a_gigabyte() {
  constexpr std::size_t kGigabyte = std::size_t{1} << 30;
  return said(mmap(nullptr, kGigabyte, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) != MAP_FAILED);
}

// Processor time, whatever else the machine does. A bound may be late, and comes again each second.
int spin() {
  rlimit bound{};
  getrlimit(RLIMIT_CPU, &bound);
  const time_t enough = bound.rlim_cur == RLIM_INFINITY ? 2 : 10;
  rusage used{};
  do {
    getrusage(RUSAGE_SELF, &used);
  } while (used.ru_utime.tv_sec + used.ru_stime.tv_sec < enough);
  return kHarm;
}

int write_two_megabytes() {
  const auto path = std::filesystem::path(testing::TempDir()) / ("two" + std::to_string(getppid()));
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  unlink(path.c_str());
  const std::string block(std::size_t{1} << 20, 'x');
  bool written = fd >= 0;
  for (int i = 0; i < 2; ++i) {
    written = written && write(fd, block.data(), block.size()) == ssize_t{1} << 20;
  }
  return said(written);
}

int open_a_hundred_files() {
  int count = 0;
  while (count < 100 && open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0) ++count;
  return said(count == 100);
}

[[maybe_unused]] int die_of_no_memory_without_a_word() {
  const pid_t pid = getpid();
  errno = ENOMEM;
  kill(pid, SIGABRT);
  return kHarm;
}

struct Bound {
  const char* name;
  Layer layer;
  int (*harm)();
};

void PrintTo(const Bound& bound, std::ostream* out) { *out << bound.name; }

class EachBound : public testing::TestWithParam<Bound> {
 protected:
  void SetUp() override {
    const std::string_view unused = row_of(GetParam().layer).unused();
    if (!unused.empty()) GTEST_SKIP() << unused;
  }
};

TEST_P(EachBound, holds_alone) {
  EXPECT_FALSE(harmed(status_of(GetParam().harm, &row_of(GetParam().layer))));
}

TEST_P(EachBound, is_needed) {
  if (GetParam().harm == may_dump_core && may_dump_core() == 0)
    GTEST_SKIP() << "no core dumps here";
  if (GetParam().harm == may_gain_privileges && may_gain_privileges() == 0) {
    GTEST_SKIP() << "no privileges to gain here";
  }
  EXPECT_TRUE(harmed(status_of(GetParam().harm, nullptr)));
}

INSTANTIATE_TEST_SUITE_P(
    Layers, EachBound,
    testing::Values(Bound{"process_group", Layer::process_group, reach_the_parents_group},
                    Bound{"default_signals", Layer::default_signals, ignore_what_it_is_told},
                    Bound{"no_core_dump", Layer::no_core_dump, may_dump_core},
                    Bound{"no_new_privileges", Layer::no_new_privileges, may_gain_privileges},
                    Bound{"bounded_memory", Layer::bounded_memory, take_a_gigabyte},
                    Bound{"bounded_time", Layer::bounded_time, spin},
                    Bound{"bounded_output", Layer::bounded_output, write_two_megabytes},
                    Bound{"bounded_files", Layer::bounded_files, open_a_hundred_files}),
    [](const auto& about) { return about.param.name; });

TEST(Layers, processor_time_is_ended_by_the_signal_that_tells_it) {
  const int status = status_of(spin, &row_of(Layer::bounded_time));
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGXCPU);
}

#ifndef JIANZHEN_SANITIZED  // a sanitizer handles the signal itself
TEST(Layers, memory_that_ran_out_is_told_apart_from_a_crash) {
  const int told = status_of(die_of_no_memory_without_a_word, &row_of(Layer::memory_told_apart));
  ASSERT_TRUE(WIFEXITED(told));
  EXPECT_EQ(WEXITSTATUS(told), layers::kOutOfMemory);
  EXPECT_TRUE(WIFSIGNALED(status_of(die_of_no_memory_without_a_word, nullptr)));
}
#endif

// Whether a child of a parent that is gone lives on. It is asked through a pipe that it holds open.
bool outlives_its_parent(const layers::Row* row) {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) != 0) return false;
  const SandboxPolicy policy = tight();
  const pid_t parent = fork();
  if (parent == 0) {
    const pid_t own = getpid();
    const pid_t child = fork();
    if (child == 0) {
      layers::Notes notes;
      if (row != nullptr && !row->apply({policy, own, notes})) _exit(1);
      const pid_t self = getpid();
      if (write(fds[1], &self, sizeof self) < 0) _exit(1);
      for (;;) pause();
    }
    for (;;) pause();
  }
  close(fds[1]);
  pid_t child = 0;
  bool lives = read(fds[0], &child, sizeof child) == static_cast<ssize_t>(sizeof child);
  kill(parent, SIGKILL);
  waitpid(parent, nullptr, 0);
  if (lives) {
    // The end of the pipe comes when the child, the last to hold it, is gone.
    pollfd end{.fd = fds[0], .events = POLLIN, .revents = 0};
    lives = poll(&end, 1, row == nullptr ? 300 : 5000) == 0;
    if (lives) kill(child, SIGKILL);
  }
  close(fds[0]);
  return lives;
}

TEST(Layers, death_with_parent_alone_leaves_no_orphan) {
  EXPECT_FALSE(outlives_its_parent(&row_of(Layer::death_with_parent)));
  EXPECT_TRUE(outlives_its_parent(nullptr));
}

// Every row of the table is tested alone, here or by an attack.
TEST(Layers, there_are_as_many_as_are_tested) { EXPECT_EQ(layers::all().size(), 15U); }

}  // namespace
}  // namespace jianzhen::ingest
