#pragma once

// What a file's name promises: how long its reading may take, and where its bytes are something
// else.

#include <cstdint>
#include <string>

#include "core/error.h"

namespace jianzhen::api {

// Of a file that cannot be read because it is of no kind we read, while its name promises one that
// we do (a sound named 证书.pdf): no foreign format but a damaged file, and said so. A program in
// the place of a paper is no damaged one. Other errors come back as they are.
core::Error as_named(core::Error error, const std::string& path);

// Whether the file may hold a reader for more than seconds, as far as its name and size tell: a
// film, an archive, a thick scan.
bool may_read_long(const std::string& path, std::uint64_t bytes);

}  // namespace jianzhen::api
