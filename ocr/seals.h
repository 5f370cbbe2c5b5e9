#pragma once

#include <vector>

#include "core/document.h"
#include "ocr/mat.h"
#include "ocr/seal_rings.h"

namespace jianzhen::ocr {

struct FoundSeal {
  core::Seal seal;
  Ring ring;
  bool red = false;  // false: in a grey copy
};

// The seals on an upright page, with the words of their rings. `red`: its red_mask.
core::Result<std::vector<FoundSeal>> find_seals(TextEngine& engine, const core::Picture& picture,
                                                const cv::Mat& red);

// Whether the middle of a strip lies inside the ring.
bool inside(const Strip& strip, const Ring& ring);

}  // namespace jianzhen::ocr
