// A reader that was taken over by its file, and does as each row says. Every attack meets all
// layers first, then each layer that should hold it alone; without any of them it must succeed, or
// the test would prove nothing.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "ingest/sandbox/layers.h"
#include "ingest/sandbox/sandbox.h"

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;

constexpr int kSucceeded = 7;
constexpr int kRefused = 0;

int said(bool succeeded) { return succeeded ? kSucceeded : kRefused; }

// Somebody listens on this machine, as a database might.
class Listener {
 public:
  Listener() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address_;
    bind(fd_, reinterpret_cast<sockaddr*>(&address_), length);
    listen(fd_, 1);
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address_), &length);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() { close(fd_); }
  const sockaddr_in& address() const { return address_; }

 private:
  int fd_;
  sockaddr_in address_{};
};

struct Place {
  std::filesystem::path scratch =
      std::filesystem::path(testing::TempDir()) / ("attacks" + std::to_string(getpid()));
  std::filesystem::path outside = scratch / "outside";
  std::filesystem::path inside = scratch / "inside";
  Listener listener;

  Place() {
    std::filesystem::create_directories(outside);
    std::filesystem::create_directories(inside);
    std::filesystem::permissions(outside, std::filesystem::perms::all);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { std::filesystem::remove_all(scratch); }
};

int read_the_users(const Place&) { return said(open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0); }

int write_outside(const Place& place) {
  return said(creat((place.outside / "left").c_str(), 0600) >= 0);
}

int leave_a_link(const Place& place) {
  return said(symlink("/etc/passwd", (place.inside / "document.pdf").c_str()) == 0);
}

int connect_out(const Place& place) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto* to = reinterpret_cast<const sockaddr*>(&place.listener.address());
  return said(connect(fd, to, sizeof(sockaddr_in)) == 0);
}

int run_a_shell(const Place&) {
  execl("/bin/sh", "sh", "-c", "exit 7", nullptr);
  return kRefused;
}

int bomb_with_forks(const Place&) {
  constexpr int kMany = 64;
  for (int i = 0; i < kMany; ++i) {
    const pid_t child = fork();
    if (child < 0) return kRefused;
    if (child == 0) {
      for (;;) pause();
    }
  }
  return kSucceeded;
}

int signal_the_parent(const Place&) { return said(kill(getppid(), SIGURG) == 0); }

int trace_another(const Place&) { return said(ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0); }

int become_root_again(const Place&) { return said(geteuid() == 0 || setuid(0) == 0); }

struct Attack {
  const char* name;
  int (*run)(const Place&);
  const char* refused_call;    // by all layers together: named; "": the reader is just told no
  std::vector<Layer> held_by;  // by each of them alone
};

void PrintTo(const Attack& attack, std::ostream* out) { *out << attack.name; }

const std::vector<Attack> kAttacks = {
    {"read_the_users", read_the_users, "", {Layer::few_places}},
    {"write_outside", write_outside, "", {Layer::few_places}},
    {"leave_a_link", leave_a_link, "symlink", {Layer::few_places, Layer::few_calls}},
    {"connect_out", connect_out, "socket", {Layer::no_network, Layer::few_calls}},
    {"run_a_shell", run_a_shell, "execve", {Layer::few_places, Layer::few_calls}},
    {"bomb_with_forks", bomb_with_forks, "clone", {Layer::few_calls, Layer::bounded_processes}},
    {"signal_the_parent", signal_the_parent, "kill", {Layer::few_calls, Layer::unprivileged_user}},
    {"trace_another", trace_another, "ptrace", {Layer::few_calls}},
    {"become_root_again", become_root_again, "setuid", {Layer::unprivileged_user}},
};

// Those that hold nothing by themselves and stay on, so that the test ends.
const std::vector<Layer> kProtecting = {Layer::no_network, Layer::unprivileged_user,
                                        Layer::bounded_processes, Layer::few_places,
                                        Layer::few_calls};

