#pragma once

// What a credit report says of the three lists that bar a unit (clause 六（一）1). Pure.

#include <map>
#include <span>
#include <string>

#include "verify/facts.h"
#include "verify/page_text.h"

namespace jianzhen::verify {

// "listed.dishonest", "listed.tax", "listed.procurement": "true" or "false" where the report says
// so, nothing where it does not; "listed" over them. 未被列入, 0 条, 没有找到 are "false"; a list's
// name alone says nothing.
std::map<std::string, Value> find_listed(std::span<const PageText> pages);

}  // namespace jianzhen::verify
