#include "api/visible.h"

#include <algorithm>

namespace jianzhen::api {

bool is_visible(const core::Finding& finding, const MaySee& may_see) {
  return finding.other_entry.empty() || may_see(finding.other_entry);
}

core::CheckReport visible(core::CheckReport report, const MaySee& may_see) {
  std::erase_if(report.findings,
                [&](const core::Finding& finding) { return !is_visible(finding, may_see); });
  return report;
}

void keep_visible(core::CheckReport& report, std::vector<std::string>& keys,
                  const MaySee& may_see) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    if (!is_visible(report.findings[i], may_see)) continue;
    if (kept != i) {
      report.findings[kept] = std::move(report.findings[i]);
      keys[kept] = std::move(keys[i]);
    }
    ++kept;
  }
  report.findings.resize(kept);
  keys.resize(kept);
}

}  // namespace jianzhen::api
