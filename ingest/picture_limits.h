#pragma once

#include "ingest/ingest.h"

namespace jianzhen::ingest {

// A scan at 600 dpi has more pixels than anybody reads: it is decoded, then made smaller. Beyond
// this many (some 500 MB of memory) it is not opened.
inline double decodable_pixels(const Limits& limits) { return 4 * limits.max_pixels; }

}  // namespace jianzhen::ingest
