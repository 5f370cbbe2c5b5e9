#pragma once

// What of a check may be shown to somebody: nothing that tells of an entry they may not see. Pure.

#include <functional>
#include <string>

#include "core/finding.h"

namespace jianzhen::api {

using MaySee = std::function<bool(const std::string& entry)>;

// Without the findings that only show beside another entry that may not be seen. They are not even
// counted: else whoever sends somebody else's file would learn from the answer that it is there.
core::CheckReport visible(core::CheckReport report, const MaySee& may_see);

}  // namespace jianzhen::api
