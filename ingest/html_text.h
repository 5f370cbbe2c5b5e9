#pragma once

// HTML → the text that a browser would show, row by row. Nothing is fetched, no script runs.

#include <string>
#include <string_view>

namespace jianzhen::ingest {

// `charset` of whoever delivered it (an e-mail part); empty: as the document itself says.
std::string html_text(std::string_view bytes, std::string_view charset = {});

}  // namespace jianzhen::ingest
