// A PDF content stream, as tokens and as what it paints. Every name stands for the stream itself.
#include <string_view>

#include "ingest/content_tokens.h"
#include "ingest/page_content.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jianzhen;
  const std::string_view content(reinterpret_cast<const char*>(data), size);
  ingest::ContentTokens tokens(content);
  while (!tokens.next_operator().empty()) {
    tokens.number(0);
    tokens.name();
  }
  const auto itself = [&](std::size_t, std::string_view) {
    ingest::NamedObject form{.kind = ingest::NamedObject::Kind::form, .picture = {}, .content = {}};
    form.content = content;
    return form;
  };
  ingest::Painted painted;
  // A short one: each name that it draws costs all of it again, eight levels deep.
  constexpr std::size_t kShort = 64;
  if (size <= kShort) ingest::scan_content(content, 0, {}, itself, painted);
  ingest::scan_content(
      content, 0, {}, [](std::size_t, std::string_view) { return ingest::NamedObject{}; }, painted);
  return 0;
}
