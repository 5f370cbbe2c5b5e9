#pragma once

// A track's entries as a ZIP of static pages that open from a folder without a network: pictures of
// pages, videos, claims and proofs, and search over every page's words. With a manifest of hashes.

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "api/overview.h"
#include "api/review_index.h"
#include "core/error.h"
#include "verify/contest.h"

namespace jianzhen::api {

struct PackedEntry {
  std::shared_ptr<const EntryDigest> entry;  // shared with the index
  Overview overview;
};

struct PackSources {
  const verify::Contest& contest;
  PagesOf pages;
  // A JPEG of a page of the material with that number.
  std::function<core::Result<std::string>(const std::string& entry, std::int64_t material, int page,
                                          int width)>
      picture;
  std::function<core::Result<std::filesystem::path>(const std::string& entry,
                                                    std::int64_t material)>
      original;
};

// A picture that cannot be drawn is left out. Errors: no_space, unreadable.
core::Result<void> write_pack(const std::filesystem::path& zip, const std::string& track,
                              std::span<const PackedEntry> entries, const PackSources& sources,
                              core::Lang lang);

}  // namespace jianzhen::api
