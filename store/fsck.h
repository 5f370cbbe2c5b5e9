#pragma once

// Compares blobs and catalogue, both ways, and re-hashes every blob.

#include <string>
#include <vector>

#include "core/error.h"
#include "store/blobs.h"
#include "store/catalogue.h"

namespace jianzhen::store {

enum class FaultKind { missing, changed, wrong_size, unknown_blob, stranger };

struct Fault {
  FaultKind kind = FaultKind::missing;
  std::string sha256;
  std::string where;  // entry and path, or the file
  core::Bilingual message;
};

struct FsckReport {
  std::size_t blobs_checked = 0;
  std::vector<Fault> faults;  // an unknown blob is no loss, but is told
  bool whole() const;         // nothing missing, changed or of wrong size
};

core::Result<FsckReport> fsck(const Blobs& blobs, Catalogue& catalogue);

}  // namespace jianzhen::store
