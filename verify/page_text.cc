#include "verify/page_text.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"

namespace jianzhen::verify {
namespace {

constexpr double kOverlap = 0.3;  // of its width, by which the boxes of neighbours may overlap

// Boxes of one row overlap by half the lower one's height.
bool same_row(const core::Box& a, const core::Box& b) {
  const double common = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  const double lower = std::min(a.height(), b.height());
  return lower > 0 && common >= 0.5 * lower;
}

void append_unit(std::u16string& units, char32_t c) {
  if (c < 0x10000) {
    units.push_back(static_cast<char16_t>(c));
    return;
  }
  units.push_back(static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10)));
  units.push_back(static_cast<char16_t>(0xDC00 + ((c - 0x10000) & 0x3FF)));
}

Text folded_text(const core::Line& line, std::uint32_t number) {
  Text result;
  const core::Folded folded = core::folded_with_origin(line.text);
  for (std::size_t i = 0; i < folded.text.size(); ++i) {
    if (u_isUWhiteSpace(static_cast<UChar32>(folded.text[i]))) continue;
    append_unit(result.units, folded.text[i]);
    while (result.origins.size() < result.units.size()) {
      result.origins.push_back({number, folded.origin[i]});
    }
  }
  return result;
}

struct Run {  // code points [first, last) of one line
  std::uint32_t line = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

std::vector<Run> runs_of(const Text& text) {
  std::vector<Run> runs;
  for (const Origin& origin : text.origins) {
    if (runs.empty() || runs.back().line != origin.line || origin.at < runs.back().first) {
      runs.push_back({origin.line, origin.at, origin.at + 1});
    } else {
      runs.back().last = std::max(runs.back().last, origin.at + 1);
    }
  }
  return runs;
}

// What a seal or a fold cuts is found in two pieces, and the characters at the cut are read in
// both: how many units of `right` the box of `left` holds already, and holds with the same words.
std::size_t read_twice(const Cell& left, const Cell& right) {
  const bool one_after_the_other = same_row(left.box, right.box) &&
                                   left.box.left < right.box.left &&
                                   left.box.right < right.box.right;
  const double common = left.box.right - right.box.left;
  if (!one_after_the_other || common <= 0) return 0;
  const double width = right.box.width() / static_cast<double>(right.text.size());
  const auto shared = static_cast<std::size_t>(std::lround(common / width));
  if (shared == 0 || shared >= std::min(left.text.size(), right.text.size())) return 0;
  return left.text.units.ends_with(std::u16string_view(right.text.units).substr(0, shared)) ? shared
                                                                                            : 0;
}

}  // namespace

Text Text::slice(std::size_t first, std::size_t last) const {
  first = std::min(first, units.size());
  last = std::clamp(last, first, units.size());
  Text part;
  part.units = units.substr(first, last - first);
  part.origins.assign(origins.begin() + static_cast<std::ptrdiff_t>(first),
                      origins.begin() + static_cast<std::ptrdiff_t>(last));
  return part;
}

void Text::append(const Text& other) {
  units += other.units;
  origins.insert(origins.end(), other.origins.begin(), other.origins.end());
}

std::u16string folded_units(std::string_view utf8) {
  std::u16string units;
  for (const char32_t c : core::folded_with_origin(utf8).text) {
    if (!u_isUWhiteSpace(static_cast<UChar32>(c))) append_unit(units, c);
  }
  return units;
}

std::string utf8_of(std::u16string_view units) {
  std::string result;
  icu::UnicodeString(units.data(), static_cast<std::int32_t>(units.size())).toUTF8String(result);
  return result;
}

bool Cell::gap_before(std::size_t unit) const { return gap(unit) >= 1; }

bool Cell::wide_gap_before(std::size_t unit) const { return gap(unit) >= 2; }

// Spaces before the unit; plenty at the line's start and where a fragment was put on.
std::size_t Cell::gap(std::size_t unit) const {
  if (unit >= text.size()) return 0;
  if (unit == 0 || text.origins[unit - 1].line != text.origins[unit].line) return 2;
  const std::size_t step = text.origins[unit].at - text.origins[unit - 1].at;
  return step > 1 ? step - 1 : 0;
}

PageText::PageText(const core::Page& page) : page_(&page) {
  gather();
  join_fragments();
  for (const Cell& cell : cells_) flow_.append(cell.text);
}

void PageText::gather() {
  for (std::size_t i = 0; i < page_->lines.size(); ++i) {
    Text text = folded_text(page_->lines[i], static_cast<std::uint32_t>(i));
    if (text.empty()) continue;
    cells_.emplace_back(std::move(text), core::turned(page_->lines[i].box, page_->turn));
  }
}

