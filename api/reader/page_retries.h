#pragma once

// What is done about a page whose reading ended the child: it is read once more with the other
// engine, then left out and said. The pages before and after it are read all the same.

#include "api/reader/file_reading.h"
#include "api/reader/protocol.h"
#include "core/error.h"

namespace jianzhen::api {

class PageRetries {
 public:
  // After an answer that ended with `done`: true where `request`, changed, is to be asked again.
  // False too where the child did not end in a page, or has ended in too many.
  // A page that no engine survived is among what `reading` noticed: `truncated`, with its number.
  bool again(const core::Result<void>& done, FileReading& reading, ReaderRequest& request);

 private:
  int lost_ = 0;  // pages
};

}  // namespace jianzhen::api
