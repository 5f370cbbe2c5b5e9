#include "api/make_room.h"

#include <algorithm>
#include <vector>

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;

struct KeptFile {
  fs::path path;
  fs::file_time_type seen;
  std::uint64_t bytes = 0;
};

std::vector<KeptFile> files_in(const fs::path& folder) {
  std::vector<KeptFile> files;
  std::error_code gone;  // another process may tidy up too
  for (fs::directory_iterator at(folder, gone), end; !gone && at != end; at.increment(gone)) {
    std::error_code error;
    const std::uint64_t bytes = at->file_size(error);
    if (!error) files.push_back({at->path(), at->last_write_time(error), bytes});
  }
  return files;
}

}  // namespace

std::uint64_t make_room(const fs::path& folder, std::uint64_t max_bytes) {
  std::vector<KeptFile> files = files_in(folder);
  std::uint64_t bytes = 0;
  for (const KeptFile& file : files) bytes += file.bytes;
  if (bytes <= max_bytes) return bytes;
  std::sort(files.begin(), files.end(),
            [](const KeptFile& a, const KeptFile& b) { return a.seen < b.seen; });
  for (const KeptFile& file : files) {
    if (bytes <= max_bytes / 10 * 9) break;
    std::error_code error;
    if (fs::remove(file.path, error)) bytes -= file.bytes;
  }
  return bytes;
}

}  // namespace jianzhen::api
