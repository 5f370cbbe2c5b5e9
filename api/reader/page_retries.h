#pragma once

// What is done about a page whose reading ended the child: it is read once more with the other
// engine, then left out and said. The pages before and after it are read all the same.

#include <vector>

#include "api/reader/file_reading.h"
#include "api/reader/protocol.h"
#include "core/document.h"
#include "core/error.h"

namespace jianzhen::api {

class PageRetries {
 public:
  // After an answer that ended with `done`: true where `request`, changed, is to be asked again.
  // False too where the child did not end in a page, or has ended in too many.
  bool again(const core::Result<void>& done, const FileReading& reading, ReaderRequest& request);

  // The pages that no engine survived: `truncated`, each with its number.
  const std::vector<core::Observation>& lost() const { return lost_; }

 private:
  std::vector<core::Observation> lost_;
};

}  // namespace jianzhen::api
