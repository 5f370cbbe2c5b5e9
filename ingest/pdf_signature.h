#pragma once

// Digital signatures in a PDF (ISO 32000-1, 12.8; PAdES). Each ends as one of: valid and nothing
// but signatures came after it; valid, and the file was changed afterwards; invalid; of a kind not
// known here. For pdf_structure.cc: qpdf's types stand in the signatures.

#include <filesystem>
#include <vector>

#include "core/document.h"

class QPDF;

namespace jianzhen::ingest {

std::vector<core::Observation> signature_observations(QPDF& pdf, const std::filesystem::path& file);

}  // namespace jianzhen::ingest
