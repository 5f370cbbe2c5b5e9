#pragma once

// Which texts are nearly the same: Jaccard similarity of the sets of their five-character shingles
// (Broder 1997), found without comparing all pairs (MinHash in bands, Leskovec et al., Mining of
// Massive Datasets, 3.4). Pure, deterministic, thread-safe.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace jianzhen::verify {

// Sorted hashes of the shingles of a text; letters and digits only count, so that line breaks and
// punctuation of a reading do not.
std::vector<std::uint64_t> shingles(std::string_view text);

// Below so many shingles there is too little to say that two texts are, or are not, the same.
inline constexpr std::size_t kEnoughShingles = 200;

double jaccard(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b);

// Two sets that similar_pairs() would look at have one of these in common, in the same place.
std::vector<std::uint64_t> bands(const std::vector<std::uint64_t>& set);

struct Similar {
  std::size_t first = 0;  // index into the sets, first < second
  std::size_t second = 0;
  double similarity = 0;
};

// All pairs of at least this similarity (from 0.5 on nearly certainly all: each is missed with a
// chance below 1%), ordered by first, second.
std::vector<Similar> similar_pairs(std::span<const std::vector<std::uint64_t>> sets,
                                   double at_least);

}  // namespace jianzhen::verify
