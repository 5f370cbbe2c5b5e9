// jianzhen-reader: the limited child that opens submitters' bytes. Executed before any thread
// exists, it forks per request (architecture.md), and loads the models once, at the first page that
// needs them: a text PDF does not wait for them. Control socket: fd 3.
//
//   jianzhen-reader MODELS_FOLDER
//   jianzhen-reader --layers       what of the sandbox stands here: name, on or off, detail; tabs
//
// MODELS_FOLDER/roots.pem, where it is there, names the roots that signers' chains are trusted by.

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "api/reader/protocol.h"
#include "api/reader/work.h"
#include "core/serial.h"
#include "ingest/sandbox/places.h"
#include "ingest/sandbox/sandbox.h"
#include "ingest/signing.h"
#include "ocr/ocr.h"

namespace {

namespace api = jianzhen::api;
namespace core = jianzhen::core;
namespace ingest = jianzhen::ingest;

constexpr int kControl = 3;

// The parent says "stop" by any message or by hanging up.
bool parent_wants_to_stop() {
  pollfd control = {kControl, POLLIN, 0};
  return ::poll(&control, 1, 0) > 0;
}

int print_layers() {
  for (const auto& layer : jianzhen::ingest::layers_here()) {
    std::printf("%s\t%s\t%s\n", layer.name.c_str(), layer.on ? "on" : "off", layer.detail.c_str());
  }
  return 0;
}

// The readers of page pictures, loaded when they are first asked for, from the best engine that is
// installed down. What is installed but damaged is told, not stepped around: readings of any engine
// are kept under the names of the files they were made with.
class Engines {
 public:
  explicit Engines(std::filesystem::path models) : models_(std::move(models)) {}

  void load() {
    if (readers_.usual == nullptr && readers_.state) readers_.usual = load_next(usual_);
  }

  // The next best, for a page that the first did not survive.
  void load_other() {
    load();
    if (readers_.usual == nullptr || readers_.other != nullptr) return;
    readers_.other = load_next(other_);
    readers_.state = {};  // one is enough
  }

  const api::Readers& readers() const { return readers_; }

 private:
  using Loaded = core::Result<std::unique_ptr<jianzhen::ocr::TextEngine>>;

  jianzhen::ocr::PageReader* load_next(std::unique_ptr<jianzhen::ocr::PageReader>& reader) {
    const std::array<std::function<Loaded()>, 3> loaders = {
        [this] { return jianzhen::ocr::load_pp_ocr(models_); },
        [this] { return jianzhen::ocr::load_pp_ocr_on_opencv(models_); },
        jianzhen::ocr::load_tesseract};
    while (next_ < loaders.size()) {
      Loaded engine = loaders[next_++]();
      if (engine) {
        readers_.state = {};
        reader = std::make_unique<jianzhen::ocr::PageReader>(std::move(*engine));
        return reader.get();
      }
      // The first one's reason is told: that is what setup.sh would mend.
      if (readers_.state) readers_.state = core::fail(engine.error());
      const core::ErrorCode code = engine.error().code;
      if (code != core::ErrorCode::not_found && code != core::ErrorCode::unsupported) break;
    }
    return nullptr;
  }

  std::filesystem::path models_;
  std::size_t next_ = 0;
  std::unique_ptr<jianzhen::ocr::PageReader> usual_;
  std::unique_ptr<jianzhen::ocr::PageReader> other_;
  api::Readers readers_;
};

// The steps of one request, each in a child with just the layers that it can bear.
class Steps {
 public:
  Steps(const api::ReaderRequest& request, Engines& engines, const std::filesystem::path& models,
        int out)
      : request_(request), engines_(engines), models_(models), out_(out) {}

  core::Result<int> run() const {
    if (request_.other_engine_for > 0) engines_.load_other();
    auto outcome = read();
    if (next(outcome) == api::Step::convert) outcome = convert();
    if (next(outcome) == api::Step::read_again) outcome = read();
    if (next(outcome) == api::Step::load_engine) {
      engines_.load();
      outcome = read();
    }
    return outcome;
  }

 private:
  static api::Step next(const core::Result<int>& outcome) {
    return outcome ? static_cast<api::Step>(*outcome) : api::Step::done;
  }

  core::Result<int> read() const {
    const ingest::SandboxPolicy policy{
        .places = ingest::reader_places(request_.file, request_.scratch, models_),
        .niceness = niceness()};
    return ingest::run_limited(
        policy, [this] { return api::do_reader_work(request_, engines_.readers(), out_); },
        parent_wants_to_stop);
  }

  core::Result<int> convert() const {
    const ingest::SandboxPolicy policy{
        .places = ingest::office_places(request_.file, request_.scratch),
        .calls = ingest::Calls::office,
        .niceness = niceness()};
    return ingest::run_limited(
        policy, [this] { return api::convert_office(request_, out_); }, parent_wants_to_stop);
  }

  // At 10 it gets a tenth of a core that another wants, and all that nobody wants.
  int niceness() const { return request_.unhurried ? 10 : 0; }

  const api::ReaderRequest& request_;
  Engines& engines_;
  const std::filesystem::path& models_;
  int out_;
};

void answer(const core::Result<int>& outcome) {
  const core::Error error = outcome ? core::Error{} : outcome.error();
  const std::vector<std::uint8_t> status =
      outcome ? std::vector<std::uint8_t>{} : core::encode(error);
  std::vector<std::uint8_t> message = {static_cast<std::uint8_t>(outcome ? 'K' : 'E')};
  message.insert(message.end(), status.begin(), status.end());
  api::send_with_fd(kControl, message, -1);
}

}  // namespace

int main(int argc, char** argv) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGINT, SIG_IGN);  // the parent decides; it hears the terminal's Ctrl-C itself
  ::fcntl(kControl, F_SETFD, FD_CLOEXEC);
  if (argc != 2) {
    std::fputs("jianzhen-reader is started by jianzhen; it is not called by hand.\n", stderr);
    return 2;
  }
  if (argv[1] == std::string_view("--layers")) return print_layers();
  const std::filesystem::path models = std::filesystem::absolute(argv[1]);
  ingest::layers_here();  // while there is little to fork
  Engines engines(models);
  // Whose signatures are trusted is the operator's word: certificates in PEM beside the models.
  const auto roots = std::filesystem::path(argv[1]) / "roots.pem";
  if (std::filesystem::exists(roots) && !ingest::trust_roots(roots)) {
    std::fprintf(stderr, "jianzhen-reader: no certificate in %s\n", roots.c_str());
  }
  while (auto received = api::receive_with_fd(kControl)) {
    const auto request = api::decode_request(received->message);
    if (!request || received->fd < 0) return 2;
    const int out = received->fd;
    const auto outcome = Steps(*request, engines, models, out).run();
    ::close(out);  // the parent sees the end of the frames before the status
    answer(outcome);
    if (!outcome && outcome.error().code == core::ErrorCode::interrupted) {
      api::receive_with_fd(kControl);  // takes the stop itself off the socket
    }
  }
  return 0;
}
