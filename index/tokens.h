#pragma once

// Words out of text, the same way for pages and for queries (docs/search.md). Pure functions.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::index {

// One character of a script without spaces between words (Han, Kana, Hangul …), or one word of
// another script, folded.
struct Token {
  std::string text;  // UTF-8
  bool ideograph = false;
  bool joined = false;      // nothing but spaces, brackets or a line's end since the token before
  std::size_t line = 0;     // of the text given
  std::uint32_t first = 0;  // code points [first, last) of that line, as given
  std::uint32_t last = 0;

  bool operator==(const Token&) const = default;
};

// Lines follow each other without a break, as they do on a page that wraps; an empty line breaks.
std::vector<Token> tokens_of(std::span<const std::string_view> lines);

// Two characters that stand side by side make a term of their own.
inline bool is_pair(const Token& a, const Token& b) {
  return a.ideograph && b.ideograph && b.joined;
}

}  // namespace jianzhen::index
