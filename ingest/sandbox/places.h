#pragma once

// What of the file system a reader of files needs: what its libraries look up, beside the file
// itself and the folder it may write to.

#include "ingest/sandbox/sandbox.h"

namespace jianzhen::ingest {

// `models`: what the recogniser may still load.
Places reader_places(const std::filesystem::path& file, const std::filesystem::path& scratch,
                     const std::filesystem::path& models);

// LibreOffice: its program, its settings and fonts; the document is copied into scratch.
Places office_places(const std::filesystem::path& file, const std::filesystem::path& scratch);

}  // namespace jianzhen::ingest
