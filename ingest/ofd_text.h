#pragma once

// TextObjects of an OFD page → where each character stands (GB/T 33190-2016, 11).

#include <string>
#include <vector>

#include "ingest/ofd_document.h"
#include "ingest/text_lines.h"

namespace jianzhen::ingest {

struct OfdText {
  std::u32string text;
  // Where each character begins on its base line, in the object's own coordinates; one more than
  // there are characters: the end of the last.
  std::vector<double> x;
  std::vector<double> y;
  // The glyph that the embedded font has for each character, where the file says it; else 0.
  std::vector<unsigned long> glyphs;
};

// The TextCodes of one TextObject.
std::vector<OfdText> texts_of(const OfdObject& object);

double font_size_of(const OfdObject& object);

// As words in points on the page whose area is given.
std::vector<Word> words_of(const OfdObject& object, const core::Box& area);

}  // namespace jianzhen::ingest
