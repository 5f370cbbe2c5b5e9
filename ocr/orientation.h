#pragma once

#include <vector>

#include "core/error.h"
#include "ocr/ocr.h"

namespace jianzhen::ocr {

// The degrees (0, 90, 180, 270) by which a page must be turned clockwise to stand upright, by the
// vote of its lines. A page that may stand upright is left alone: doubt means 0.
// `strips`: the lines that the engine found on the page.
core::Result<int> turn_of(TextEngine& engine, const core::Picture& picture,
                          const std::vector<Strip>& strips);

// The page turned clockwise by so many degrees.
core::Picture turned(const core::Picture& picture, int degrees);

}  // namespace jianzhen::ocr
