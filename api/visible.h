#pragma once

// What of a check may be shown to somebody: nothing that tells of an entry they may not see. Pure.

#include <functional>
#include <string>
#include <vector>

#include "core/finding.h"

namespace jianzhen::api {

using MaySee = std::function<bool(const std::string& entry)>;

// Whether a finding shows whatever else may be seen, or its other entry may be.
bool is_visible(const core::Finding& finding, const MaySee& may_see);

// Without the findings that only show beside another entry that may not be seen. They are not even
// counted: else whoever sends somebody else's file would learn from the answer that it is there.
core::CheckReport visible(core::CheckReport report, const MaySee& may_see);

// The same where each finding has a key beside it.
void keep_visible(core::CheckReport& report, std::vector<std::string>& keys, const MaySee& may_see);

}  // namespace jianzhen::api
