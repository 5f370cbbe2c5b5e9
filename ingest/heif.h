#pragma once

// HEIF (ISO/IEC 23008-12) by libheif: what phones write as HEIC, and AVIF.

#include <cstdint>
#include <span>

#include "core/error.h"
#include "core/picture.h"
#include "ingest/ingest.h"

namespace jianzhen::ingest {

// The primary picture, upright. Errors: corrupt, unsafe (too many pixels), memory.
core::Result<core::Picture> decode_heif(std::span<const std::uint8_t> bytes, const Limits& limits);

}  // namespace jianzhen::ingest
