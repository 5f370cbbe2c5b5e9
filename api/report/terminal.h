#pragma once

// Reports for people at a terminal, in colour where wanted.

#include <string>

#include "api/check.h"
#include "core/finding.h"
#include "verify/contest.h"

namespace jianzhen::api {

struct TerminalStyle {
  core::Lang lang = core::Lang::zh;
  bool colour = false;
};

// One entry: heading, what each file is and whose, findings (the worst first) with page, words and
// clause.
std::string terminal_report(const core::CheckReport& report, const verify::Contest& contest,
                            const TerminalStyle& style);

// After several entries: a line each, the worst first.
std::string terminal_summary(const CheckRun& run, const TerminalStyle& style);

}  // namespace jianzhen::api
