#include "store/fsck.h"

#include <algorithm>
#include <map>

#include "store/hash.h"

namespace jianzhen::store {
namespace {

using core::Bilingual;
using core::Digest;
using core::fail;
using core::Result;

using KnownByDigest = std::map<Digest, Catalogue::KnownBlob>;

Fault fault(FaultKind kind, const Digest& sha256, std::string where, Bilingual message) {
  return {kind, sha256.hex(), std::move(where), std::move(message)};
}

std::string where_of(const Catalogue::KnownBlob& known) { return known.entry + "/" + known.path; }

// What is wrong with one blob's bytes, as its own name and the catalogue say they should be.
std::optional<Fault> look_at(const Blobs& blobs, const Digest& sha256,
                             const Catalogue::KnownBlob* known) {
  const std::string where = known != nullptr ? where_of(*known) : sha256.hex();
  const auto path = blobs.path(sha256);
  const auto now = path ? hash_file(*path) : Result<HashedFile>(fail(path.error()));
  if (!now) {
    return fault(
        FaultKind::missing, sha256, where,
        {"无法读取：" + where + "（" + sha256.hex() + "）。请从备份恢复。",
         "Cannot be read: " + where + " (" + sha256.hex() + "). Restore it from a backup."});
  }
  if (now->sha256 != sha256) {
    return fault(FaultKind::changed, sha256, where,
                 {"内容被改动：" + where + "（" + sha256.hex() + "）。请从备份恢复。",
                  "Altered: " + where + " (" + sha256.hex() + "). Restore it from a backup."});
  }
  if (known != nullptr && now->bytes != known->bytes) {
    return fault(FaultKind::wrong_size, sha256, where,
                 {"大小与目录不一致：" + where + "（" + sha256.hex() + "）。",
                  "Not of the catalogued size: " + where + " (" + sha256.hex() + ")."});
  }
  return std::nullopt;
}

}  // namespace

bool FsckReport::whole() const {
  return std::none_of(faults.begin(), faults.end(), [](const Fault& fault) {
    return fault.kind == FaultKind::missing || fault.kind == FaultKind::changed ||
           fault.kind == FaultKind::wrong_size;
  });
}

Result<FsckReport> fsck(const Blobs& blobs, Catalogue& catalogue) {
  // The catalogue first: a file accepted meanwhile has its blob before its row.
  const auto rows = catalogue.known_blobs();
  if (!rows) return fail(rows.error());
  const auto listing = blobs.list();
  if (!listing) return fail(listing.error());
  KnownByDigest known;
  for (const Catalogue::KnownBlob& row : *rows) known.emplace(row.sha256, row);

  FsckReport report;
  for (const Digest& sha256 : listing->blobs) {
    ++report.blobs_checked;
    const auto row = known.find(sha256);
    if (auto wrong = look_at(blobs, sha256, row != known.end() ? &row->second : nullptr)) {
      report.faults.push_back(std::move(*wrong));
    } else if (row == known.end()) {
      report.faults.push_back(
          fault(FaultKind::unknown_blob, sha256, sha256.hex(),
                {"目录中没有登记的文件：" + sha256.hex() + "（没有丢失，可保留）。",
                 "Not in the catalogue: " + sha256.hex() + " (nothing is lost; it may stay)."}));
    }
  }
  for (const auto& [sha256, row] : known) {
    if (std::binary_search(listing->blobs.begin(), listing->blobs.end(), sha256)) continue;
    report.faults.push_back(fault(
        FaultKind::missing, sha256, where_of(row),
        {"文件缺失：" + where_of(row) + "（" + sha256.hex() + "）。请从备份恢复。",
         "Missing: " + where_of(row) + " (" + sha256.hex() + "). Restore it from a backup."}));
  }
  for (const auto& stranger : listing->strangers) {
    report.faults.push_back({FaultKind::stranger,
                             {},
                             stranger.string(),
                             {"不是存证文件：" + stranger.string() + "。",
                              "Not a stored file: " + stranger.string() + "."}});
  }
  return report;
}

}  // namespace jianzhen::store
