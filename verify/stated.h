#pragma once

// Who belongs to whom, as papers say it: sentences ("本公司的母公司为…"), tables of related parties
// in notes to accounts. Pure.

#include <span>
#include <string>
#include <vector>

#include "verify/facts.h"
#include "verify/kinds.h"
#include "verify/page_text.h"

namespace jianzhen::verify {

// `owner` is what 本公司 means on these pages; without one only sentences that name both units say
// something. Sources are "第 4 页". The same edge is told once.
std::vector<StatedRelation> find_relations(std::span<const PageText> pages, const core::Unit& owner,
                                           const KindTable& table);

}  // namespace jianzhen::verify
