#include <xapian.h>

#include "index/index.h"

namespace jianzhen::index {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::Result;

namespace {

constexpr int kTries = 20;  // a writer that commits twice meanwhile takes the pages away

}  // namespace

Result<void> copy_index(const fs::path& folder, const fs::path& to) {
  if (std::error_code unknown; !fs::exists(folder, unknown)) {
    return core::fail(ErrorCode::not_found, {"还没有检索库 " + folder.string() + "。",
                                             "There is no index " + folder.string() + " yet."});
  }
  for (int tried = 1;; ++tried) {
    try {
      Xapian::Database(folder.string()).compact(to.string(), Xapian::DBCOMPACT_NO_RENUMBER);
      return {};
    } catch (const Xapian::DatabaseModifiedError& error) {
      if (tried == kTries) {
        return core::fail(ErrorCode::conflict,
                          {"检索库 " + folder.string() + " 正在大量写入，无法复制。",
                           "The index " + folder.string() + " is written to all the time."},
                          error.get_description(), folder.string());
      }
      std::error_code ignored;
      fs::remove_all(to, ignored);
    } catch (const Xapian::Error& error) {
      return core::fail(ErrorCode::unreadable,
                        {"无法复制检索库 " + folder.string() + "。",
                         "Cannot copy the index " + folder.string() + "."},
                        error.get_description(), folder.string());
    }
  }
}

}  // namespace jianzhen::index
