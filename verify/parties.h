#pragma once

// The two sides of a bargain on contracts, acceptance reports and users' certificates. Pure.

#include <optional>
#include <span>
#include <vector>

#include "verify/kinds.h"
#include "verify/page_text.h"
#include "verify/units.h"

namespace jianzhen::verify {

enum class Side { supplies, buys };

// The units that the paper's labels put on one side, in order of appearance: by the plain word
// (供方), by the word in brackets behind 甲方, 乙方 or 丙方, else 甲方 buys and 乙方 supplies,
// unless the paper's text says it the other way round, or a word in brackets gives that side to
// another.
std::vector<Named> find_side(std::span<const PageText> pages, const Sides& sides, Side side,
                             const KindTable& table);

// The unit that signs: the last line that is a unit's name before the last line that is a date.
std::optional<Named> signing_unit(std::span<const PageText> pages, const KindTable& table);

}  // namespace jianzhen::verify
