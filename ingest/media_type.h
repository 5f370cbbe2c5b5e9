#pragma once

// Parts of detect() that others need: text without a byte order mark, containers.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/ingest.h"

namespace jianzhen::ingest {

// What a zip file really is, by the names in it: docx, ofd, odt …; plain application/zip else.
std::string zip_media_type(const std::filesystem::path& file);

// The class of a media type as the table of media_type.cc says; unsupported where it has no row.
FileClass class_of(std::string_view media_type);

}  // namespace jianzhen::ingest
