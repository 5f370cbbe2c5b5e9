#include "api/reader/jpeg.h"

namespace jianzhen::api {
namespace {

constexpr std::uint8_t kStartOfImage = 0xD8;
constexpr std::uint8_t kStartOfScan = 0xDA;
constexpr std::size_t kFrameHeader = 6;  // precision, height, width, components

int big_endian(std::span<const std::uint8_t> bytes, std::size_t at) {
  return bytes[at] << 8 | bytes[at + 1];
}

bool begins_frame(std::uint8_t marker) { return marker >= 0xC0 && marker <= 0xC2; }

}  // namespace

std::optional<JpegFrame> read_jpeg_frame(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 4 || bytes[0] != 0xFF || bytes[1] != kStartOfImage) return std::nullopt;
  std::size_t at = 2;
  while (at + 4 <= bytes.size() && bytes[at] == 0xFF) {
    const std::uint8_t marker = bytes[at + 1];
    if (marker == 0xFF) {  // a fill byte
      ++at;
      continue;
    }
    if (marker == kStartOfScan) break;
    const auto length = static_cast<std::size_t>(big_endian(bytes, at + 2));
    if (length < 2 || at + 2 + length > bytes.size()) break;
    if (begins_frame(marker)) {
      const auto header = bytes.subspan(at + 4, length - 2);
      if (header.size() < kFrameHeader || header[0] != 8) break;
      const JpegFrame frame{big_endian(header, 3), big_endian(header, 1), header[5]};
      if (frame.width == 0 || frame.height == 0) break;
      return frame;
    }
    at += 2 + length;
  }
  return std::nullopt;
}

}  // namespace jianzhen::api
