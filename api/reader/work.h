#pragma once

// What the forked child does with one request: ingest and ocr in a row.

#include "api/reader/protocol.h"
#include "core/error.h"
#include "ocr/ocr.h"

namespace jianzhen::api {

// What is to be done next with the request: the child's exit status.
enum class Step : int {
  done,         // whatever the file was like
  convert,      // an office document without its PDF: convert_office() under LibreOffice's layers
  read_again,   // the PDF is in scratch
  load_engine,  // a picture of a page, and no engine yet: the whole request again, with one
};

// What reads pictures of pages. `usual` is null until an engine is loaded; where none could be,
// `state` says why, and pages that need it end the reading with that error.
struct Readers {
  ocr::PageReader* usual = nullptr;
  ocr::PageReader* other = nullptr;  // for request.other_engine_for; null where there is no other
  core::Result<void> state;
};

// Writes the frames of the answer to `out` and returns the Step.
int do_reader_work(const ReaderRequest& request, const Readers& readers, int out);

// Makes the PDF of an office document in scratch. Returns the Step.
int convert_office(const ReaderRequest& request, int out);

}  // namespace jianzhen::api
