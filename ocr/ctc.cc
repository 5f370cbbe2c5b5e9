#include "ocr/ctc.h"

#include <algorithm>
#include <numeric>

#include "core/text.h"
#include "ocr/typography.h"

namespace jianzhen::ocr {
namespace {

// A line is 48 pixels high and a column 8 wide; the strip is a little higher than its letters.
constexpr double kUsualSquare = 40.0 / 8;
constexpr double kLeastSquare = 24.0 / 8;
constexpr double kLargestSquare = 52.0 / 8;
constexpr double kNarrow = 0.52;    // of the square: a Latin letter, a digit, a mark
constexpr double kColumnGap = 1.5;  // of the square: blank paper that parts two columns
constexpr double kWordGap = 0.6;    // of the square: blank between Latin words
constexpr double kOneLost = 1.7;    // of the square, between middles: room for one between them …
constexpr double kTwoLost = 2.5;    // … and not for two
constexpr double kReach = 0.4;      // of the square: where in the room its middle may be
constexpr float kTrace = 0.01F;     // probability; blank paper leaves less than a hundredth of it
constexpr double kDashRoom = 1.6;   // of the square: between what stands before and behind
constexpr double kDashOff = 0.45;   // of the square: from the middle of that room
constexpr double kUnusualGap = 2.5;  // times the median step: not a title set with wide spacing

bool is_wide(char32_t c) {
  return core::is_han(c) || (c >= 0x3040 && c <= 0x30FF) || (c >= 0xAC00 && c <= 0xD7AF);
}

double median(std::vector<double> values, double otherwise) {
  if (values.empty()) return otherwise;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

bool is_latin(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool is_word_letter(char32_t c) { return (c >= '0' && c <= '9') || is_latin(c); }

struct Spacing {
  double square = kUsualSquare;  // side of a Han character, columns
  double step = kUsualSquare;    // median distance of neighbours
};

Spacing spacing_of(std::span<const Glyph> glyphs) {
  std::vector<double> han;
  std::vector<double> all;
  for (std::size_t i = 1; i < glyphs.size(); ++i) {
    const double step = glyphs[i].centre - glyphs[i - 1].centre;
    all.push_back(step);
    if (is_wide(glyphs[i].character) && is_wide(glyphs[i - 1].character)) han.push_back(step);
  }
  Spacing spacing;
  if (han.size() >= 3) {
    spacing.square = std::clamp(median(han, kUsualSquare), kLeastSquare, kLargestSquare);
  }
  spacing.step = median(all, kUsualSquare);
  return spacing;
}

// The surest character in the columns around `centre`, be the blank surer than it.
Glyph trace_at(std::span<const float> columns, std::size_t classes,
               std::span<const char32_t> alphabet, double centre, double reach) {
  Glyph best;
  const auto first = static_cast<std::size_t>(std::max(0.0, centre - reach));
  const auto end = std::min(columns.size() / classes, static_cast<std::size_t>(centre + reach) + 1);
  for (std::size_t t = first; t < end; ++t) {
    const auto column = columns.subspan(t * classes, classes);
    const std::size_t last = std::min(classes, alphabet.size() + 1);
    for (std::size_t k = 1; k < last; ++k) {
      if (column[k] <= best.confidence) continue;
      best = {alphabet[k - 1], column[k], static_cast<float>(t) + 0.5F};
    }
  }
  return best;
}

double half_width(char32_t c, const Spacing& spacing) {
  return spacing.square / 2 * (is_wide(c) ? 1 : kNarrow);
}

// Whether blank paper of this width between two characters is a space.
bool is_space(const Glyph& a, const Glyph& b, double blank, const Spacing& spacing) {
  if (is_word_letter(a.character) && is_word_letter(b.character)) {
    return blank > kWordGap * spacing.square;
  }
  return blank > kColumnGap * spacing.square && b.centre - a.centre > kUnusualGap * spacing.step;
}

// The net's own spaces: kept between Latin words only; for the rest the paper decides.
std::vector<Glyph> without_stray_spaces(std::vector<Glyph> glyphs) {
  std::vector<Glyph> kept;
  for (std::size_t i = 0; i < glyphs.size(); ++i) {
    const bool space = glyphs[i].character == U' ';
    const bool between_words = i > 0 && i + 1 < glyphs.size() && glyphs[i - 1].character < 0x2E80 &&
                               glyphs[i + 1].character < 0x2E80;
    if (!space || between_words) kept.push_back(glyphs[i]);
  }
  return kept;
}

std::vector<Glyph> with_gaps(const std::vector<Glyph>& glyphs, const Spacing& spacing) {
  std::vector<Glyph> all;
  for (const Glyph& glyph : glyphs) {
    if (!all.empty() && all.back().character != U' ' && glyph.character != U' ') {
      const Glyph& last = all.back();
      const double end = last.centre + half_width(last.character, spacing);
      const double begin = glyph.centre - half_width(glyph.character, spacing);
      if (is_space(last, glyph, begin - end, spacing)) {
        all.push_back({U' ', 1, static_cast<float>((begin + end) / 2)});
      }
    }
    all.push_back(glyph);
  }
  return all;
}

Glyph moved(Glyph glyph, double by) {
  glyph.centre += static_cast<float>(by);
  return glyph;
}

// A dash takes the room of two characters (GB/T 15834, 4.13) and is read as one, or as the numeral.
// Told beside Latin words only: a name may end in 一 before blank paper, and how wide a mark was
// set is not known.
bool is_long_dash(std::span<const Glyph> glyphs, std::size_t i, const Spacing& spacing) {
  if (i == 0 || i + 1 >= glyphs.size()) return false;
  if (glyphs[i].character != U'一' && glyphs[i].character != U'—') return false;
  const Glyph& before = glyphs[i - 1];
  const Glyph& after = glyphs[i + 1];
  const bool latin_before = is_latin(before.character);
  const bool latin_after = is_latin(after.character);
  if (!(latin_before && is_wide(after.character)) && !(latin_after && is_wide(before.character)) &&
      !(latin_before && latin_after))
    return false;
  const double begin = before.centre + half_width(before.character, spacing);
  const double end = after.centre - half_width(after.character, spacing);
  const double off =
      std::abs(glyphs[i].centre - (begin + end) / 2);  // before blank paper, a one is
  return end - begin > kDashRoom * spacing.square && off < kDashOff * spacing.square;
}

// A net of this kind reads one where two of the same stand close: what can only be two, is.
std::vector<Glyph> with_pairs(const std::vector<Glyph>& glyphs, const Spacing& spacing) {
  std::vector<Glyph> all;
  std::u32string so_far;
  for (std::size_t i = 0; i < glyphs.size(); ++i) {
    Glyph glyph = glyphs[i];
    const bool followed = i + 1 < glyphs.size() && glyphs[i + 1].character == glyph.character;
    const bool scheme = so_far.ends_with(U"http:") || so_far.ends_with(U"https:");
    double apart = 0;
    if (glyph.character == U'/' && scheme && !followed) apart = kNarrow / 2 * spacing.square;
    if (is_long_dash(glyphs, i, spacing)) {
      glyph.character = U'—';
      apart = spacing.square;
    }
    so_far += glyph.character;
    all.push_back(moved(glyph, -apart / 2));
    if (apart > 0) all.push_back(moved(glyph, apart / 2));
  }
  return all;
}

// Where one character ends and the next begins.
double border(const Glyph& a, const Glyph& b, const Spacing& spacing) {
  const double end = a.centre + half_width(a.character, spacing);
  const double begin = b.centre - half_width(b.character, spacing);
  if (a.character == U' ') return std::max<double>(begin, a.centre);
  if (b.character == U' ') return std::min<double>(end, b.centre);
  return (end + begin) / 2;
}

}  // namespace

double Reading::confidence() const {
  if (confidences.empty()) return 0;
  return std::accumulate(confidences.begin(), confidences.end(), 0.0) /
         static_cast<double>(confidences.size());
}

std::vector<Glyph> decode(std::span<const float> columns, std::size_t classes,
                          std::span<const char32_t> alphabet) {
  std::vector<Glyph> glyphs;
  std::size_t last = 0;
  double weight = 0;  // of the columns the current glyph spans
  for (std::size_t t = 0; (t + 1) * classes <= columns.size(); ++t) {
    const auto column = columns.subspan(t * classes, classes);
    const auto surest =
        static_cast<std::size_t>(std::max_element(column.begin(), column.end()) - column.begin());
    const float p = column[surest];
    if (surest != 0 && surest <= alphabet.size()) {
      if (surest != last) {
        glyphs.push_back({alphabet[surest - 1], p, 0});
        weight = 0;
      }
      Glyph& glyph = glyphs.back();
      glyph.confidence = std::max(glyph.confidence, p);
      glyph.centre = static_cast<float>(
          (glyph.centre * weight + (static_cast<double>(t) + 0.5) * p) / (weight + p));
      weight += p;
    }
    last = surest;
  }
  return glyphs;
}

std::vector<Glyph> with_lost_ones(std::span<const Glyph> glyphs, std::span<const float> columns,
                                  std::size_t classes, std::span<const char32_t> alphabet) {
  const double step = spacing_of(glyphs).square;
  std::vector<Glyph> all;
  for (const Glyph& glyph : glyphs) {
    if (!all.empty() && is_wide(all.back().character) && is_wide(glyph.character)) {
      const double apart = (glyph.centre - all.back().centre) / step;
      if (apart > kOneLost && apart < kTwoLost) {
        const Glyph lost = trace_at(columns, classes, alphabet,
                                    (glyph.centre + all.back().centre) / 2.0, kReach * step);
        if (lost.confidence > kTrace && core::is_han(lost.character)) all.push_back(lost);
      }
    }
    all.push_back(glyph);
  }
  return all;
}

Reading placed(std::vector<Glyph> glyphs, double length) {
  glyphs = without_stray_spaces(std::move(glyphs));
  Reading reading;
  if (glyphs.empty() || length <= 0) return reading;
  const Spacing spacing = spacing_of(glyphs);
  glyphs = with_gaps(with_pairs(glyphs, spacing), spacing);
  const auto add_edge = [&](double column) {
    const auto edge = static_cast<float>(std::clamp(column / length, 0.0, 1.0));
    reading.edges.push_back(reading.edges.empty() ? edge : std::max(edge, reading.edges.back()));
  };
  add_edge(glyphs.front().centre - half_width(glyphs.front().character, spacing));
  for (std::size_t i = 0; i < glyphs.size(); ++i) {
    reading.text.push_back(glyphs[i].character);
    reading.confidences.push_back(glyphs[i].confidence);
    add_edge(i + 1 < glyphs.size() ? border(glyphs[i], glyphs[i + 1], spacing)
                                   : glyphs[i].centre + half_width(glyphs[i].character, spacing));
  }
  mend_typography(reading.text);
  return reading;
}

}  // namespace jianzhen::ocr
