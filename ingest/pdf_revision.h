#pragma once

// What an incremental update (ISO 32000-1, 7.5.6) did to a PDF. For pdf_signature.cc.

#include <string_view>

class QPDF;

namespace jianzhen::ingest {

enum class Growth {
  signatures,  // nothing but signatures, their fields and what is needed to verify them later
  metadata,    // that, and what is said about the document: a signer's tool writes it, too
  content,     // something that a reader sees, or may see
};

// `earlier`: the first bytes of the same file, which end where the earlier revision did.
Growth growth_since(std::string_view earlier, QPDF& now);

}  // namespace jianzhen::ingest
