#pragma once

// TIFF by libtiff: one page at a time, its size known before it is decoded.

#include <filesystem>
#include <memory>

#include "core/error.h"
#include "core/picture.h"
#include "ingest/ingest.h"

namespace jianzhen::ingest {

class TiffFile {
 public:
  static core::Result<TiffFile> open(const std::filesystem::path& file, int max_pages);

  TiffFile(TiffFile&&) noexcept;
  TiffFile& operator=(TiffFile&&) noexcept;
  ~TiffFile();

  // Reduced copies (thumbnails) are no pages.
  int page_count() const;

  // From 1. Errors: unsafe (too many pixels), corrupt, memory.
  core::Result<core::Picture> page(int number, const Limits& limits);

 private:
  struct State;
  explicit TiffFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::ingest
