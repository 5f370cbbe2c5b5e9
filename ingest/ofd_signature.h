#pragma once

// Signatures and e-seals of an OFD file (GB/T 33190-2016, 18; GB/T 38540-2020) as observations.

#include <vector>

#include "core/document.h"
#include "ingest/ofd_document.h"

namespace jianzhen::ingest {

// One observation for each signature the package lists. What is covered: the files a signature
// refers to by digest. A page, its template or the document outside all of them, or added later, is
// `signature_changed_after`.
std::vector<core::Observation> ofd_signatures(OfdDocument& document);

}  // namespace jianzhen::ingest
