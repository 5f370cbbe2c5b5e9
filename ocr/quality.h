#pragma once

#include "core/document.h"
#include "core/picture.h"

namespace jianzhen::ocr {

// How well an upright page can be read: measured where its lines stand, with the verdict.
core::Page::Quality measure(const core::Picture& picture, const core::Page& read);

}  // namespace jianzhen::ocr
