#pragma once

// What a query asks for, before Xapian is asked (docs/search.md). Plain values.

#include <string>
#include <string_view>
#include <vector>

#include "index/tokens.h"

namespace jianzhen::index {

struct Words {
  // Runs of tokens that stand together; a page that holds all of them is an exact hit.
  std::vector<std::vector<Token>> phrases;
  // Characters, pairs and words that speak for a page, without stop words; a term as often as it
  // was asked. Empty where only the exact phrases are wanted (quotes).
  std::vector<std::string> loose;
  // The pairs and words among them, each once; the characters where there are no others.
  std::vector<std::string> telling;
  // Few characters: a page has to hold at least half of `telling` to be worth showing.
  bool is_short = false;

  bool empty() const { return phrases.empty(); }
};

Words words_of(std::string_view query);

}  // namespace jianzhen::index