// Printers spread short labels over the column's width (名　　称), and readers find the characters
// one by one. Single Han characters of one row, one after the other and not far apart, are a word.
void PageText::join_fragments() {
  std::vector<Cell> joined;
  for (Cell& cell : cells_) {
    if (const std::size_t twice = joined.empty() ? 0 : read_twice(joined.back(), cell)) {
      joined.back().text.append(cell.text.slice(twice, cell.text.size()));
      joined.back().box = core::united(joined.back().box, cell.box);
      continue;
    }
    const bool single = cell.text.size() == 1 && core::is_han(cell.text.units[0]);
    const bool continues =
        !joined.empty() && single && joined.back().text.size() <= 6 &&
        core::is_han(joined.back().text.units.back()) &&
        std::all_of(joined.back().text.origins.begin(), joined.back().text.origins.end(),
                    [&](const Origin& o) {
                      return core::turned(page_->lines[o.line].box, page_->turn).width() <
                             2.5 * cell.box.width();
                    }) &&
        same_row(joined.back().box, cell.box) && cell.box.left >= joined.back().box.right &&
        cell.box.left - joined.back().box.right < 8 * cell.box.width();
    if (continues) {
      joined.back().text.append(cell.text);
      joined.back().box = core::united(joined.back().box, cell.box);
    } else {
      joined.push_back(std::move(cell));
    }
  }
  cells_ = std::move(joined);
}

std::string PageText::printed(const Text& text) const {
  std::string words;
  for (const Run& run : runs_of(text)) {
    const std::u32string line = core::to_utf32(page_->lines[run.line].text);
    words += core::to_utf8(std::u32string_view(line).substr(run.first, run.last - run.first));
  }
  return words;
}

double PageText::characters_in_line(std::uint32_t line) const {
  return static_cast<double>(core::code_point_count(page_->lines[line].text));
}

Evidence PageText::evidence(const Text& text) const {
  Evidence result;
  result.place.page = page_->number;
  result.place.time = page_->time;
  result.words = printed(text);
  result.ocr = page_->source == core::PageSource::ocr;
  std::uint32_t longest = 0;
  std::uint32_t before = 0;  // code points of the words so far
  for (const Run& run : runs_of(text)) {
    const core::Line& line = page_->lines[run.line];
    // Where it is told which characters are in doubt, the others stand.
    const bool doubtful = line.doubtful && line.unsure.empty();
    result.confidence =
        std::min(result.confidence, doubtful ? 0.5 * line.confidence : line.confidence);
    for (const std::uint32_t at : line.unsure) {
      if (at >= run.first && at < run.last) result.unsure.push_back(before + at - run.first);
    }
    before += run.last - run.first;
    // A page that was both printed and scanned: what is not certain came from the picture.
    if (page_->source == core::PageSource::both && line.confidence < 1) result.ocr = true;
    if (run.last - run.first > longest) {
      longest = run.last - run.first;
      result.place.box = core::box_of(line, run.first, run.last);
    }
  }
  return result;
}

const Cell* PageText::right_of(const Cell& cell) const {
  const Cell* nearest = nullptr;
  for (const Cell& other : cells_) {
    if (&other == &cell || !same_row(cell.box, other.box)) continue;
    if (other.box.left < cell.box.right - kOverlap * cell.box.width()) continue;
    if (nearest == nullptr || other.box.left < nearest->box.left) nearest = &other;
  }
  return nearest;
}

const Cell* PageText::left_of(const Cell& cell) const {
  const Cell* nearest = nullptr;
  for (const Cell& other : cells_) {
    if (&other == &cell || !same_row(cell.box, other.box)) continue;
    if (other.box.right > cell.box.left + kOverlap * other.box.width()) continue;
    if (nearest == nullptr || other.box.right > nearest->box.right) nearest = &other;
  }
  return nearest;
}

const Cell* PageText::below(const Cell& cell, double max_gap_in_heights) const {
  const Cell* nearest = nullptr;
  for (const Cell& other : cells_) {
    if (&other == &cell || same_row(cell.box, other.box)) continue;
    const double gap = other.box.top - cell.box.bottom;
    if (gap < -0.5 * cell.box.height() || gap > max_gap_in_heights * cell.box.height()) continue;
    if (other.box.left >= cell.box.right || other.box.right <= cell.box.left) continue;
    if (nearest == nullptr || other.box.top < nearest->box.top) nearest = &other;
  }
  return nearest;
}

const Cell* PageText::next(const Cell& cell) const {
  const auto at = static_cast<std::size_t>(&cell - cells_.data());
  return at + 1 < cells_.size() ? &cells_[at + 1] : nullptr;
}

}  // namespace jianzhen::verify
