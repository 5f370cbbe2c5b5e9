#pragma once

// What the forked child does with one request: ingest and ocr in a row.

#include "api/reader/protocol.h"
#include "core/error.h"
#include "ocr/ocr.h"

namespace jianzhen::api {

// Writes the frames of the answer to `out`; the child's exit status (0, whatever the file was
// like). `reader` is null where no engine could be loaded: `engine_state` says why, and pages that
// need it end the reading with that error.
int do_reader_work(const ReaderRequest& request, ocr::PageReader* reader,
                   const core::Result<void>& engine_state, int out);

}  // namespace jianzhen::api
