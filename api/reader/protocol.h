#pragma once

// How the service and its limited child `jianzhen-reader` talk. Format: docs/reader-protocol.md.
// The control socket (SOCK_SEQPACKET) carries one request and, at the end, one status; the frames
// of the answer come through a pipe of that request alone, so that a child that dies in the middle
// of a frame cannot spoil the next answer. Everything read here may be hostile.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "ingest/ingest.h"

namespace jianzhen::api {

enum class ReaderTask {
  read,
  image,  // the picture of a page
  strip,  // moments of a video side by side
  film,   // a copy of a video that browsers play
  table,  // the cells of a workbook's first sheet
  look,   // what the beginning tells of a file that is still coming
};

struct ReaderRequest {
  ReaderTask task = ReaderTask::read;
  std::string file;     // path of the bytes
  std::string scratch;  // folder the child may write to: members, a converted document
  int depth = 1;        // of an archive: 1 = not nested
  // Pages to read: those not in `skip` whose (number - 1) % stripes == stripe.
  int stripe = 0;
  int stripes = 1;
  std::vector<int> skip;
  int other_engine_for = 0;  // the page that the usual engine did not survive; 0: none
  std::string password;      // of a locked document; goes no further than the child
  ingest::Limits limits;
  // For ReaderTask::image.
  int page = 1;
  std::optional<double> time;  // seconds
  int width = 0;               // pixels; of each of the `moments` of a strip
  int moments = 0;
  bool stored = false;     // the file's own bytes will do, where they are a JPEG shown as it is
  bool unhurried = false;  // gives way to requests that somebody waits for
};

// A member of an archive as the child reports it; `file` is a name inside scratch, without '/'.
struct MemberFrame {
  std::string name;
  std::string raw_name;  // its bytes in the archive
  std::string file;      // empty where `error` says why
  std::optional<core::Error> error;
};

// Frames of the pipe: one byte, a length (4 bytes, little endian), the payload.
enum class FrameType : std::uint8_t {
  info = 'I',       // core::Document without pages: media type, page count, observations
  observed = 'O',   // core::Document with just observations, or what the video is
  begun = 'B',      // a page's number, in digits: what follows is the work on it
  page = 'P',       // core::Page
  archive = 'A',    // no payload: what follows are members
  member = 'M',     // MemberFrame
  converted = 'C',  // name inside scratch of what was made of the file: its PDF, its playable copy
  image = 'J',      // a JPEG
  table = 'T',      // cells, as CSV
  error = 'E',      // core::Error: why the reading ended early
};

inline constexpr std::size_t kMaxRawName = 65'535;  // bytes: what a zip's header can say
inline constexpr std::size_t kMaxFrame = std::size_t{64} << 20;  // bytes of one payload

struct Frame {
  FrameType type = FrameType::error;
  std::vector<std::uint8_t> payload;
};

std::vector<std::uint8_t> encode(const ReaderRequest& request);
core::Result<ReaderRequest> decode_request(std::span<const std::uint8_t> bytes);
std::vector<std::uint8_t> encode(const MemberFrame& member);
// Refuses a file name that would leave scratch. Errors: corrupt.
core::Result<MemberFrame> decode_member(std::span<const std::uint8_t> bytes);

// Writes one frame, all of it. Errors: unreadable (the other side is gone).
core::Result<void> write_frame(int fd, FrameType type, std::span<const std::uint8_t> payload);

// Takes frames out of a stream that arrives in pieces. Not thread-safe.
class FrameParser {
 public:
  void feed(std::span<const std::uint8_t> bytes);
  // The next whole frame; nullopt where more bytes are needed. Errors: corrupt (too long, unknown).
  core::Result<std::optional<Frame>> next();

 private:
  std::vector<std::uint8_t> buffer_;
  std::size_t used_ = 0;
};

// One message with one file descriptor beside it over the control socket.
bool send_with_fd(int socket, std::span<const std::uint8_t> message, int fd);
// nullopt: the other side is gone. `fd` is -1 where none came.
struct Received {
  std::vector<std::uint8_t> message;
  int fd = -1;
};
std::optional<Received> receive_with_fd(int socket);

}  // namespace jianzhen::api
