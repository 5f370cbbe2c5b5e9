#include "api/visible.h"

#include <algorithm>

namespace jianzhen::api {

core::CheckReport visible(core::CheckReport report, const MaySee& may_see) {
  std::erase_if(report.findings, [&](const core::Finding& finding) {
    return !finding.other_entry.empty() && !may_see(finding.other_entry);
  });
  return report;
}

}  // namespace jianzhen::api
