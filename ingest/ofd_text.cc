#include "ingest/ofd_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>

#include "core/text.h"

namespace jianzhen::ingest {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;
constexpr std::size_t kCharacters = 100'000;  // of one TextCode
// Of the em, above and below the base line: where Chinese fonts have their ideographs.
constexpr double kAscent = 0.86;
constexpr double kDescent = 0.14;

// Distances between characters; "g 4 3.5" writes 3.5 four times. Stops at `count` of them.
std::vector<double> deltas(std::string_view text, std::size_t count) {
  std::vector<double> values;
  const auto number = [&text]() -> double {
    const std::size_t from = std::min(text.find_first_not_of(" \t\r\n,"), text.size());
    text.remove_prefix(from);
    double value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    text.remove_prefix(bad == std::errc() ? static_cast<std::size_t>(end - text.data())
                                          : text.size());
    return std::isfinite(value) ? value : 0;
  };
  while (values.size() < count) {
    const std::size_t from = text.find_first_not_of(" \t\r\n,");
    if (from == std::string_view::npos) break;
    text.remove_prefix(from);
    double times = 1;
    if (text.front() == 'g') {
      text.remove_prefix(1);
      times = number();
    }
    const double value = number();
    for (; times >= 1 && values.size() < count; --times) values.push_back(value);
  }
  return values;
}

double natural_width(char32_t c, double size) { return c < 0x2E80 ? size / 2 : size; }

// The quarter turn clockwise nearest to the direction in which the base line runs.
int quarter_turns(const Matrix& matrix) {
  if (std::abs(matrix.a) >= std::abs(matrix.b)) return matrix.a >= 0 ? 0 : 2;
  return matrix.b > 0 ? 1 : 3;
}

core::Box on_page(const core::Box& own, const Matrix& matrix, const core::Box& area) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  core::Box box{kInfinity, kInfinity, -kInfinity, -kInfinity};
  for (const double x : {own.left, own.right}) {
    for (const double y : {own.top, own.bottom}) {
      const double px = (matrix.a * x + matrix.c * y + matrix.e - area.left) * kPointsPerMm;
      const double py = (matrix.b * x + matrix.d * y + matrix.f - area.top) * kPointsPerMm;
      box = {std::min(box.left, px), std::min(box.top, py), std::max(box.right, px),
             std::max(box.bottom, py)};
    }
  }
  return box;
}

core::Box around(const core::Box& a, const core::Box& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

// One character to one glyph (11.4.2); what becomes fewer or more is left to the font.
void add_glyphs(const pugi::xml_node& transform, std::map<std::size_t, unsigned long>& glyphs) {
  const auto first = transform.attribute("CodePosition").as_uint();
  const auto codes = transform.attribute("CodeCount").as_uint(1);
  const auto indices = numbers(child_text(transform, "Glyphs"));
  if (codes != indices.size()) return;
  for (std::size_t i = 0; i < indices.size(); ++i) {
    constexpr double kMostGlyphs = 65535;
    if (indices[i] >= 0 && indices[i] <= kMostGlyphs) {
      glyphs[first + i] = static_cast<unsigned long>(indices[i]);
    }
  }
}

}  // namespace

double font_size_of(const OfdObject& object) {
  constexpr double kDefault = 3;
  const double size = object.node.attribute("Size").as_double(kDefault);
  return std::isfinite(size) && size > 0 ? size : kDefault;
}

std::vector<OfdText> texts_of(const OfdObject& object) {
  std::vector<OfdText> texts;
  const double size = font_size_of(object);
  double x = 0;
  double y = 0;
  std::map<std::size_t, unsigned long> glyphs;  // of the TextCode that comes next
  for (const pugi::xml_node& code : object.node.children()) {
    if (local_name(code) == "CGTransform") add_glyphs(code, glyphs);
    if (local_name(code) != "TextCode") continue;
    OfdText one;
    // White space counts: each character has its distance. Only line ends of the writer's are none.
    for (const char32_t c : core::to_utf32(code.text().get())) {
      if (c != U'\n' && c != U'\r' && one.text.size() < kCharacters) one.text += c;
    }
    if (one.text.empty()) continue;
    const std::size_t gaps = one.text.size() - 1;
    const auto dx = deltas(code.attribute("DeltaX").value(), gaps);
    const auto dy = deltas(code.attribute("DeltaY").value(), gaps);
    // What a TextCode does not say, the one before it said (11.3).
    x = code.attribute("X").as_double(x);
    y = code.attribute("Y").as_double(y);
    double at_x = x;
    double at_y = y;
    const bool runs_down = dx.empty() && !dy.empty();
    for (std::size_t i = 0; i < one.text.size(); ++i) {
      one.x.push_back(at_x);
      one.y.push_back(at_y);
      if (i < dy.size()) at_y += dy[i];
      if (i < dx.size()) {
        at_x += dx[i];
      } else if (!runs_down) {
        at_x += natural_width(one.text[i], size);
      } else if (i >= dy.size()) {
        at_y += size;
      }
    }
    one.x.push_back(at_x);
    one.y.push_back(at_y);
    one.glyphs.resize(one.text.size(), 0);
    for (const auto& [at, glyph] : glyphs) {
      if (at < one.glyphs.size()) one.glyphs[at] = glyph;
    }
    glyphs.clear();
    texts.push_back(std::move(one));
  }
  return texts;
}

std::vector<Word> words_of(const OfdObject& object, const core::Box& area) {
  std::vector<Word> words;
  const double size = font_size_of(object);
  for (const OfdText& text : texts_of(object)) {
    const std::size_t last = text.text.size();
    const bool down = std::abs(text.y[last] - text.y[0]) > std::abs(text.x[last] - text.x[0]);
    Word word{.text = {}, .box = {}, .characters = {}};
    word.quarter_turns = quarter_turns(object.matrix);
    word.vertical_writing = down;
    for (std::size_t i = 0; i < last; ++i) {
      const double width = down ? size : std::max(text.x[i + 1] - text.x[i], size / 4);
      const core::Box own{text.x[i], text.y[i] - size * kAscent,
                          text.x[i] + std::min(width, size * 1.05), text.y[i] + size * kDescent};
      const core::Box box = on_page(own, object.matrix, area);
      if (!std::isfinite(box.area())) continue;
      word.box = word.characters.empty() ? box : around(word.box, box);
      word.characters.push_back(box);
      word.text += text.text[i];
    }
    if (!word.text.empty()) words.push_back(std::move(word));
  }
  return words;
}

}  // namespace jianzhen::ingest
