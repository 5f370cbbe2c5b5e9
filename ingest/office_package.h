#pragma once

// The XML within an office package, looked at before anybody parses it.

#include <filesystem>
#include <string_view>

#include "core/error.h"

namespace jianzhen::ingest {

// What the beginning of an XML document, up to its root element, says of its type.
enum class Prolog {
  plain,    // no document type, or one with nothing of its own
  declares  // a type with declarations, an encoding that could hide one, no end in sight
};
Prolog prolog_of(std::string_view head);

// A zip of XML (Open Packaging, OpenDocument). ECMA-376 part 2, 8.1.4, allows no document type in
// it; entities are how a few hundred bytes become gigabytes, or another file's text.
// Errors: unsafe (such a type, too many parts), and those of opening the archive.
core::Result<void> refuse_document_types(const std::filesystem::path& file);

}  // namespace jianzhen::ingest
