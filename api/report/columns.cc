#include "api/report/columns.h"

#include <unicode/uchar.h>

#include "core/text.h"

namespace jianzhen::api {
namespace {

int wide(char32_t c) {
  const int width = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_EAST_ASIAN_WIDTH);
  if (u_getCombiningClass(static_cast<UChar32>(c)) != 0) return 0;
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

std::size_t columns(std::string_view utf8) {
  std::size_t count = 0;
  for (const char32_t c : core::to_utf32(utf8)) count += static_cast<std::size_t>(wide(c));
  return count;
}

std::string cut_to_columns(std::string_view utf8, std::size_t most) {
  if (columns(utf8) <= most) return std::string(utf8);
  std::u32string kept;
  std::size_t used = 1;  // the ellipsis
  for (const char32_t c : core::to_utf32(utf8)) {
    used += static_cast<std::size_t>(wide(c));
    if (used > most) break;
    kept.push_back(c);
  }
  return core::to_utf8(kept) + "…";
}

std::string printable(std::string_view utf8) {
  std::u32string text = core::to_utf32(utf8);
  for (char32_t& c : text) {
    const auto category = u_charType(static_cast<UChar32>(c));
    // Format characters include the bidi overrides that make a name read as another.
    if (category == U_CONTROL_CHAR || category == U_FORMAT_CHAR) c = U' ';
  }
  return core::to_utf8(text);
}

}  // namespace jianzhen::api
