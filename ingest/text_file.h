#pragma once

// Running text laid on pages, for all formats that have no pages of their own.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "ingest/formats.h"

namespace jianzhen::ingest {

// At most `limit` bytes from the beginning; `cut` tells whether there were more. Errors:
// unreadable.
core::Result<std::string> text_bytes(const std::filesystem::path& file, std::size_t limit,
                                     bool& cut);

// UTF-8 → A4 pages of rows, to the reading's sink, with the file's information first.
core::Result<void> give_text(const Reading& reading, std::string_view text, bool cut);

}  // namespace jianzhen::ingest
