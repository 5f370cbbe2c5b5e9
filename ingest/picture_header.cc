#include "ingest/picture_header.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

namespace jianzhen::ingest {
namespace {

using Bytes = std::span<const std::uint8_t>;

// Reads beyond the end give 0: a header cut short then has no size.
std::uint32_t big(Bytes b, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + count; ++i) value = value << 8 | (i < b.size() ? b[i] : 0U);
  return value;
}

std::uint32_t little(Bytes b, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i-- > 0;) {
    value = value << 8 | (at + i < b.size() ? b[at + i] : 0U);
  }
  return value;
}

bool has(Bytes b, std::size_t at, std::string_view tag) {
  return at + tag.size() <= b.size() && std::memcmp(b.data() + at, tag.data(), tag.size()) == 0;
}

constexpr double kMetresPerInch = 0.0254;

// ITU-T T.81, B.1.1.3: frame headers are C0–CF but for DHT (C4), JPG (C8) and DAC (CC).
bool is_frame_header(std::uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool has_no_length(std::uint8_t marker) {
  return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

double jfif_dpi(Bytes b, std::size_t segment) {
  if (!has(b, segment + 2, std::string_view("JFIF\0", 5))) return 0;
  const std::uint32_t unit = big(b, segment + 9, 1);
  const std::uint32_t density = big(b, segment + 10, 2);
  if (unit == 1) return density;
  return unit == 2 ? density * 2.54 : 0;
}

PictureHeader jpeg(Bytes b) {
  PictureHeader header;
  std::size_t at = 2;
  while (at + 4 <= b.size()) {
    if (b[at] != 0xFF) {
      ++at;  // junk between segments is skipped, as decoders do
      continue;
    }
    const std::uint8_t marker = b[at + 1];
    at += marker == 0xFF ? 1 : 2;
    if (marker == 0xFF || marker == 0 || has_no_length(marker)) continue;
    if (is_frame_header(marker)) {
      header.height = big(b, at + 3, 2);
      header.width = big(b, at + 5, 2);
      return header;
    }
    if (marker == 0xE0 && header.dpi == 0) header.dpi = jfif_dpi(b, at);
    if (marker == 0xD9 || marker == 0xDA) break;
    at += std::max<std::size_t>(big(b, at, 2), 2);
  }
  return header;
}

// PNG (ISO/IEC 15948), 11.2.2 and 11.3.5.3.
PictureHeader png(Bytes b) {
  if (!has(b, 12, "IHDR")) return {};
  PictureHeader header{.width = big(b, 16, 4), .height = big(b, 20, 4)};
  for (std::size_t at = 8; at + 12 <= b.size() && !has(b, at + 4, "IDAT");) {
    if (has(b, at + 4, "pHYs") && big(b, at + 16, 1) == 1) {
      header.dpi = big(b, at + 8, 4) * kMetresPerInch;
    }
    at += 12 + std::size_t{big(b, at, 4)};
  }
  return header;
}

PictureHeader bmp(Bytes b) {
  if (little(b, 14, 4) == 12) return {.width = little(b, 18, 2), .height = little(b, 20, 2)};
  const auto height = static_cast<std::int32_t>(little(b, 22, 4));  // negative: rows from the top
  return {.width = little(b, 18, 4),
          .height = height < 0 ? 0U - static_cast<std::uint32_t>(height)
                               : static_cast<std::uint32_t>(height),
          .dpi = little(b, 38, 4) * kMetresPerInch};
}

// RFC 9649, 2.5–2.7.
PictureHeader webp(Bytes b) {
  if (has(b, 12, "VP8X")) return {.width = little(b, 24, 3) + 1, .height = little(b, 27, 3) + 1};
  if (has(b, 12, "VP8L")) {
    const std::uint32_t bits = little(b, 21, 4);
    return {.width = (bits & 0x3FFF) + 1, .height = (bits >> 14 & 0x3FFF) + 1};
  }
  if (has(b, 12, "VP8 ")) {
    return {.width = little(b, 26, 2) & 0x3FFF, .height = little(b, 28, 2) & 0x3FFF};
  }
  return {};
}

struct Format {
  std::string_view media_type;
  PictureHeader (*read)(Bytes);
};
constexpr std::array kFormats = {Format{"image/jpeg", jpeg}, Format{"image/png", png},
                                 Format{"image/bmp", bmp}, Format{"image/webp", webp}};

bool contains(Bytes where, std::string_view what) {
  return std::string_view(reinterpret_cast<const char*>(where.data()), where.size()).find(what) !=
         std::string_view::npos;
}

// Where the first scan's header begins, or the end. Thumbnails, with end markers of their own,
// stand in the segments before it.
std::size_t first_scan(Bytes b) {
  std::size_t at = 2;
  while (at + 4 <= b.size()) {
    const std::uint8_t marker = b[at] == 0xFF ? b[at + 1] : 0;
    if (marker == 0xDA) return at;
    const bool segment = marker != 0 && marker != 0xFF && !has_no_length(marker);
    at += segment ? 2 + std::max<std::size_t>(big(b, at + 2, 2), 2) : 1;
  }
  return b.size();
}

}  // namespace

std::optional<PictureHeader> read_picture_header(Bytes bytes, std::string_view media_type) {
  for (const Format& format : kFormats) {
    if (format.media_type != media_type) continue;
    PictureHeader header = format.read(bytes);
    if (header.width == 0 || header.height == 0) return std::nullopt;
    if (header.dpi < 30 || header.dpi > 2400) header.dpi = 0;  // nobody scans so: a default value
    return header;
  }
  return std::nullopt;
}

bool is_whole(Bytes bytes, std::string_view media_type) {
  // Within a scan FF D9 is always the end marker (T.81, B.1.1.5); cameras append things after it.
  if (media_type == "image/jpeg") return contains(bytes.subspan(first_scan(bytes)), "\xFF\xD9");
  if (media_type == "image/png") return contains(bytes, "IEND");
  return true;
}

}  // namespace jianzhen::ingest
