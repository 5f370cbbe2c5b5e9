#pragma once

// From the recogniser's columns to characters, and from characters to where they begin and end.

#include <span>
#include <vector>

#include "ocr/ocr.h"

namespace jianzhen::ocr {

struct Glyph {
  char32_t character = 0;
  float confidence = 0;  // 0–1
  float centre = 0;      // in columns, from the beginning of the line
};

// The best path: the surest class of each column, repeats joined, blanks (class 0) dropped.
// `columns` holds `classes` probabilities for each column; alphabet[k] is class k + 1.
std::vector<Glyph> decode(std::span<const float> columns, std::size_t classes,
                          std::span<const char32_t> alphabet);

// Adds the characters that the net saw and the best path lost. A rare one is often fainter than the
// blank in all its columns, and leaves a hole of its width between two Han characters: the surest
// class there is taken, with its own, low confidence. Where the paper is blank, nothing is added.
std::vector<Glyph> with_lost_ones(std::span<const Glyph> glyphs, std::span<const float> columns,
                                  std::size_t classes, std::span<const char32_t> alphabet);

// Gives every character its edges on a line of `length` columns. The net sees where characters are,
// not how wide: a Han character takes what its neighbours leave, up to a square. Spaces are kept
// where the paper has a gap, and never stand between Han characters that are merely spaced out.
Reading placed(std::vector<Glyph> glyphs, double length);

}  // namespace jianzhen::ocr
