#pragma once

// libarchive with nothing enabled but what the media type names: other formats of libarchive have
// files on which it never returns, and its guessing of filters follows a gzip that contains itself.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/error.h"

struct archive;  // libarchive's

namespace jianzhen::ingest {

struct ArchiveCloser {
  void operator()(archive* reader) const;
};
using ArchiveHandle = std::unique_ptr<archive, ArchiveCloser>;

// Errors: unsupported (no such archive type), corrupt, encrypted, memory.
core::Result<ArchiveHandle> open_archive(const std::filesystem::path& file,
                                         const std::string& media_type);
// The bytes must live as long as the handle.
core::Result<ArchiveHandle> open_archive(std::string_view bytes, const std::string& media_type);

// Names in libarchive pass through the locale; in the "C" locale other than ASCII is dropped. Holds
// UTF-8 for this thread while it lives.
class Utf8Locale {
 public:
  Utf8Locale();
  ~Utf8Locale();
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// What libarchive says went wrong, as an error: a missing passphrase is told from damage.
tl::unexpected<core::Error> archive_failure(archive* reader);

}  // namespace jianzhen::ingest
