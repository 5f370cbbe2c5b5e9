#pragma once

// A line that stands on a video's picture for several frames is read once in each: the reading that
// most of them agree on is taken for all, the surest of equals. Compression spoils single frames,
// seldom the same character in most.

#include <vector>

#include "core/document.h"

namespace jianzhen::api {

// `frames` in the order of their times. Returns the numbers of the pages that changed.
std::vector<int> vote_over_frames(std::vector<core::Page>& frames);

}  // namespace jianzhen::api
