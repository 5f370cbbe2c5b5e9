#pragma once

// How e-mail writes bytes and words in ASCII. Total: what is ill-formed is passed over.

#include <string>
#include <string_view>

namespace jianzhen::ingest {

std::string from_base64(std::string_view text);
// `underscore`: '_' is a space, as in a header (RFC 2047, 4.2).
std::string from_quoted_printable(std::string_view text, bool underscore = false);
// %XX of RFC 2231.
std::string from_percent(std::string_view text);
// A header's value with its encoded words (RFC 2047) → UTF-8.
std::string decoded_words(std::string_view text);

}  // namespace jianzhen::ingest
