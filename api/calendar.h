#pragma once

// The contest's days as moments. Pure.

#include <optional>
#include <string>

#include "core/error.h"
#include "store/accounts.h"
#include "verify/contest.h"

namespace jianzhen::api {

// The first second that is no longer of that day ("2024-07-21"), in Beijing, where the notices are
// written. nullopt: no such day.
std::optional<store::Seconds> end_of_day(const std::string& day);

// Whether entries may be registered and changed by their submitters. Errors: closed, with the
// moment.
core::Result<void> registration_open(const verify::Contest& contest, store::Seconds now);

}  // namespace jianzhen::api
