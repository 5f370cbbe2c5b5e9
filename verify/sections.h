#pragma once

// The sections of an application and their parts, found by their headings in the body: never by a
// line of a table of contents. Pure.

#include <span>
#include <vector>

#include "verify/contest.h"
#include "verify/facts.h"
#include "verify/kinds.h"
#include "verify/page_text.h"

namespace jianzhen::verify {

// In order of appearance, each section and part once. A heading says it if it is the contest's
// title, holds it, or says it with another usual word (项目概况). A section without a heading is
// there if two of its parts are.
std::vector<Section> find_sections(std::span<const PageText> pages, const Contest& contest,
                                   const KindTable& table);

// A line of running text: neither a heading nor an entry of a table of contents.
bool is_running_text(const Cell& cell);

}  // namespace jianzhen::verify
