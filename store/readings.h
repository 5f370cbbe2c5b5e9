#pragma once

// What was read is kept under (hash of the bytes, version of the reader): the same bytes are never
// read twice. Pages are kept one by one as they come, so that a reading cut short goes on where it
// ended. Safe for several threads and several processes on one folder.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/digest.h"
#include "core/document.h"
#include "core/error.h"

namespace jianzhen::store {

struct ReadingKey {
  core::Digest sha256;
  std::string reader_version;
};

// A member of an archive as it was found: enough to go on without unpacking again.
struct KeptMember {
  std::string name;      // decoded
  std::string raw_name;  // its bytes as they stand in the archive: no encoding fits all of them
  core::Digest sha256;
  std::uint64_t bytes = 0;
  std::optional<core::Error> error;
};

// The end of a reading: either a document, a list of members, or the reason why there is none.
struct KeptReading {
  core::Document document;  // pages included
  bool is_archive = false;
  std::vector<KeptMember> members;
  std::optional<core::Error> error;  // members or pages got before it are there
};

// The file they are kept in below the cache folder.
std::filesystem::path readings_file(const std::filesystem::path& folder);

class Readings {
 public:
  // Errors: unreadable, no_space.
  static core::Result<std::unique_ptr<Readings>> open(const std::filesystem::path& folder);
  ~Readings();

  // Was it read to its end by this version? Nothing of it is decoded.
  bool has(const ReadingKey& key);

  // nullopt: never read to its end by this version. Bytes that do not decode count as never read.
  std::optional<KeptReading> find(const ReadingKey& key);

  // Pages of a reading that has not come to its end.
  std::vector<core::Page> pages(const ReadingKey& key);

  core::Result<void> put_page(const ReadingKey& key, const core::Page& page);
  // `reading.document.pages` may be left empty: the pages put before are its pages.
  core::Result<void> finish(const ReadingKey& key, const KeptReading& reading);

 private:
  struct State;
  explicit Readings(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::store
