#pragma once

// Where a query's words stand on a page: the snippet with its marks, and the boxes. Pure functions.

#include <map>
#include <string>
#include <vector>

#include "core/document.h"
#include "index/tokens.h"
#include "index/words.h"

namespace jianzhen::index {

// How much a term says: the rarer, the more. Holds what `Words::loose` asked for.
using TermWeights = std::map<std::string, double, std::less<>>;

struct Marked {
  std::string snippet;           // hits between U+E000 and U+E001
  std::vector<core::Box> boxes;  // of the hits, on one line each
  bool exact = false;            // all phrases stand there whole
};

// Marks every place of the phrases where all of them are there; else the terms that weigh most
// together, in the best window of the page.
Marked marked(const std::vector<core::Line>& lines, const Words& words, const TermWeights& weights);

}  // namespace jianzhen::index
