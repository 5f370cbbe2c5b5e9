#pragma once

// Draws an OFD page by Cairo: for the viewer, and for the reader of what is no text. Words
// without an embedded font stand where they stand, in a font of the system; seals are stamped on.

#include "core/error.h"
#include "core/picture.h"
#include "ingest/ofd_document.h"

namespace jianzhen::ingest {

// At most Limits::max_pixels. Errors: corrupt, memory.
core::Result<core::Picture> draw(OfdDocument& document, int page, double dpi, const Limits& limits);

}  // namespace jianzhen::ingest
