// The headers of tus, each over the same bytes. A concatenation names parts by ids, never by paths.
#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "api/http/tus_headers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jianzhen;
  const std::string_view header(reinterpret_cast<const char*>(data), size);
  http::from_base64(header);
  http::byte_count(header);
  http::upload_metadata(header);
  http::upload_checksum(header);
  if (const auto concat = http::upload_concat(header)) {
    const auto is_path = [](const std::string& part) { return part.find('/') != part.npos; };
    if (std::ranges::any_of(concat->parts, is_path)) std::abort();
  }
  return 0;
}
