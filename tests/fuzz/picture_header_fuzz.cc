// The header of a picture in each format, over the same bytes.
#include <cstdlib>

#include "ingest/picture_header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jianzhen;
  const std::span bytes(data, size);
  for (const char* type : {"image/jpeg", "image/png", "image/bmp", "image/webp"}) {
    const auto header = ingest::read_picture_header(bytes, type);
    if (header && (header->width == 0 || header->height == 0)) std::abort();
    ingest::is_whole(bytes, type);
  }
  return 0;
}
