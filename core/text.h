#pragma once

// Unicode text: folding for comparison and search, with the way back to the original.
// All functions are pure and thread-safe. Text is UTF-8; ill-formed bytes become U+FFFD.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::core {

std::size_t code_point_count(std::string_view utf8);

std::u32string to_utf32(std::string_view utf8);
std::string to_utf8(std::u32string_view text);

// True where the bytes are well-formed UTF-8.
bool is_utf8(std::string_view bytes);

// NFKC with case folding (UAX #15), then traditional → simplified (ICU "Traditional-Simplified"):
// what two texts share when a person would call them the same words. Spaces stay.
std::string folded(std::string_view utf8);

// The same, with for every code point of `text` the index of the code point in the original it came
// from (so that a hit in folded text can be marked on the page).
struct Folded {
  std::u32string text;
  std::vector<std::uint32_t> origin;
};
Folded folded_with_origin(std::string_view utf8);

// A–Z as a–z, every other byte as it is: for names that protocols write in ASCII.
std::string lower_ascii(std::string_view text);

// Width and compatibility forms folded (NFKC), all white space dropped; case, brackets' shape and
// traditional forms kept. For names as printed.
std::string compact(std::string_view utf8);

// Levenshtein's: the fewest characters put in, taken out or changed to make one of the other.
std::size_t edit_distance(std::u32string_view a, std::u32string_view b);

// A Han character, extensions beyond the BMP included (Unicode Script=Han).
bool is_han(char32_t c);

}  // namespace jianzhen::core
