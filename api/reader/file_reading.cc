#include "api/reader/file_reading.h"

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <csignal>

#include "api/settings.h"
#include "core/serial.h"
#include "store/hash.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;

// Raise it with every change of ingest/ or ocr/ that reads the same bytes differently.
constexpr int kReaderVersion = 20;

constexpr std::size_t kMaxMembers =
    10'000;  // ingest::Limits has the same; the child may be hostile
constexpr std::size_t kMaxObservations = 10'000;

tl::unexpected<core::Error> nonsense(const char* detail) {
  return fail(ErrorCode::corrupt, {"识读进程的应答格式不对。", "The reader's answer is malformed."},
              detail);
}

bool is_running(const std::string& pid) {
  int number = 0;
  const auto [end, bad] = std::from_chars(pid.data(), pid.data() + pid.size(), number);
  return bad == std::errc() && number > 0 && ::kill(number, 0) == 0;
}

// A link or a pipe that a child left behind would lead whoever opens it elsewhere, or nowhere.
bool is_plain_file(const fs::path& file) {
  std::error_code none;
  return fs::symlink_status(file, none).type() == fs::file_type::regular;
}

// Weights are told apart by their size: hashing them would take longer than reading a page. What is
// small (the roots that the operator trusts, the alphabet) may change and keep it.
std::string mark_of(const fs::directory_entry& file) {
  constexpr std::uintmax_t kSmall = 1 << 20;  // bytes
  std::error_code unknown;
  const std::uintmax_t bytes = file.file_size(unknown);
  if (unknown || bytes > kSmall) return std::to_string(unknown ? 0 : bytes);
  const auto hashed = store::hash_file(file.path());
  return hashed ? hashed->sha256.hex() : "unreadable";
}

}  // namespace

std::string reader_version(const fs::path& models, const ingest::Limits& limits) {
  std::string version = "reader " + std::to_string(kReaderVersion);
  if (limits != ingest::Limits()) version += " " + limits_toml(limits);
  std::vector<std::string> weights;
  std::error_code ignored;
  for (const auto& file : fs::directory_iterator(models, ignored)) {
    weights.push_back(file.path().filename().string() + "=" + mark_of(file));
  }
  std::sort(weights.begin(), weights.end());
  for (const std::string& weight : weights) version += " " + weight;
  return version;
}

Result<void> prepare_cache(const fs::path& cache) {
  std::error_code failed;
  fs::create_directories(cache / "scratch", failed);
  for (const char* folder : {"converted", "films"}) {
    if (!failed) fs::create_directories(cache / folder, failed);
  }
  if (failed) {
    return fail(
        failed == std::errc::no_space_on_device ? ErrorCode::no_space : ErrorCode::unreadable,
        {"无法写入缓存目录 " + cache.string() + "。可用 XDG_CACHE_HOME 指定其他位置。",
         "Cannot write to the cache folder " + cache.string() +
             ". Name another one with XDG_CACHE_HOME."},
        failed.message(), cache.string());
  }
  for (const auto& left : fs::directory_iterator(cache / "scratch", failed)) {
    const std::string name = left.path().filename().string();
    std::error_code ignored;
    if (!is_running(name.substr(0, name.find('-')))) fs::remove_all(left.path(), ignored);
  }
  return {};
}

Scratch::Scratch(const fs::path& cache) {
  static std::atomic<unsigned> counter = 0;
  folder_ = cache / "scratch" / (std::to_string(::getpid()) + "-" + std::to_string(++counter));
  std::error_code ignored;  // a child that cannot write there says so
  fs::create_directories(folder_, ignored);
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

Result<void> FileReading::take(const Frame& frame) {
  switch (frame.type) {
    case FrameType::info: {
      auto header = core::decode_document(frame.payload);
      if (!header) return fail(header.error());
      // Of a reading that began again after a page it did not survive, what it said before holds.
      std::swap(header_, *header);
      for (core::Observation& seen : header->observations) notice(std::move(seen));
      return {};
    }
    case FrameType::observed: {
      auto seen = core::decode_document(frame.payload);
      if (!seen) return fail(seen.error());
      if (header_.observations.size() > kMaxObservations) return nonsense("observations");
      for (core::Observation& one : seen->observations) notice(std::move(one));
      if (seen->video) header_.video = std::move(seen->video);
      return {};
    }
    case FrameType::begun: {
      const std::string digits(frame.payload.begin(), frame.payload.end());
      const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), begun_);
      return bad == std::errc() && begun_ > 0 ? Result<void>{} : nonsense("page begun");
    }
    case FrameType::page: {
      auto page = core::decode_page(frame.payload);
      if (!page) return fail(page.error());
      if (page->number < 1 || !on_page) return nonsense("page");
      // A reading that begins again tells its first pages twice.
      if (!pages_.insert(page->number).second) return {};
      return on_page(std::move(*page));
    }
    case FrameType::archive:
      is_archive_ = true;
      return {};
    case FrameType::member: {
      auto member = decode_member(frame.payload);
      if (!member) return fail(member.error());
      if (members_.size() >= kMaxMembers) return nonsense("members");
      if (!member->error && !is_plain_file(scratch_ / member->file)) {
        return nonsense("a member that is no plain file");
      }
      members_.push_back(std::move(*member));
      return {};
    }
    case FrameType::converted:
      return keep_converted(frame);
    case FrameType::image:
    case FrameType::table:
      made_ = frame.payload;
      return {};
    case FrameType::error: {
      auto error = core::decode_error(frame.payload);
      if (!error) return fail(error.error());
      error_ = std::move(*error);
      return {};
    }
  }
  return nonsense("frame");
}

void FileReading::notice(core::Observation seen) {
  auto& known = header_.observations;
  if (std::find(known.begin(), known.end(), seen) == known.end()) known.push_back(std::move(seen));
}

Result<void> FileReading::keep_converted(const Frame& frame) {
  const std::string name(frame.payload.begin(), frame.payload.end());
  if (name.empty() || name.find('/') != std::string::npos || name.starts_with(".")) {
    return nonsense("converted file leaves scratch");
  }
  if (!is_plain_file(scratch_ / name)) return nonsense("converted file is no plain file");
  // A copy: the child goes on reading its own. Without room for it, the picture of a page is
  // converted again when somebody asks for it.
  std::error_code failed;
  const fs::path beside = converted_.string() + "." + std::to_string(::getpid());
  fs::copy_file(scratch_ / name, beside, fs::copy_options::overwrite_existing, failed);
  if (!failed) fs::rename(beside, converted_, failed);
  if (failed) fs::remove(beside, failed);
  return {};
}

}  // namespace jianzhen::api
