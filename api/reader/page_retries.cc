#include "api/reader/page_retries.h"

namespace jianzhen::api {
namespace {

constexpr int kMostLost = 5;  // a file that ends the reader on page after page is refused

}  // namespace

bool PageRetries::again(const core::Result<void>& done, FileReading& reading,
                        ReaderRequest& request) {
  if (done || done.error().code != core::ErrorCode::crash) return false;
  const int page = reading.unfinished();
  if (page == 0 || lost_ >= kMostLost) return false;
  if (request.other_engine_for == page) {
    ++lost_;
    reading.notice({core::ObservationKind::truncated, page, done.error().detail});
    request.skip.push_back(page);
    request.other_engine_for = 0;
  } else {
    request.other_engine_for = page;
  }
  request.skip.insert(request.skip.end(), reading.pages().begin(), reading.pages().end());
  return true;
}

}  // namespace jianzhen::api
