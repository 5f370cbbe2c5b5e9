#pragma once

// Whose paper it is: every source of the kind's description is heard, units that stand on the paper
// in another role are left out, and readings of one name vote. Pure.

#include <span>
#include <string>
#include <vector>

#include "core/entry.h"
#include "verify/facts.h"
#include "verify/kinds.h"
#include "verify/page_text.h"

namespace jianzhen::verify {

// In printed order; several where they hold it jointly; empty where no source speaks. `others`: the
// units in other roles. The applicant breaks a tie between units equally well supported.
std::vector<Party> find_holders(std::span<const PageText> pages, const KindSpec& spec,
                                const KindTable& table, const std::vector<std::string>& others,
                                const core::Applicant& applicant);

// Could these be two readings of one printed name: equal, a little apart where both are long, or
// one a broken piece of the other?
bool same_reading(const std::string& a, const std::string& b);

}  // namespace jianzhen::verify
