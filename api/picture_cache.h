#pragma once

// Pictures of pages, drawn once and kept on disk; the least recently seen go when there are too
// many. Thread-safe. Losing it costs time, nothing else.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/error.h"

namespace jianzhen::api {

class PictureCache {
 public:
  // Errors: unreadable, no_space.
  static core::Result<std::unique_ptr<PictureCache>> open(const std::filesystem::path& folder,
                                                          std::uint64_t max_bytes);

  using Draw = std::function<core::Result<std::vector<std::uint8_t>>()>;

  // The picture of that name, drawn where it is not there. What cannot be kept is given all the
  // same. Errors: those of drawing.
  core::Result<std::string> get(const std::string& name, const Draw& draw);

 private:
  PictureCache(std::filesystem::path folder, std::uint64_t max_bytes)
      : folder_(std::move(folder)), max_bytes_(max_bytes) {}

  std::string kept(const std::filesystem::path& file) const;
  void keep(const std::filesystem::path& file, const std::string& bytes);

  std::filesystem::path folder_;
  std::uint64_t max_bytes_;
  std::mutex mutex_;
  std::uint64_t bytes_ = 0;     // of what is kept
  std::uint64_t writings_ = 0;  // makes names for files on their way
};

}  // namespace jianzhen::api
