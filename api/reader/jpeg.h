#pragma once

// What a JPEG's frame header says (ITU-T T.81, B.2.2), read without a decoder: enough to put the
// stream into a PDF as it stands.

#include <cstdint>
#include <optional>
#include <span>

namespace jianzhen::api {

struct JpegFrame {
  int width = 0;
  int height = 0;
  int components = 0;  // 1 grey, 3 colour, 4 print inks
};

// nullopt: not a JPEG of 8 bits a sample that a PDF can hold (PDF 32000, 7.4.8: baseline or
// progressive, Huffman coded). The bytes may be hostile.
std::optional<JpegFrame> read_jpeg_frame(std::span<const std::uint8_t> bytes);

}  // namespace jianzhen::api
