#pragma once

// jianzhen relate (contract.md): one line in, one line out.

#include <string>
#include <string_view>

#include "verify/relations.h"

namespace jianzhen::verify {

// From `id, applicant, applicant_uscc, name, uscc`, tab-separated, codes may be empty and `\n` in a
// name is a line break on the paper, to `id, relation, gate, reason`. Neither has a line end. A
// line with too few fields gives `unknown` and `review`, with the reason. Names are taken to be
// read from pictures. Pure but for reading the graph.
std::string relate_line(std::string_view line, const RelationGraph& graph,
                        core::Lang lang = core::Lang::zh);

}  // namespace jianzhen::verify
