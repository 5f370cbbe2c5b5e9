#pragma once

// Bytes of unknown encoding → UTF-8: what entrants' tools write is UTF-8, UTF-16 or GB18030.

#include <string>
#include <string_view>

namespace jianzhen::ingest {

// GB18030 → UTF-8; ill-formed sequences become U+FFFD.
std::string from_gb18030(std::string_view bytes);

// In the encoding that a label of HTML or e-mail names ("gb2312" is GB18030 in practice). As
// text_of() where the label is empty, unknown, or a lie: UTF-8 or ASCII that is not.
std::string from_charset(std::string_view bytes, std::string_view label);

// A whole text, by its byte order mark; without one as UTF-8 where it is well-formed, as UTF-16
// where every other byte of ASCII is zero, as GB18030 else.
std::string text_of(std::string_view bytes);

// No control characters but white space, and well-formed in one of the encodings (a cut at the end
// is forgiven).
bool looks_like_text(std::string_view head);

}  // namespace jianzhen::ingest
