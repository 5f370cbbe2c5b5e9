#include "verify/similarity.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/text.h"

namespace jianzhen::verify {
namespace {

constexpr std::size_t kShingle = 5;  // code points
constexpr std::size_t kBands = 40;
constexpr std::size_t kRows = 3;  // 1 − (1 − 0.5³)⁴⁰ = 99.5% of pairs at 0.5 meet in a band
constexpr double kMargin = 0.15;  // more than three standard errors of the estimate at 0.5

// SplitMix64 (Steele et al., 2014): the same on every machine, unlike std::hash.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31);
}

// The smallest shingle under each of many permutations: two sets agree in as large a share of them
// as their Jaccard similarity.
using Signature = std::array<std::uint64_t, kBands * kRows>;

Signature signature(const std::vector<std::uint64_t>& set) {
  Signature least{};
  for (std::size_t i = 0; i < least.size(); ++i) {
    const std::uint64_t salt = mixed(i);
    least[i] = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t shingle : set) least[i] = std::min(least[i], mixed(shingle ^ salt));
  }
  return least;
}

std::uint64_t band_of(const Signature& least, std::size_t band) {
  std::uint64_t hash = 0;
  for (std::size_t row = 0; row < kRows; ++row) hash = mixed(hash ^ least[band * kRows + row]);
  return hash;
}

double estimate(const Signature& a, const Signature& b) {
  std::size_t agree = 0;
  for (std::size_t i = 0; i < a.size(); ++i) agree += a[i] == b[i];
  return static_cast<double>(agree) / static_cast<double>(a.size());
}

}  // namespace

std::vector<std::uint64_t> shingles(std::string_view text) {
  std::u32string words;
  for (const char32_t c : core::to_utf32(text)) {
    if (u_isalnum(static_cast<UChar32>(c))) words.push_back(c);
  }
  std::vector<std::uint64_t> set;
  for (std::size_t at = 0; at + kShingle <= words.size(); ++at) {
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < kShingle; ++i) hash = mixed(hash ^ words[at + i]);
    set.push_back(hash);
  }
  std::ranges::sort(set);
  set.erase(std::unique(set.begin(), set.end()), set.end());
  return set;
}

double jaccard(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  if (a.empty() && b.empty()) return 0;
  std::size_t common = 0;
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (*i < *j) {
      ++i;
    } else if (*j < *i) {
      ++j;
    } else {
      ++common;
      ++i;
      ++j;
    }
  }
  return static_cast<double>(common) / static_cast<double>(a.size() + b.size() - common);
}

std::vector<std::uint64_t> bands(const std::vector<std::uint64_t>& set) {
  const Signature least = signature(set);
  std::vector<std::uint64_t> all;
  for (std::size_t band = 0; band < kBands; ++band) all.push_back(band_of(least, band));
  return all;
}

std::vector<Similar> similar_pairs(std::span<const std::vector<std::uint64_t>> sets,
                                   double at_least) {
  std::vector<Signature> signatures;
  for (const auto& set : sets) signatures.push_back(signature(set));
  std::set<std::pair<std::size_t, std::size_t>> candidates;
  for (std::size_t band = 0; band < kBands; ++band) {
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> buckets;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      if (sets[i].empty()) continue;
      auto& bucket = buckets[band_of(signatures[i], band)];
      for (const std::size_t other : bucket) {
        if (estimate(signatures[other], signatures[i]) >= at_least - kMargin) {
          candidates.emplace(other, i);
        }
      }
      bucket.push_back(i);
    }
  }
  std::vector<Similar> pairs;
  for (const auto& [first, second] : candidates) {
    const double similarity = jaccard(sets[first], sets[second]);
    if (similarity >= at_least) pairs.push_back({first, second, similarity});
  }
  return pairs;
}

}  // namespace jianzhen::verify
