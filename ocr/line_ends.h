#pragma once

// Lines that go on beyond what the detector saw of them: their beginning touches a code or a rule,
// a digit in the middle was too faint.

#include <vector>

#include "core/picture.h"
#include "ocr/lines.h"

namespace jianzhen::ocr {

// Follows the ink beyond the ends of every line and reads the line again as far as that goes. What
// is read so counts where it says all that was read before and more, and that surely; lines that it
// takes in are taken out.
core::Result<void> follow_beyond_ends(TextEngine& engine, const core::Picture& picture,
                                      std::vector<FoundLine>& lines);

}  // namespace jianzhen::ocr
