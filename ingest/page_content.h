#pragma once

// What a PDF page paints beside its text: where pictures stand, whether red shapes are drawn (a
// seal may be a vector drawing), how much text is invisible. A reader of content streams
// (ISO 32000-1, 7.8.2) that only follows the few operators it needs; hostile bytes cost at most
// their length.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"

namespace jianzhen::ingest {

// [a b 0; c d 0; e f 1] of ISO 32000-1, 8.3.3.
struct Matrix {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;

  // This one first, then `after`.
  Matrix then(const Matrix& after) const;
  core::Box around_unit_square() const;  // in the target's coordinates, y upwards
};

struct PaintedPicture {
  core::Box box;  // in the page's own coordinates (points, y upwards, before rotation)
  int width = 0;  // pixels
  int height = 0;
  std::uint64_t identity = 0;  // equal for the same object; 0 for an inline picture
  bool upright = false;        // neither turned nor mirrored on the page's own coordinates
};

struct Painted {
  std::vector<PaintedPicture> pictures;
  bool red_shape = false;          // a curve filled or stroked in red
  std::size_t text_shown = 0;      // operators that show text …
  std::size_t text_invisible = 0;  // … and those of them in rendering mode 3
  bool covered = false;            // something visible is painted after the last picture
  bool complete = true;            // false: a limit was met; there may be more
};

// What a name in a resource dictionary stands for.
struct NamedObject {
  enum class Kind { none, picture, form } kind = Kind::none;
  PaintedPicture picture;     // of a picture: all but the box
  std::string content;        // of a form: its stream,
  Matrix matrix;              // its matrix,
  std::size_t resources = 0;  // and the resources its names are looked up in
};

// `resources` is the caller's handle; `name` without the slash.
using LookUp = std::function<NamedObject(std::size_t resources, std::string_view name)>;

// Adds to `painted`. Forms are followed eight levels deep.
void scan_content(std::string_view content, std::size_t resources, const Matrix& matrix,
                  const LookUp& look_up, Painted& painted);

}  // namespace jianzhen::ingest
