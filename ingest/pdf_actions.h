#pragma once

// Actions in a PDF (ISO 32000-1, 12.6) that run something or reach outside, as observations. For
// pdf_structure.cc only: qpdf's types stand in the signatures.

#include <string>
#include <vector>

#include "core/document.h"

class QPDF;
class QPDFObjectHandle;

namespace jianzhen::ingest {

std::vector<core::Observation> document_actions(QPDF& pdf);
std::vector<core::Observation> page_actions(QPDFObjectHandle page, int number);

// The appearance a viewer shows for an annotation; null where it shows none.
QPDFObjectHandle shown_appearance(QPDFObjectHandle annotation);

}  // namespace jianzhen::ingest
