#include "api/reader/reader_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <sstream>
#include <string>
#include <vector>

#include "core/serial.h"

extern char** environ;

namespace jianzhen::api {
namespace {

using core::ErrorCode;
using core::fail;
using core::Result;

constexpr int kReaderControl = 3;  // the fd that jianzhen-reader expects
constexpr int kPollMs = 100;       // how soon a stop is heard

tl::unexpected<core::Error> cannot_start(const std::filesystem::path& program) {
  return fail(ErrorCode::internal,
              {"无法启动识读进程 jianzhen-reader，请重新运行 setup.sh。",
               "Cannot start jianzhen-reader; run setup.sh again."},
              std::strerror(errno), program.string());
}

tl::unexpected<core::Error> died() {
  return fail(ErrorCode::crash,
              {"识读这份文件时识读进程意外结束。", "The reader ended unexpectedly on this file."},
              "control socket closed");
}

tl::unexpected<core::Error> too_much() {
  return fail(ErrorCode::unsafe,
              {"读取此文件得到的数据过多，已停止。",
               "Reading this file gave more data than is allowed and was stopped."},
              "answer too long");
}

// Starts the program with its standard output in `out`.
int spawn_into(const std::string& executable, const char* argument, int out, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  const std::array<char*, 3> arguments = {const_cast<char*>(executable.c_str()),
                                          const_cast<char*>(argument), nullptr};
  const int failed =
      ::posix_spawn(&pid, executable.c_str(), &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  return failed;
}

std::string read_all(int fd) {
  std::string text;
  std::array<char, 4096> piece{};
  ssize_t got = 0;
  while ((got = ::read(fd, piece.data(), piece.size())) > 0 || (got < 0 && errno == EINTR)) {
    if (got > 0) text.append(piece.data(), static_cast<std::size_t>(got));
  }
  return text;
}

}  // namespace

Result<std::vector<SandboxLayer>> sandbox_layers(const ReaderProgram& program) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return cannot_start(program.executable);
  pid_t pid = -1;
  const int failed = spawn_into(program.executable.string(), "--layers", pipe[1], pid);
  ::close(pipe[1]);
  std::istringstream lines(failed == 0 ? read_all(pipe[0]) : std::string());
  ::close(pipe[0]);
  int status = 0;
  if (failed == 0) ::waitpid(pid, &status, 0);
  std::vector<SandboxLayer> layers;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    SandboxLayer layer;
    std::string state;
    std::getline(fields, layer.name, '\t');
    std::getline(fields, state, '\t');
    std::getline(fields, layer.detail);
    layer.on = state == "on";
    layers.push_back(std::move(layer));
  }
  errno = failed != 0 ? failed : EPROTO;
  if (layers.empty() || status != 0) return cannot_start(program.executable);
  return layers;
}

ReaderProcess::~ReaderProcess() { end(); }

Result<void> ReaderProcess::start() {
  std::array<int, 2> pair{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0) {
    return cannot_start(program_.executable);
  }
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  // dup2 onto itself would keep close-on-exec: move a pair that happens to be fd 3 away first.
  int theirs = pair[1];
  if (theirs == kReaderControl) {
    theirs = ::fcntl(theirs, F_DUPFD_CLOEXEC, kReaderControl + 1);
    ::close(pair[1]);
  }
  ::posix_spawn_file_actions_adddup2(&actions, theirs, kReaderControl);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  std::string executable = program_.executable.string();
  std::string models = program_.models.string();
  const std::array<char*, 3> arguments = {executable.data(), models.data(), nullptr};
  // Its children have no thread but their own, whatever a library would like (libgomp reads this
  // before main begins). The first of two settings counts.
  std::string one_thread = "OMP_THREAD_LIMIT=1";
  std::vector<char*> environment = {one_thread.data()};
  for (char** setting = environ; *setting != nullptr; ++setting) environment.push_back(*setting);
  environment.push_back(nullptr);
  const int failed = ::posix_spawn(&pid_, executable.c_str(), &actions, &attributes,
                                   arguments.data(), environment.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  ::close(theirs);
  control_ = pair[0];
  if (failed != 0) {
    errno = failed;
    pid_ = -1;
    end();
    errno = failed;
    return cannot_start(program_.executable);
  }
  return {};
}

void ReaderProcess::end() {
  if (control_ >= 0) ::close(control_);
  control_ = -1;
  if (pid_ > 0) {
    // Its forked children die with it (PR_SET_PDEATHSIG); waiting for a hanging one would hang us.
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  pid_ = -1;
  files_ = 0;
}

Result<void> ReaderProcess::ask(const ReaderRequest& request,
                                const std::function<Result<void>(const Frame&)>& on_frame,
                                const std::stop_token& stop) {
  if (files_ >= program_.max_files) end();
  if (pid_ < 0) {
    if (auto started = start(); !started) return started;
  }
  ++files_;
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return cannot_start(program_.executable);
  const bool sent = send_with_fd(control_, encode(request), pipe[1]);
  ::close(pipe[1]);
  Result<void> frames = sent ? take_frames(pipe[0], on_frame, stop) : Result<void>(died());
  ::close(pipe[0]);
  if (!frames) {
    end();  // a reader that hangs, babbles or is to stop is not asked again
    return frames;
  }
  return take_status();
}

Result<void> ReaderProcess::take_frames(int pipe,
                                        const std::function<Result<void>(const Frame&)>& on_frame,
                                        const std::stop_token& stop) {
  FrameParser parser;
  std::vector<std::uint8_t> buffer(std::size_t{256} * 1024);
  std::uint64_t heard = 0;
  auto last_heard = std::chrono::steady_clock::now();
  while (true) {
    if (stop.stop_requested()) {
      return fail(ErrorCode::interrupted, {"处理被中断。", "Interrupted."});
    }
    pollfd waiting = {pipe, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, kPollMs);
    const auto now = std::chrono::steady_clock::now();
    if (ready == 0 && now - last_heard > program_.silence) {
      return fail(ErrorCode::timeout,
                  {"这份文件处理时间过长，已停止。", "This file took too long and was stopped."},
                  "no frame within the limit");
    }
    if (ready <= 0) continue;
    const ssize_t got = ::read(pipe, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return {};  // the end; a frame cut short is dropped with its child
    last_heard = now;
    heard += static_cast<std::uint64_t>(got);
    if (heard > program_.max_answer) return too_much();
    parser.feed(std::span(buffer).first(static_cast<std::size_t>(got)));
    while (true) {
      auto frame = parser.next();
      if (!frame) return fail(frame.error());
      if (!*frame) break;
      if (auto taken = on_frame(**frame); !taken) return taken;
    }
  }
}

Result<void> ReaderProcess::take_status() {
  const auto status = receive_with_fd(control_);
  if (!status || status->message.empty()) {
    end();
    return died();
  }
  if (status->message[0] == 'K') return {};
  auto error = core::decode_error(std::span(status->message).subspan(1));
  return fail(error ? *error : error.error());
}

}  // namespace jianzhen::api
