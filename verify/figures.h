#pragma once

// Whether two pictures are the same one, by their perceptual hashes (ocr/figures.h). Pure.

#include <array>
#include <cstdint>
#include <vector>

namespace jianzhen::verify {

using FigureHash = std::array<std::uint64_t, 4>;

// In how many of their 256 bits they differ.
int figure_distance(const FigureHash& a, const FigureHash& b);

// Measured in docs/accuracy-notes.md.
bool same_picture(const FigureHash& a, const FigureHash& b);

// The same pictures have one of these in common: always where they differ in five bits of the first
// word or fewer, and nine times out of ten where it is eight. Others rarely have.
std::vector<std::uint32_t> figure_keys(const FigureHash& hash);

}  // namespace jianzhen::verify
