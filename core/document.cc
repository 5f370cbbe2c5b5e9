#include "core/document.h"

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace jianzhen::core {

Box box_of(const Line& line, std::size_t first, std::size_t last) {
  const std::size_t count = code_point_count(line.text);
  if (count == 0) return line.box;
  first = std::min(first, count);
  last = std::clamp(last, first, count);
  const double start = line.vertical ? line.box.top : line.box.left;
  const double length = line.vertical ? line.box.height() : line.box.width();
  const bool measured = line.edges.size() == count + 1;
  const auto edge = [&](std::size_t at) {
    return measured ? static_cast<double>(line.edges[at])
                    : start + length * static_cast<double>(at) / static_cast<double>(count);
  };
  Box box = line.box;
  (line.vertical ? box.top : box.left) = edge(first);
  (line.vertical ? box.bottom : box.right) = edge(last);
  return clamped(box);  // edges that fall give the right side first
}

Page turned(Page page, int degrees) {
  const bool aside = degrees == 90 || degrees == 270;
  for (Line& line : page.lines) {
    // Across the turn x becomes y (90) or the other way round; the new axis may run against it.
    const bool reverse = degrees == 180 || (degrees == 90) == line.vertical;
    if (degrees != 0 && reverse) {
      for (float& edge : line.edges) edge = 1 - edge;
    }
    line.box = turned(line.box, degrees);
    line.vertical ^= aside;
  }
  for (Seal& seal : page.seals) seal.box = turned(seal.box, degrees);
  for (Code& code : page.codes) code.box = turned(code.box, degrees);
  for (Figure& figure : page.figures) figure.box = turned(figure.box, degrees);
  if (aside) std::swap(page.width, page.height);
  page.turn = (page.turn - degrees + 360) % 360;
  return page;
}

}  // namespace jianzhen::core
