#include "ingest/archive_name.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "ingest/text_encoding.h"

namespace jianzhen::ingest {
namespace {

// Calls `visit(part)` for the parts of a path until it returns true; whether it did.
template <typename Visit>
bool any_part(std::string_view path, Visit visit) {
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (visit(path.substr(at, end - at))) return true;
    at = end + 1;
  }
  return false;
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

std::string composed(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return name;
  const icu::UnicodeString text = nfc->normalize(icu::UnicodeString::fromUTF8(name), status);
  std::string result;
  if (U_SUCCESS(status)) text.toUTF8String(result);
  return U_SUCCESS(status) ? result : name;
}

// "证明/1.pdf", 2 → "证明/1 (2).pdf".
std::string numbered(const std::string& name, int number) {
  const std::size_t folder = name.rfind('/');
  std::size_t dot = name.rfind('.');
  const std::size_t first = folder == std::string::npos ? 0 : folder + 1;
  if (dot == std::string::npos || dot <= first) dot = name.size();
  return name.substr(0, dot) + " (" + std::to_string(number) + ")" + name.substr(dot);
}

// Of a name longer than any file system allows its beginning and its extension.
std::string cut(const std::string& name) {
  constexpr std::size_t kLongest = 3900;  // bytes; a path of Linux has 4,096
  constexpr std::size_t kExtension = 10;
  if (name.size() <= kLongest) return name;
  const std::size_t dot = name.rfind('.');
  const bool short_end = dot != std::string::npos && name.size() - dot <= kExtension;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return name.substr(0, end) + "…" + (short_end ? name.substr(dot) : "");
}

}  // namespace

std::string decoded_name(std::string_view raw) {
  std::u32string name = core::to_utf32(core::is_utf8(raw) ? std::string(raw) : from_gb18030(raw));
  for (char32_t& c : name) {
    if (c == U'\\') c = U'/';
    if (is_control(c)) c = U'\uFFFD';
  }
  while (name.starts_with(U"./")) name.erase(0, 2);
  return core::to_utf8(name);
}

bool leaves_its_folder(std::string_view name) {
  if (name.empty() || name.front() == '/') return true;
  const bool drive = name.size() >= 2 && name[1] == ':' &&
                     ((name[0] >= 'A' && name[0] <= 'Z') || (name[0] >= 'a' && name[0] <= 'z'));
  return drive || any_part(name, [](std::string_view part) { return part == ".."; });
}

MemberNames::Taken MemberNames::take(const std::string& given) {
  std::string name = cut(given);
  const auto [first, is_new] = taken_.try_emplace(composed(name), First{name});
  if (is_new) return {std::move(name), {}};
  First& of_this_name = first->second;
  for (;;) {
    std::string other = numbered(name, of_this_name.next++);
    if (taken_.try_emplace(composed(other), First{other}).second) {
      return {std::move(other), of_this_name.written};
    }
  }
}

bool is_system_litter(std::string_view name) {
  constexpr std::array<std::string_view, 3> kLitter = {".DS_Store", "Thumbs.db", "desktop.ini"};
  const std::string_view last = name.substr(name.find_last_of('/') + 1);
  if (std::ranges::find(kLitter, last) != kLitter.end()) return true;
  return last.starts_with("._") &&
         any_part(name, [](std::string_view part) { return part == "__MACOSX"; });
}

}  // namespace jianzhen::ingest
