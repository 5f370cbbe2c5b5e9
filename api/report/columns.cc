#include "api/report/columns.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>

#include <memory>

#include "core/text.h"

namespace jianzhen::api {
namespace {

int wide(char32_t c) {
  const int width = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_EAST_ASIAN_WIDTH);
  if (u_getCombiningClass(static_cast<UChar32>(c)) != 0) return 0;
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// The pieces of a text between which a line may end.
std::vector<std::string> pieces(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createLineInstance(icu::Locale("zh"), status));
  if (U_FAILURE(status)) return {std::string(utf8)};
  const auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  breaks->setText(text);
  std::vector<std::string> all;
  for (std::int32_t first = 0, last = breaks->next(); last != icu::BreakIterator::DONE;
       first = last, last = breaks->next()) {
    text.tempSubStringBetween(first, last).toUTF8String(all.emplace_back());
  }
  return all;
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

std::vector<std::string> wrapped(std::string_view utf8, std::size_t most) {
  std::vector<std::string> lines{""};
  std::size_t used = 0;
  const auto put = [&](const std::string& words) {
    const std::size_t needed = columns(words.substr(0, words.find_last_not_of(' ') + 1));
    if (used > 0 && used + needed > most) {
      lines.emplace_back();
      used = 0;
    }
    lines.back() += words;
    used += columns(words);
  };
  for (const std::string& piece : pieces(utf8)) {
    if (columns(piece) <= most) {
      put(piece);
      continue;
    }
    for (const char32_t c : core::to_utf32(piece)) {
      put(core::to_utf8(std::u32string_view(&c, 1)));
    }
  }
  for (std::string& line : lines) line.resize(line.find_last_not_of(' ') + 1);
  return lines;
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