bool stands_here(Layer layer) {
  const auto rows = layers::all();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].layer == layer) return layers_here()[i].on;
  }
  return false;
}

SandboxPolicy policy_of(const Place& place, std::vector<Layer> without) {
  SandboxPolicy policy;
  policy.limits.time = std::chrono::seconds(10);
  policy.limits.processes = 16;
  policy.places.readable = {"/lib", "/lib64", "/usr/lib"};
  policy.places.writable = {place.inside};
  policy.without = std::move(without);
  return policy;
}

// All that protects but one, and what that one cannot do without.
std::vector<Layer> all_but(Layer layer) {
  std::vector<Layer> rest = kProtecting;
  std::erase(rest, layer);
  // Root's processes are not counted.
  if (layer == Layer::bounded_processes) std::erase(rest, Layer::unprivileged_user);
  return rest;
}

class EachAttack : public testing::TestWithParam<Attack> {
 protected:
  core::Result<int> run_without(std::vector<Layer> without) {
    return run_limited(policy_of(place_, std::move(without)),
                       [this] { return GetParam().run(place_); });
  }
  Place place_;
};

#ifndef JIANZHEN_SANITIZED  // a sanitizer answers the signal of a refused call itself
TEST_P(EachAttack, is_held_and_named_by_all_layers_together) {
  if (!stands_here(Layer::few_calls)) GTEST_SKIP() << "this machine has no seccomp";
  const auto result = run_without({});
  if (GetParam().refused_call == std::string()) {
    EXPECT_EQ(result.value(), kRefused);
  } else {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::unsafe);
    EXPECT_EQ(result.error().detail, std::string("refused: ") + GetParam().refused_call);
  }
}
#endif

TEST_P(EachAttack, is_held_by_each_of_its_layers_alone) {
  for (const Layer layer : GetParam().held_by) {
    if (!stands_here(layer)) continue;
    const auto result = run_without(all_but(layer));
    EXPECT_NE(result.value_or(kRefused), kSucceeded) << "layer " << static_cast<int>(layer);
  }
}

TEST_P(EachAttack, would_succeed_without_them) {
  if (GetParam().run == become_root_again && geteuid() != 0) GTEST_SKIP() << "not root";
  EXPECT_EQ(run_without(kProtecting).value_or(kRefused), kSucceeded);
}

INSTANTIATE_TEST_SUITE_P(Sandbox, EachAttack, testing::ValuesIn(kAttacks),
                         [](const auto& about) { return about.param.name; });

TEST(Sandbox, a_reader_still_opens_what_it_was_given) {
  const Place place;
  std::ofstream(place.outside / "paper.pdf") << "%PDF-";
  std::filesystem::permissions(place.outside / "paper.pdf", std::filesystem::perms::owner_read);
  SandboxPolicy policy = policy_of(place, {});
  policy.places.readable.push_back(place.outside / "paper.pdf");
  const auto result = run_limited(policy, [&] {
    const bool read = open((place.outside / "paper.pdf").c_str(), O_RDONLY | O_CLOEXEC) >= 0;
    return said(read && creat((place.inside / "1").c_str(), 0600) >= 0);
  });
  EXPECT_EQ(result.value(), kSucceeded);
}

TEST(Sandbox, the_office_may_start_programs_but_no_connection) {
  if (!stands_here(Layer::few_calls)) GTEST_SKIP() << "this machine has no seccomp";
  const Place place;
  SandboxPolicy policy = policy_of(place, {Layer::no_network, Layer::few_places});
  policy.calls = Calls::office;
  policy.limits.processes = 512;
  EXPECT_EQ(run_limited(policy, [&] { return connect_out(place); }).value(), kRefused);
  EXPECT_EQ(run_limited(policy, [&] { return run_a_shell(place); }).value(), kSucceeded);
}

}  // namespace
}  // namespace jianzhen::ingest
