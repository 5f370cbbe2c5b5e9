#include "api/reader/protocol.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/serial.h"
#include "core/text.h"

namespace jianzhen::api {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 6> kTasks = {"read", "image", "strip",
                                                    "film", "table", "look"};
constexpr std::string_view kFrameTypes = "IOBPAMCJTE";
constexpr std::size_t kHeader = 5;
// Of the control socket: a path and a list of pages.
constexpr std::size_t kMaxMessage = std::size_t{128} * 1024;

tl::unexpected<core::Error> malformed(std::string detail) {
  return core::fail(core::ErrorCode::corrupt,
                    {"识读进程的应答格式不对。", "The reader's answer is malformed."},
                    std::move(detail));
}

json form_of(const ingest::Limits& limits) {
  return {limits.max_archive_depth, limits.max_archive_entries,  limits.max_unpacked_bytes,
          limits.max_unpack_ratio,  limits.max_pixels,           limits.max_pages,
          limits.ocr_dpi,           limits.max_frames_per_minute};
}

ingest::Limits limits_of(const json& form) {
  return {.max_archive_depth = form.at(0),
          .max_archive_entries = form.at(1),
          .max_unpacked_bytes = form.at(2),
          .max_unpack_ratio = form.at(3),
          .max_pixels = form.at(4),
          .max_pages = form.at(5),
          .ocr_dpi = form.at(6),
          .max_frames_per_minute = form.at(7)};
}

}  // namespace

std::vector<std::uint8_t> encode(const ReaderRequest& request) {
  json form = {{"task", kTasks[static_cast<std::size_t>(request.task)]},
               {"file", json::binary({request.file.begin(), request.file.end()})},
               {"scratch", request.scratch},
               {"depth", request.depth},
               {"stripe", request.stripe},
               {"stripes", request.stripes},
               {"skip", request.skip},
               {"other_engine_for", request.other_engine_for},
               {"password", json::binary({request.password.begin(), request.password.end()})},
               {"limits", form_of(request.limits)},
               {"page", request.page},
               {"width", request.width},
               {"moments", request.moments},
               {"stored", request.stored},
               {"unhurried", request.unhurried}};
  if (request.time) form["time"] = *request.time;
  return json::to_cbor(form);
}

core::Result<ReaderRequest> decode_request(std::span<const std::uint8_t> bytes) {
  try {
    const json form = json::from_cbor(bytes.begin(), bytes.end());
    ReaderRequest request;
    const auto task = std::find(kTasks.begin(), kTasks.end(), form.at("task").get<std::string>());
    if (task == kTasks.end()) return malformed("task");
    request.task = static_cast<ReaderTask>(task - kTasks.begin());
    const auto& file = form.at("file").get_binary();  // a path need not be UTF-8
    request.file.assign(file.begin(), file.end());
    request.scratch = form.at("scratch").get<std::string>();
    request.depth = form.at("depth").get<int>();
    request.stripe = form.at("stripe").get<int>();
    request.stripes = std::max(1, form.at("stripes").get<int>());
    request.skip = form.at("skip").get<std::vector<int>>();
    request.other_engine_for = form.at("other_engine_for").get<int>();
    const auto& password = form.at("password").get_binary();
    request.password.assign(password.begin(), password.end());
    request.limits = limits_of(form.at("limits"));
    request.page = form.at("page").get<int>();
    request.width = form.at("width").get<int>();
    request.moments = form.at("moments").get<int>();
    request.stored = form.at("stored").get<bool>();
    request.unhurried = form.at("unhurried").get<bool>();
    if (form.contains("time")) request.time = form["time"].get<double>();
    return request;
  } catch (const json::exception& e) {
    return malformed(e.what());
  }
}

std::vector<std::uint8_t> encode(const MemberFrame& member) {
  json form = {{"name", member.name},
               {"raw_name", json::binary({member.raw_name.begin(), member.raw_name.end()})},
               {"file", member.file}};
  if (member.error) form["error"] = json::binary(core::encode(*member.error));
  return json::to_cbor(form);
}

