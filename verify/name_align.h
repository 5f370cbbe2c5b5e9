#pragma once

// How one name must have been misread to become another: an alignment of the fewest and likeliest
// edits. Pure. It proposes; what the edits mean is judged slot by slot (name_compare.cc).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace jianzhen::verify {

struct Edit {
  enum class Kind : std::uint8_t { replace, drop, insert };
  Kind kind = Kind::replace;
  std::size_t at = 0;  // index in the first name; an inserted character stands before it
  char32_t own = 0;    // of the first name; 0 for an insertion
  char32_t read = 0;   // of the second; 0 for a drop
};

struct Alignment {
  std::vector<Edit> edits;    // by place
  std::size_t paper_end = 0;  // how much of the second name was used

  // Where in the second name the character `at` of the first stands, or would.
  std::size_t place_in_paper(std::size_t at) const;
};

// nullopt where it takes more than `most` edits.
std::optional<Alignment> align(std::u32string_view own, std::u32string_view paper,
                               std::size_t most);

// `own` against the best beginning of `paper`.
std::optional<Alignment> align_prefix(std::u32string_view own, std::u32string_view paper,
                                      std::size_t most);

}  // namespace jianzhen::verify
