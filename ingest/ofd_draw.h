#pragma once

// Draws an OFD page by Cairo: for the viewer, and for the reader of what is no text. Embedded fonts
// are not used: the words stand where they stand, in a font of the system.

#include "core/error.h"
#include "core/picture.h"
#include "ingest/ofd_document.h"

namespace jianzhen::ingest {

// At most Limits::max_pixels. Errors: corrupt, memory.
core::Result<core::Picture> draw(OfdDocument& document, int page, double dpi, const Limits& limits);

}  // namespace jianzhen::ingest
