#pragma once

// Does a text layer say what the page shows? Signs of fonts without a Unicode map, counted.

#include <cstddef>
#include <string>
#include <vector>

#include "core/document.h"

namespace jianzhen::ingest {

struct LayerCensus {
  std::size_t characters = 0;  // white space apart
  std::size_t unmapped = 0;    // U+FFFD, private use, controls, unassigned
  std::size_t latin1 = 0;      // U+00A1–U+00FF: what GBK bytes taken one by one look like
  std::size_t han = 0;
  std::size_t rare_han = 0;  // in neither GB 2312 nor Big5: glyph numbers taken for characters
  std::size_t words = 0;     // letters, digits, Han: what a text mostly consists of
  std::size_t filling = 0;   // leaders and rules: dots, dashes, underscores
};

LayerCensus take_census(const std::vector<core::Line>& lines);

// Removes lines that consist of unmapped characters; how many of them carried more than a bullet.
std::size_t drop_meaningless(std::vector<core::Line>& lines);

// Why the layer as a whole is not text; empty where nothing speaks against it.
std::string wrong_encoding(const LayerCensus& all, const LayerCensus& kept);

}  // namespace jianzhen::ingest
