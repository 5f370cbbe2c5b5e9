#pragma once

// Decoded pixels that travel from ingest to ocr. 8 bits a channel, rows from the top, no padding.

#include <cstdint>
#include <vector>

namespace jianzhen::core {

struct Picture {
  int width = 0;                     // pixels
  int height = 0;                    // pixels
  int channels = 3;                  // 3 = BGR, 1 = grey
  double dpi = 0;                    // 0 where unknown (photographs, screens)
  std::vector<std::uint8_t> pixels;  // width × height × channels bytes

  bool empty() const { return pixels.empty(); }
};

}  // namespace jianzhen::core
