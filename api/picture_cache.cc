#include "api/picture_cache.h"

#include <unistd.h>

#include <fstream>
#include <sstream>

#include "api/make_room.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;

}  // namespace

core::Result<std::unique_ptr<PictureCache>> PictureCache::open(const fs::path& folder,
                                                               std::uint64_t max_bytes) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return core::fail(error == std::errc::no_space_on_device ? core::ErrorCode::no_space
                                                             : core::ErrorCode::unreadable,
                      {"无法建立页面图片缓存目录 " + folder.string() + "。",
                       "The folder for page pictures cannot be made: " + folder.string() + "."},
                      error.message(), folder.string());
  }
  auto cache = std::unique_ptr<PictureCache>(new PictureCache(folder, max_bytes));
  cache->bytes_ = make_room(folder, max_bytes);
  return cache;
}

core::Result<std::string> PictureCache::get(const std::string& name, const Draw& draw) {
  const fs::path file = folder_ / name;
  if (std::string bytes = kept(file); !bytes.empty()) {
    std::error_code ignored;
    fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);
    return bytes;
  }
  auto drawn = draw();
  if (!drawn) return core::fail(drawn.error());
  std::string bytes(drawn->begin(), drawn->end());
  keep(file, bytes);
  return bytes;
}

// Empty where it is not there, or a power cut left it empty.
std::string PictureCache::kept(const fs::path& file) const {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  if (in) out << in.rdbuf();
  return out.str();
}

void PictureCache::keep(const fs::path& file, const std::string& bytes) {
  const std::lock_guard lock(mutex_);
  const fs::path beside =
      folder_ / (".new-" + std::to_string(::getpid()) + "-" + std::to_string(++writings_));
  std::ofstream out(beside, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error;
  if (out) fs::rename(beside, file, error);
  if (!out || error) {
    fs::remove(beside, error);
    return;
  }
  bytes_ += bytes.size();
  if (bytes_ > max_bytes_) bytes_ = make_room(folder_, max_bytes_);
}

}  // namespace jianzhen::api
