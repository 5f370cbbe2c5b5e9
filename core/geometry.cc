#include "core/geometry.h"

#include <algorithm>

namespace jianzhen::core {

Box united(const Box& a, const Box& b) {
  if (a.area() == 0) return b;
  if (b.area() == 0) return a;
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

Box intersected(const Box& a, const Box& b) {
  const Box common{std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
                   std::min(a.bottom, b.bottom)};
  return common.area() > 0 ? common : Box{};
}

Box clamped(const Box& box) {
  const auto unit = [](double x) { return std::clamp(x, 0.0, 1.0); };
  Box result{unit(box.left), unit(box.top), unit(box.right), unit(box.bottom)};
  if (result.left > result.right) std::swap(result.left, result.right);
  if (result.top > result.bottom) std::swap(result.top, result.bottom);
  return result;
}

Box turned(const Box& box, int degrees) {
  switch (degrees) {
    case 90:
      return {1 - box.bottom, box.left, 1 - box.top, box.right};
    case 180:
      return {1 - box.right, 1 - box.bottom, 1 - box.left, 1 - box.top};
    case 270:
      return {box.top, 1 - box.right, box.bottom, 1 - box.left};
    default:
      return box;
  }
}

}  // namespace jianzhen::core
