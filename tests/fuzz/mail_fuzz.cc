// A message as it came, its parts decoded, and the text of those that are HTML.
#include <string_view>

#include "ingest/html_text.h"
#include "ingest/mime.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jianzhen;
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  ingest::looks_like_mail(message);
  std::vector<ingest::MimePart> parts;
  parts.push_back(ingest::parse_message(message));
  while (!parts.empty()) {
    ingest::MimePart part = std::move(parts.back());
    parts.pop_back();
    ingest::html_text(part.decoded());
    for (auto& inner : part.parts) parts.push_back(std::move(inner));
  }
  return 0;
}
