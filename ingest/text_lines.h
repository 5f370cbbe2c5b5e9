#pragma once

// A PDF's words → lines in reading order. Pure values; knows no PDF library.

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
  int quarter_turns = 0;              // clockwise, of the reading direction: 1 runs downwards
  bool vertical_writing = false;      // runs downwards with upright characters
  bool space_after = false;
};

struct TextLayer {
  std::vector<core::Line> lines;
  int turn = 0;  // as core::Page::turn: most words stand on their side or head
};

// Lines row by row from the top, so that the cells of a table stay in their rows; a page in two
// columns column by column. `width` and `height` of the displayed page in points.
TextLayer lay_out(const std::vector<Word>& words, double width, double height);

}  // namespace jianzhen::ingest
