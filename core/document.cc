#include "core/document.h"

#include <algorithm>

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
  return box;
}

}  // namespace jianzhen::core
