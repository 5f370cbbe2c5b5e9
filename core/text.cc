#include "core/text.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <unordered_map>

namespace jianzhen::core {
namespace {

const icu::Normalizer2& nfkc_casefold() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no NFKC_Casefold data");
  return *normalizer;
}

const icu::Normalizer2& nfkc() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no NFKC data");
  return *normalizer;
}

// Character by character, so that origins stay exact; ICU's phrase rules would not keep them.
// Asked once for the whole Han repertoire: a Transliterator is not thread-safe and slow per call.
const std::unordered_map<char32_t, char32_t>& simplified_forms() {
  static const auto* forms = [] {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> simplify(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no Traditional-Simplified rules");
    auto* map = new std::unordered_map<char32_t, char32_t>();
    for (const auto& [first, last] :
         {std::pair<char32_t, char32_t>{0x3400, 0x9FFF}, {0xF900, 0xFAFF}}) {
      icu::UnicodeString block;
      for (char32_t c = first; c <= last; ++c) {
        icu::UnicodeString one(static_cast<UChar32>(c));
        simplify->transliterate(one);
        if (one.countChar32() == 1 && static_cast<char32_t>(one.char32At(0)) != c) {
          (*map)[c] = static_cast<char32_t>(one.char32At(0));
        }
      }
    }
    return map;
  }();
  return *forms;
}

icu::UnicodeString unicode(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int>(utf8.size())));
}

}  // namespace

std::size_t code_point_count(std::string_view utf8) {
  return static_cast<std::size_t>(unicode(utf8).countChar32());
}

std::u32string to_utf32(std::string_view utf8) {
  const icu::UnicodeString text = unicode(utf8);
  std::u32string result;
  result.reserve(static_cast<std::size_t>(text.length()));
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    result.push_back(static_cast<char32_t>(text.char32At(i)));
  }
  return result;
}

std::string to_utf8(std::u32string_view text) {
  icu::UnicodeString unicode_text;
  for (const char32_t c : text) unicode_text.append(static_cast<UChar32>(c));
  std::string result;
  unicode_text.toUTF8String(result);
  return result;
}

bool is_utf8(std::string_view bytes) {
  const char* data = bytes.data();
  for (std::size_t at = 0; at < bytes.size();) {
    UChar32 c = 0;
    U8_NEXT(data, at, bytes.size(), c);
    if (c < 0) return false;
  }
  return true;
}

std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

Folded folded_with_origin(std::string_view utf8) {
  const std::u32string original = to_utf32(utf8);
  Folded result;
  result.text.reserve(original.size());
  result.origin.reserve(original.size());
  const auto& simplify = simplified_forms();
  UErrorCode status = U_ZERO_ERROR;
  // Segments between normalization boundaries fold on their own, so each maps back to its start.
  for (std::size_t first = 0; first < original.size();) {
    std::size_t last = first + 1;
    while (last < original.size() &&
           !nfkc_casefold().hasBoundaryBefore(static_cast<UChar32>(original[last]))) {
      ++last;
    }
    icu::UnicodeString segment;
    for (std::size_t i = first; i < last; ++i) segment.append(static_cast<UChar32>(original[i]));
    const icu::UnicodeString folded_segment = nfkc_casefold().normalize(segment, status);
    for (std::int32_t i = 0; i < folded_segment.length(); i = folded_segment.moveIndex32(i, 1)) {
      auto c = static_cast<char32_t>(folded_segment.char32At(i));
      if (const auto it = simplify.find(c); it != simplify.end()) c = it->second;
      result.text.push_back(c);
      result.origin.push_back(static_cast<std::uint32_t>(first));
    }
    first = last;
  }
  return result;
}

std::string folded(std::string_view utf8) { return to_utf8(folded_with_origin(utf8).text); }

std::string lower_ascii(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string compact(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString normal = nfkc().normalize(unicode(utf8), status);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < normal.length(); i = normal.moveIndex32(i, 1)) {
    const UChar32 c = normal.char32At(i);
    if (!u_isUWhiteSpace(c)) kept.append(c);
  }
  std::string result;
  kept.toUTF8String(result);
  return result;
}

bool is_han(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &status) == USCRIPT_HAN;
}

}  // namespace jianzhen::core
