#include "ingest/text_encoding.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/text.h"

namespace jianzhen::ingest {
namespace {

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

std::string converted(std::string_view bytes, const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, ConverterCloser> converter(ucnv_open(encoding, &status));
  if (U_FAILURE(status)) return {};
  const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(),
                                status);
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

bool is_control(unsigned char c) {
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7F;
}

// Which byte of each pair is zero in most pairs: 0 = the first (big-endian), 1 = the second,
// -1 = neither.
int zero_half(std::string_view bytes) {
  std::size_t zeros[2] = {0, 0};
  const std::size_t pairs = std::min<std::size_t>(bytes.size() / 2, 4096);
  for (std::size_t i = 0; i < pairs * 2; ++i) {
    if (bytes[i] == '\0') ++zeros[i % 2];
  }
  for (const int half : {0, 1}) {
    if (pairs >= 4 && zeros[half] * 5 > pairs && zeros[1 - half] * 50 < pairs) return half;
  }
  return -1;
}

// The longest prefix that does not end inside a UTF-8 sequence.
std::string_view without_cut_sequence(std::string_view bytes) {
  std::size_t end = bytes.size();
  for (int back = 0; back < 3 && end > 0; ++back) {
    const auto c = static_cast<unsigned char>(bytes[end - 1]);
    if (c < 0x80) break;
    --end;
    if (c >= 0xC0) break;
  }
  return core::is_utf8(bytes) ? bytes : bytes.substr(0, end);
}

}  // namespace

std::string from_gb18030(std::string_view bytes) { return converted(bytes, "gb18030"); }

std::string from_charset(std::string_view bytes, std::string_view label) {
  std::string name;
  for (const char c : label) name += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  static constexpr std::array kGuessed = {"", "utf-8", "utf8", "us-ascii", "ascii"};
  static constexpr std::array kGb = {"gb2312", "gbk", "gb18030", "cp936", "x-gbk"};
  if (std::ranges::find(kGuessed, name) != kGuessed.end()) return text_of(bytes);
  if (std::ranges::find(kGb, name) != kGb.end()) return from_gb18030(bytes);
  std::string text = converted(bytes, name.c_str());
  return text.empty() ? text_of(bytes) : text;
}

std::string text_of(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return text_of(bytes.substr(3));
  if (bytes.starts_with("\xFF\xFE")) return converted(bytes.substr(2), "UTF-16LE");
  if (bytes.starts_with("\xFE\xFF")) return converted(bytes.substr(2), "UTF-16BE");
  if (zero_half(bytes) == 0) return converted(bytes, "UTF-16BE");
  if (zero_half(bytes) == 1) return converted(bytes, "UTF-16LE");
  if (core::is_utf8(bytes)) return std::string(bytes);
  return from_gb18030(bytes);
}

bool looks_like_text(std::string_view head) {
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return true;
  if (std::ranges::any_of(head, [](char c) { return is_control(static_cast<unsigned char>(c)); })) {
    return false;
  }
  if (core::is_utf8(without_cut_sequence(head))) return true;
  const std::u32string text = core::to_utf32(from_gb18030(head));
  const auto broken = std::ranges::count(text, U'\uFFFD');
  const auto han = std::ranges::count_if(text, core::is_han);
  return broken <= 1 && han * 4 > static_cast<std::ptrdiff_t>(text.size());
}

}  // namespace jianzhen::ingest
