#pragma once

#include <vector>

#include "core/document.h"
#include "core/picture.h"

namespace jianzhen::ocr {

// The QR and bar codes on a picture, read by ZXing. Their content is kept as text, never opened.
std::vector<core::Code> find_codes(const core::Picture& picture);

}  // namespace jianzhen::ocr
