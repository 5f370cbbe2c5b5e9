#pragma once

#include <array>
#include <optional>
#include <span>

#include "core/document.h"
#include "core/picture.h"
#include "ocr/ocr.h"

namespace jianzhen::ocr {

// The page of a photograph taken from an angle, as if it lay flat under the camera.
struct FlatPage {
  core::Picture picture;
  // Row by row, in fractions of both: from a point of `picture` to that of the photograph.
  std::array<double, 9> to_photograph{};

  // What was read on `picture`, with every box and edge where it is on the photograph.
  core::Page on_photograph(core::Page read) const;
  core::Box from_photograph(const core::Box& box) const;
};

// Nothing unless all four edges of the page are plainly seen and run together as only a picture
// from an angle shows them: a scan, a page seen from straight above, one that is cut off, and doubt
// are all left alone.
// `strips`: the lines that the engine found on the photograph.
std::optional<FlatPage> flattened(const core::Picture& photograph, std::span<const Strip> strips);

}  // namespace jianzhen::ocr
