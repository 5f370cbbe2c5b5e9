#pragma once

// A page's words made ready for matching: folded, white space dropped, fragments of one word put
// together, each unit of text with the way back to its place on the page. Immutable; keeps a
// pointer to its page, which must outlive it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/document.h"
#include "verify/facts.h"

namespace jianzhen::verify {

// Where a unit of folded text stands: code point `at` of line `line` of the page.
struct Origin {
  std::uint32_t line = 0;
  std::uint32_t at = 0;
  bool operator==(const Origin&) const = default;
};

// Folded text (core::folded, no white space) in UTF-16, because ICU's expressions read that.
struct Text {
  std::u16string units;
  std::vector<Origin> origins;  // one per unit

  bool empty() const { return units.empty(); }
  std::size_t size() const { return units.size(); }
  Text slice(std::size_t first, std::size_t last) const;  // clamped
  void append(const Text& other);
};

std::u16string folded_units(std::string_view utf8);  // folded, white space dropped
std::string utf8_of(std::u16string_view units);

// A line, or several fragments of one ("名", "称" of 名　称). Boxes are of the upright page
// (core::turned), so that beside and below mean what a reader means; evidence gives them as
// displayed.
struct Cell {
  Cell(Text folded, const core::Box& place) : text(std::move(folded)), box(place) {}

  Text text;
  core::Box box;
  bool gap_before(std::size_t unit) const;       // white space on the paper, or the line's start
  bool wide_gap_before(std::size_t unit) const;  // two or more spaces

 private:
  std::size_t gap(std::size_t unit) const;
};

class PageText {
 public:
  explicit PageText(const core::Page& page);

  const core::Page& page() const { return *page_; }
  const std::vector<Cell>& cells() const { return cells_; }  // in reading order, none empty
  const Text& flow() const { return flow_; }                 // all cells, joined without a break

  // The words as printed, the place of their longest run on one line, the weakest confidence.
  Evidence evidence(const Text& text) const;
  std::string printed(const Text& text) const;
  double characters_in_line(std::uint32_t line) const;  // as printed

  // The nearest cell in the same row on the right; below, overlapping horizontally; or nullptr.
  const Cell* right_of(const Cell& cell) const;
  const Cell* below(const Cell& cell, double max_gap_in_heights) const;
  // A cell in the row of `cell`, to its left.
  const Cell* left_of(const Cell& cell) const;
  const Cell* next(const Cell& cell) const;  // in reading order

 private:
  void gather();
  void join_fragments();

  const core::Page* page_;
  std::vector<Cell> cells_;
  Text flow_;
};

}  // namespace jianzhen::verify
