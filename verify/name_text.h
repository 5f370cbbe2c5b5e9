#pragma once

// Names as they are compared, and words looked up in them. Pure and thread-safe; views live as long
// as what they were made from.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::verify {

// Stands in a name for a character that nobody could read, or that its reader doubts: it may be
// any.
inline constexpr char32_t kUnread = U'\uFFFD';

// A name folded for comparison: width, case, traditional and variant forms, every kind of bracket
// as (), every kind of dash as -, without white space and middle dots (OCR drops them).
std::u32string name_text(std::string_view name);
// The same, into a string whose room is used again.
void name_text_into(std::string_view name, std::u32string& text);

// The same, with for each code point the index of the code point of `name` it came from.
struct NameText {
  std::u32string text;
  std::vector<std::uint32_t> origin;
};
NameText name_text_with_origin(std::string_view name);

// A set of words with a number each, found at a place in a text. Immutable after building.
class WordSet {
 public:
  struct Hit {
    std::size_t length = 0;  // 0: none
    std::uint32_t value = 0;
  };

  // A word given twice keeps its last value.
  void add(std::u32string_view word, std::uint32_t value);
  void add_reversed(std::u32string_view word, std::uint32_t value);

  // The longest word that begins at `at`; of a reversed set, that ends before `at`.
  Hit longest(std::u32string_view text, std::size_t at) const;
  Hit longest_ending(std::u32string_view text, std::size_t end) const;
  // Every word that begins at `at`, shortest first.
  template <typename Use>
  void each(std::u32string_view text, std::size_t at, Use&& use) const {
    std::uint32_t node = 0;
    for (std::size_t i = at; i < text.size(); ++i) {
      node = step(node, text[i]);
      if (node == 0) return;
      if (nodes_[node].word) use(Hit{i + 1 - at, nodes_[node].value});
    }
  }
  bool contains(std::u32string_view word) const { return longest(word, 0).length == word.size(); }

 private:
  struct Node {
    bool word = false;
    std::uint32_t value = 0;
  };
  struct Slot {  // of an open-addressed table: (node, character) → node
    std::uint64_t key = 0;
    std::uint32_t node = 0;
  };

  std::uint32_t step(std::uint32_t node, char32_t c) const;
  std::uint32_t step_or_add(std::uint32_t node, char32_t c);
  void grow();

  std::vector<Node> nodes_ = std::vector<Node>(1);
  std::vector<Slot> slots_ = std::vector<Slot>(64);
};

}  // namespace jianzhen::verify
