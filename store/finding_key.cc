#include <set>

#include "core/text.h"
#include "store/hash.h"
#include "store/reviews.h"

namespace jianzhen::store {
namespace {

constexpr std::size_t kDigits = 24;  // of the SHA-256, hexadecimal: 96 bits

}  // namespace

std::string finding_key(const core::CheckReport& report, const core::Finding& finding) {
  std::string bytes;
  for (const core::Material& material : report.materials) {
    if (material.path == finding.material) bytes = material.sha256.hex();
  }
  // Of what is no material the path is all that is known.
  if (bytes.empty()) bytes = finding.material;
  std::string place = std::to_string(finding.place.page);
  if (finding.place.time) {
    place = "t" + std::to_string(static_cast<long>(*finding.place.time * 100));
  }
  // What is not there has no words of its own: what is said of it counts the files that are.
  const bool absent = finding.material.empty() && !(finding.kind + finding.section).empty();
  const std::string words = absent ? "" : core::compact(finding.evidence);
  Hasher hasher;
  for (const std::string& part :
       {report.entry, finding.code, bytes, place, words, core::compact(finding.expected),
        finding.kind, finding.section, finding.part, finding.other_entry}) {
    // Each with its length: no two lists of parts run into the same bytes.
    const std::string whole = std::to_string(part.size()) + ":" + part;
    hasher.update(whole);
  }
  return hasher.finish().hex().substr(0, kDigits);
}

std::vector<std::string> finding_keys(const core::CheckReport& report) {
  std::vector<std::string> keys;
  std::set<std::string> taken;
  for (const core::Finding& finding : report.findings) {
    const std::string key = finding_key(report, finding);
    std::string own = key;
    for (int number = 2; !taken.insert(own).second; ++number) {
      own = key + "-" + std::to_string(number);
    }
    keys.push_back(std::move(own));
  }
  return keys;
}

}  // namespace jianzhen::store
