#pragma once

// The parent's side of one warm `jianzhen-reader`. One request at a time; not thread-safe. Starts
// the program when it is first needed, and again where it died. The thread that calls ask() must
// outlive the reader: the kernel ends a child together with the thread that made it.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "api/reader/protocol.h"
#include "core/error.h"

namespace jianzhen::api {

struct ReaderProgram {
  std::filesystem::path executable;
  std::filesystem::path models;
  // No frame for so long is a hang: longer than the slowest page or conversion (files.md).
  std::chrono::seconds silence{150};
  // What one answer may amount to, in bytes of frames: a reader that floods its parent is ended.
  std::uint64_t max_answer = std::uint64_t{1} << 30;
  // Files after which a new process takes over: what libraries leak does not add up (files.md).
  int max_files = 200;
};

// How a layer of the sandbox stands on this machine, as jianzhen-reader tells it.
struct SandboxLayer {
  std::string name;
  bool on = false;
  std::string detail;
};

// Asks the program. Errors: internal (it cannot be started, or does not say).
core::Result<std::vector<SandboxLayer>> sandbox_layers(const ReaderProgram& program);

class ReaderProcess {
 public:
  explicit ReaderProcess(ReaderProgram program) : program_(std::move(program)) {}
  ~ReaderProcess();
  ReaderProcess(const ReaderProcess&) = delete;
  ReaderProcess& operator=(const ReaderProcess&) = delete;

  // Sends the request and hands every frame over as it comes. What the frames said before an error
  // stands. Errors: timeout, memory, crash, interrupted (stop), corrupt (it answered nonsense),
  // internal (it cannot be started), unsafe (it said too much).
  core::Result<void> ask(const ReaderRequest& request,
                         const std::function<core::Result<void>(const Frame&)>& on_frame,
                         const std::stop_token& stop);

 private:
  core::Result<void> start();
  void end();
  core::Result<void> take_frames(int pipe,
                                 const std::function<core::Result<void>(const Frame&)>& on_frame,
                                 const std::stop_token& stop);
  core::Result<void> take_status();

  ReaderProgram program_;
  int control_ = -1;
  int pid_ = -1;
  int files_ = 0;  // asked of this process
};

}  // namespace jianzhen::api
