#include "ocr/reading_order.h"

#include <algorithm>

namespace jianzhen::ocr {
namespace {

constexpr double kSameRow = 0.5;  // of the lower line's height, between the middles

double middle(const core::Line& line) { return (line.box.top + line.box.bottom) / 2; }

bool same_row(const core::Line& a, const core::Line& b) {
  const double height = std::min(a.box.height(), b.box.height());
  return std::abs(middle(a) - middle(b)) < kSameRow * height;
}

}  // namespace

void put_in_reading_order(std::vector<core::Line>& lines) {
  std::sort(lines.begin(), lines.end(),
            [](const auto& a, const auto& b) { return middle(a) < middle(b); });
  for (auto row = lines.begin(); row != lines.end();) {
    auto end = std::next(row);
    while (end != lines.end() && same_row(*row, *end)) ++end;
    std::sort(row, end, [](const auto& a, const auto& b) { return a.box.left < b.box.left; });
    row = end;
  }
}

}  // namespace jianzhen::ocr
