#pragma once

// A PDF's text layer: words with character boxes → lines, and whether they can be trusted. Pure
// values; knows no PDF library.

#include <string>
#include <vector>

#include "core/document.h"
#include "core/geometry.h"

namespace jianzhen::ingest {

// A run of characters as the PDF's reader found it. Boxes are in points on the displayed page.
struct Word {
  std::u32string text;
  core::Box box;
  std::vector<core::Box> characters;  // one per code point, or empty where that is not known
  bool downwards = false;             // characters run from top to bottom
  bool space_after = false;
};

// Lines in the order of their words, which is reading order. `width` and `height` of the page in
// points; boxes and edges of the result are fractions of it.
std::vector<core::Line> lines_of(const std::vector<Word>& words, double width, double height);

// What else the page paints, as far as trust depends on it.
struct Surroundings {
  double pictures = 0;   // share of the page under pictures, 0–1
  double invisible = 0;  // share of the text painted in the invisible mode, 0–1
};

struct TextVerdict {
  bool trusted = false;
  bool part_is_missing = false;  // trusted lines are true, but some had to be dropped
  std::string reason;            // why not trusted: detail of text_layer_rejected; empty: no text
};

// Drops single lines without meaning (a bullet from a symbol font; a line whose font has no
// Unicode map) and judges the rest.
TextVerdict judge(std::vector<core::Line>& lines, const Surroundings& surroundings);

}  // namespace jianzhen::ingest
