#pragma once

// Facts as they are kept, so that a changed rule re-runs rules only: JSON that loses nothing. The
// registration form is kept by the catalogue and is not repeated here.

#include <optional>
#include <string>
#include <string_view>

#include "verify/check.h"

namespace jianzhen::verify {

// Grows with every change of what facts hold or of how they are found.
inline constexpr int kFactsVersion = 5;

std::string facts_form(const EntryFacts& facts);

// nullopt where it is damaged or of another version: facts can be made again from the readings.
std::optional<EntryFacts> facts_of_form(std::string_view form, core::Entry entry);

}  // namespace jianzhen::verify
