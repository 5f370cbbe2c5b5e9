#pragma once

// The pixels of a picture that a PDF holds. For the .cc files that know qpdf.

#include <optional>

#include "core/picture.h"

class QPDFObjectHandle;

namespace jianzhen::ingest {

// Nothing where drawing it would show something else than what is stored, or the coding is not one
// of JPEG, Flate and their like. What qpdf throws comes through.
std::optional<core::Picture> pixels_of(QPDFObjectHandle image);

}  // namespace jianzhen::ingest
