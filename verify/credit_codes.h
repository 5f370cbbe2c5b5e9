#pragma once

// Credit codes on a page, and which of them is a unit's. Pure.

#include <optional>
#include <span>

#include "verify/facts.h"
#include "verify/page_text.h"
#include "verify/units.h"

namespace jianzhen::verify {

// The code that the paper prints for the unit: the only one on a page that names it, else the one
// nearest behind its name. As printed; one that OCR read with doubt is repaired where only one
// valid code is near (contract.md, owner.uscc).
std::optional<Value> code_of_unit(std::span<const PageText> pages, const Named& unit);

}  // namespace jianzhen::verify
