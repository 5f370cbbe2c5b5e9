#pragma once

// Places on a page. Unit: fractions of the page as displayed (rotation applied), origin at its
// top-left corner, x to the right, y downwards, so 0 ≤ left ≤ right ≤ 1 (contract.md, `box`).

namespace jianzhen::core {

struct Box {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;

  double width() const { return right - left; }
  double height() const { return bottom - top; }
  double area() const { return width() > 0 && height() > 0 ? width() * height() : 0; }
  bool operator==(const Box&) const = default;
};

// The smallest box around both; a box without area counts as nothing.
Box united(const Box& a, const Box& b);

// The common part; without area where they do not meet.
Box intersected(const Box& a, const Box& b);

// Brings every edge into [0, 1] and left/top before right/bottom.
Box clamped(const Box& box);

// Where the box is after the page was turned clockwise by 0, 90, 180 or 270 degrees.
Box turned(const Box& box, int degrees);

}  // namespace jianzhen::core
