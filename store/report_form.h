#pragma once

// A check's report as the catalogue keeps it: JSON that loses nothing, unlike core::report_json,
// which rounds boxes and speaks one language.

#include <optional>
#include <string>
#include <string_view>

#include "core/finding.h"

namespace jianzhen::store {

std::string report_form(const core::CheckReport& report);

// nullopt where it is of another version or damaged: a report can be made again.
std::optional<core::CheckReport> report_of(std::string_view form);

}  // namespace jianzhen::store
