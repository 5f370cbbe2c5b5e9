#pragma once

// Finding words in folded text: expressions (ICU) and words that OCR may have got wrong by a
// character. Patterns come from our own tables only. Immutable; thread-safe.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::verify {

struct Range {  // units [first, last) of the text; first == npos where a group took no part
  std::size_t first = std::u16string::npos;
  std::size_t last = std::u16string::npos;
  bool found() const { return first != std::u16string::npos; }
  std::size_t size() const { return found() ? last - first : 0; }
};

class Pattern {
 public:
  // ICU syntax over folded text (lower case, half-width punctuation). <U> stands for the words of
  // one or several units, taken as short as possible, in a group. Throws std::invalid_argument: our
  // table is wrong.
  explicit Pattern(std::string_view utf8);
  ~Pattern();
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;

  struct Match {
    Range whole;
    std::vector<Range> groups;  // from group 1
  };
  // From left to right. Gives up (returns what it has) on text that makes it work too long.
  std::vector<Match> find_all(std::u16string_view text, std::size_t most = 64) const;
  std::optional<Match> find(std::u16string_view text) const;
  bool in(std::u16string_view text) const { return find(text).has_value(); }

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

// A pattern that names a unit, at <U>, taken apart there: the unit's end is find_units's to say,
// for what follows a name may stand in one too (经 in 财经大学).
struct UnitPattern {
  // Throws as Pattern does, and where <U> is missing.
  explicit UnitPattern(const std::string& utf8);

  Pattern whole;
  Pattern before;
  Pattern after;  // anchored
};

// Where `word` stands in `text`, from `from` on: exactly, or, where it has at least four units,
// with one of them different. Exact matches win. The length is the word's.
std::size_t find_word(std::u16string_view text, std::u16string_view word, std::size_t from = 0);

// Where a long name stands in `text`, from `from` on, give or take two units; a short one only as
// it is.
std::size_t find_reading(std::u16string_view text, std::u16string_view name, std::size_t from = 0);

// Equal, or, from four units on, with one different.
bool same_word(std::u16string_view a, std::u16string_view b);

}  // namespace jianzhen::verify
