#pragma once

// Where the seals of an OFD file's signatures are to be seen, and how they look (GB/T 33190-2016,
// 18.2.3; GB/T 38540-2020, 7.2).

#include <string>
#include <vector>

#include "core/geometry.h"
#include "ingest/ofd_document.h"

namespace jianzhen::ingest {

struct OfdStamp {
  core::Box place;      // on the page, millimetres
  std::string picture;  // a picture's bytes, or those of another OFD file
};

std::vector<OfdStamp> stamps_on(OfdDocument& document, int page);

// The seal's picture within an SES_Signature or an SESeal; empty where there is none.
std::string seal_picture(std::string_view der);

}  // namespace jianzhen::ingest
