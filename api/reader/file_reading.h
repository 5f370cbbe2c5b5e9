#pragma once

// What the parent makes of the frames of one answer, and where the child may write meanwhile.

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/reader/protocol.h"
#include "core/document.h"
#include "core/error.h"
#include "ingest/ingest.h"

namespace jianzhen::api {

// Changes whenever the same bytes may be read differently: it is part of the key of kept readings.
std::string reader_version(const std::filesystem::path& models, const ingest::Limits& limits);

// Makes the folders of the cache and removes what processes that are gone left in its scratch.
core::Result<void> prepare_cache(const std::filesystem::path& cache);

// A folder of its own below the cache, gone with the object.
class Scratch {
 public:
  explicit Scratch(const std::filesystem::path& cache);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

class FileReading {
 public:
  // `converted`: where what the child made of the file (a PDF, a playable copy) is kept.
  FileReading(const std::filesystem::path& scratch, std::filesystem::path converted)
      : scratch_(scratch), converted_(std::move(converted)) {}

  std::function<core::Result<void>(core::Page)> on_page;

  // Errors: corrupt (a frame that says nonsense), and what on_page says.
  core::Result<void> take(const Frame& frame);

  // What is told twice, by a reading that began again, counts once.
  void notice(core::Observation seen);

  const core::Document& header() const { return header_; }
  // The pages told so far; and the one whose work had begun last, where it was not told; else 0.
  const std::set<int>& pages() const { return pages_; }
  int unfinished() const { return pages_.contains(begun_) ? 0 : begun_; }
  bool is_archive() const { return is_archive_; }
  std::vector<MemberFrame>& members() { return members_; }
  const std::optional<core::Error>& error() const { return error_; }
  // The picture, or the cells, that were asked for.
  const std::vector<std::uint8_t>& made() const { return made_; }

 private:
  core::Result<void> keep_converted(const Frame& frame);

  std::filesystem::path scratch_;
  std::filesystem::path converted_;
  core::Document header_;
  bool is_archive_ = false;
  std::set<int> pages_;
  int begun_ = 0;
  std::vector<MemberFrame> members_;
  std::optional<core::Error> error_;
  std::vector<std::uint8_t> made_;
};

}  // namespace jianzhen::api
