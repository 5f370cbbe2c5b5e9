#include "ingest/text_trust.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/uset.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>

#include "core/text.h"

namespace jianzhen::ingest {
namespace {

struct LayerCensus {
  std::size_t characters = 0;  // white space apart
  std::size_t unmapped = 0;    // U+FFFD, private use, controls, unassigned
  std::size_t latin1 = 0;      // U+00A1–U+00FF: what GBK bytes taken one by one look like
  std::size_t han = 0;
  std::size_t rare_han = 0;  // in neither GB 2312 nor Big5: glyph numbers taken for characters
  std::size_t words = 0;     // letters, digits, Han: what a text mostly consists of
  std::size_t filling = 0;   // leaders and rules: dots, dashes, underscores
};

struct SetCloser {
  void operator()(USet* set) const { uset_close(set); }
};
using CharacterSet = std::unique_ptr<USet, SetCloser>;

void add_characters_of(const char* encoding, USet* set) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(encoding, &status);
  if (U_FAILURE(status)) return;
  const CharacterSet own(uset_openEmpty());  // the converter empties what it is given
  ucnv_getUnicodeSet(converter, own.get(), UCNV_ROUNDTRIP_SET, &status);
  ucnv_close(converter);
  uset_addAll(set, own.get());
}

// Characters that Chinese texts are written in, mainland's and Taiwan's.
const USet* common_characters() {
  static const CharacterSet set = [] {
    CharacterSet made(uset_openEmpty());
    add_characters_of("gb2312", made.get());
    add_characters_of("big5", made.get());
    uset_freeze(made.get());
    return made;
  }();
  return set.get();
}

bool is_unmapped(char32_t c) {
  if (c == U'\uFFFD') return true;
  const auto category = u_charType(static_cast<UChar32>(c));
  return category == U_PRIVATE_USE_CHAR || category == U_UNASSIGNED || category == U_CONTROL_CHAR ||
         category == U_SURROGATE;
}

bool is_filling(char32_t c) {
  return std::u32string_view(U".…·⋯-—–_＿─━=*").find(c) != std::u32string_view::npos;
}

void count(char32_t c, LayerCensus& census) {
  const auto point = static_cast<UChar32>(c);
  ++census.characters;
  if (is_unmapped(c)) {
    ++census.unmapped;
  } else if (is_filling(c)) {
    ++census.filling;
  } else if (core::is_han(c)) {
    ++census.han;
    ++census.words;
    if (uset_contains(common_characters(), point) == 0) ++census.rare_han;
  } else if (u_isalnum(point) != 0) {
    ++census.words;
  }
  if (c >= 0xA1 && c <= 0xFF) ++census.latin1;
}

LayerCensus census_of(const core::Line& line) {
  LayerCensus census;
  for (const char32_t c : core::to_utf32(line.text)) {
    if (u_isUWhiteSpace(static_cast<UChar32>(c)) == 0) count(c, census);
  }
  return census;
}

LayerCensus sum_of(const std::vector<LayerCensus>& lines) {
  LayerCensus sum;
  for (const LayerCensus& one : lines) {
    sum.characters += one.characters;
    sum.unmapped += one.unmapped;
    sum.latin1 += one.latin1;
    sum.han += one.han;
    sum.rare_han += one.rare_han;
    sum.words += one.words;
    sum.filling += one.filling;
  }
  return sum;
}

constexpr std::size_t kBullet = 2;  // characters

bool is_meaningless(const LayerCensus& line) {
  if (line.unmapped * 3 < line.characters) return false;
  return line.unmapped >= kBullet || line.characters <= 1;
}

// Removes lines that consist of unmapped characters, and their censuses; how many of them carried
// more than a bullet.
std::size_t drop_meaningless(std::vector<core::Line>& lines, std::vector<LayerCensus>& censuses) {
  std::size_t lost = 0;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (is_meaningless(censuses[i])) {
      if (censuses[i].characters > kBullet) ++lost;
      continue;
    }
    if (kept != i) {
      lines[kept] = std::move(lines[i]);
      censuses[kept] = censuses[i];
    }
    ++kept;
  }
  lines.resize(kept);
  censuses.resize(kept);
  return lost;
}

// Why the layer as a whole is not text; empty where nothing speaks against it.
std::string wrong_encoding(const LayerCensus& all, const LayerCensus& kept) {
  // Below this many characters shares mean nothing.
  constexpr std::size_t kEnough = 20;
  if (kept.characters == 0 || kept.characters * 4 < all.characters * 3) {
    return "characters without a Unicode map";
  }
  if (kept.characters < kEnough) return {};
  if (kept.unmapped * 5 > kept.characters) return "characters without a Unicode map";
  if (kept.latin1 * 10 > kept.characters * 3) return "bytes of another encoding";
  if (kept.han >= kEnough && kept.rare_han * 4 > kept.han) return "characters nobody writes";
  const std::size_t telling = kept.characters - kept.filling;
  if (telling >= kEnough && kept.words * 5 < telling * 2) return "signs instead of words";
  return {};
}

}  // namespace

TextVerdict judge(std::vector<core::Line>& lines, const Surroundings& surroundings) {
  // Words over a full-page picture: a page number, a scanner's own advertisement.
  constexpr double kFullPage = 0.7;
  constexpr std::size_t kFewCharacters = 40;

  std::vector<LayerCensus> censuses;
  censuses.reserve(lines.size());
  std::ranges::transform(lines, std::back_inserter(censuses), census_of);
  const LayerCensus all = sum_of(censuses);
  if (all.characters == 0) return {};
  const std::size_t dropped = drop_meaningless(lines, censuses);
  const LayerCensus kept = sum_of(censuses);
  if (const std::string wrong = wrong_encoding(all, kept); !wrong.empty()) {
    return {.reason = wrong};
  }
  if (surroundings.pictures >= kFullPage) {
    if (surroundings.invisible > 0.5) return {.reason = "invisible text over a full-page picture"};
    if (kept.characters < kFewCharacters) return {.reason = "few words over a full-page picture"};
  }
  return {.trusted = true, .part_is_missing = dropped > 0, .reason = {}};
}

}  // namespace jianzhen::ingest
