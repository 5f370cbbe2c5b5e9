#pragma once

// What a picture's header promises, read without any decoder: nothing is decoded before its size is
// known and allowed.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace jianzhen::ingest {

struct PictureHeader {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  double dpi = 0;  // 0 where it is not said
};

// For JPEG, PNG, BMP and WebP. nothing: no size where the format has it.
std::optional<PictureHeader> read_picture_header(std::span<const std::uint8_t> bytes,
                                                 std::string_view media_type);

// False where a JPEG stops before its end marker, or a PNG before its IEND: what was decoded is a
// part. True for formats that do not tell.
bool is_whole(std::span<const std::uint8_t> bytes, std::string_view media_type);

}  // namespace jianzhen::ingest