core::Result<MemberFrame> decode_member(std::span<const std::uint8_t> bytes) {
  try {
    const json form = json::from_cbor(bytes.begin(), bytes.end());
    const auto& raw_name = form.at("raw_name").get_binary();
    MemberFrame member{form.at("name").get<std::string>(),
                       {raw_name.begin(), raw_name.end()},
                       form.at("file").get<std::string>(),
                       {}};
    if (member.name.empty() || member.name.size() > 4096 || !core::is_utf8(member.name)) {
      return malformed("member name");
    }
    if (member.raw_name.size() > kMaxRawName) return malformed("member's raw name");
    if (member.file.find('/') != std::string::npos || member.file.starts_with(".")) {
      return malformed("member file leaves scratch");
    }
    if (form.contains("error")) {
      auto error = core::decode_error(form["error"].get_binary());
      if (!error) return core::fail(error.error());
      member.error = *error;
    }
    if (member.file.empty() != member.error.has_value()) return malformed("member without bytes");
    return member;
  } catch (const json::exception& e) {
    return malformed(e.what());
  }
}

core::Result<void> write_frame(int fd, FrameType type, std::span<const std::uint8_t> payload) {
  const auto length = static_cast<std::uint32_t>(payload.size());
  std::array<std::uint8_t, kHeader> header = {static_cast<std::uint8_t>(type)};
  for (std::size_t i = 0; i < 4; ++i) {
    header[i + 1] = static_cast<std::uint8_t>(length >> (8 * i));
  }
  for (std::span<const std::uint8_t> rest : {std::span<const std::uint8_t>(header), payload}) {
    while (!rest.empty()) {
      const ssize_t written = ::write(fd, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) {
        return core::fail(core::ErrorCode::unreadable,
                          {"识读进程与主进程断开。", "The reader lost its parent."},
                          std::strerror(errno));
      }
      rest = rest.subspan(static_cast<std::size_t>(written));
    }
  }
  return {};
}

void FrameParser::feed(std::span<const std::uint8_t> bytes) {
  if (used_ > 0) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(used_));
    used_ = 0;
  }
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

core::Result<std::optional<Frame>> FrameParser::next() {
  const std::span<const std::uint8_t> rest = std::span(buffer_).subspan(used_);
  if (rest.size() < kHeader) return std::nullopt;
  if (kFrameTypes.find(static_cast<char>(rest[0])) == std::string_view::npos) {
    return malformed("unknown frame type");
  }
  std::size_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) length |= std::size_t{rest[i + 1]} << (8 * i);
  if (length > kMaxFrame) return malformed("frame too long");
  if (rest.size() < kHeader + length) return std::nullopt;
  const auto payload = rest.subspan(kHeader, length);
  used_ += kHeader + length;
  return Frame{static_cast<FrameType>(rest[0]), {payload.begin(), payload.end()}};
}

bool send_with_fd(int socket, std::span<const std::uint8_t> message, int fd) {
  iovec piece = {const_cast<std::uint8_t*>(message.data()), message.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  msghdr header{};
  header.msg_iov = &piece;
  header.msg_iovlen = 1;
  if (fd >= 0) {
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    cmsghdr* rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(rights), &fd, sizeof(int));
  }
  ssize_t sent = 0;
  do {
    sent = ::sendmsg(socket, &header, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(message.size());
}

std::optional<Received> receive_with_fd(int socket) {
  Received received;
  received.message.resize(kMaxMessage);
  iovec piece = {received.message.data(), received.message.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  msghdr header{};
  header.msg_iov = &piece;
  header.msg_iovlen = 1;
  header.msg_control = control.data();
  header.msg_controllen = control.size();
  ssize_t got = 0;
  do {
    got = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  if (got <= 0) return std::nullopt;
  received.message.resize(static_cast<std::size_t>(got));
  for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
      std::memcpy(&received.fd, CMSG_DATA(c), sizeof(int));
    }
  }
  return received;
}

}  // namespace jianzhen::api
