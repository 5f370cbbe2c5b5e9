#include "verify/figures.h"

#include <bit>

namespace jianzhen::verify {
namespace {

constexpr int kRough = 8;  // bits of the first word
constexpr int kAll = 56;   // bits of all four

int bits(std::uint64_t a, std::uint64_t b) { return std::popcount(a ^ b); }

}  // namespace

int figure_distance(const FigureHash& a, const FigureHash& b) {
  int sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += bits(a.at(i), b.at(i));
  return sum;
}

bool same_picture(const FigureHash& a, const FigureHash& b) {
  return bits(a[0], b[0]) <= kRough && figure_distance(a, b) <= kAll;
}

// Any three of the first word's eight bytes, with which bytes they are.
std::vector<std::uint32_t> figure_keys(const FigureHash& hash) {
  constexpr unsigned kBytes = 8;
  const auto byte = [&](unsigned i) {
    return static_cast<std::uint32_t>(hash[0] >> (8 * i) & 0xFF);
  };
  std::vector<std::uint32_t> keys;
  std::uint32_t which = 0;
  for (unsigned i = 0; i < kBytes; ++i) {
    for (unsigned j = i + 1; j < kBytes; ++j) {
      for (unsigned k = j + 1; k < kBytes; ++k) {
        keys.push_back(which++ << 24 | byte(i) << 16 | byte(j) << 8 | byte(k));
      }
    }
  }
  return keys;
}

}  // namespace jianzhen::verify
