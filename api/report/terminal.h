#pragma once

// Reports for people at a terminal: wide characters counted as two columns, colour where wanted.

#include <string>
#include <string_view>

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

// Columns a text takes (East Asian Wide and Fullwidth count two, UAX #11).
std::size_t columns(std::string_view utf8);

// The text cut to at most so many columns, with … where something was cut.
std::string cut_to_columns(std::string_view utf8, std::size_t most);

// What came from a submitter, safe to print: control characters become spaces, so that nothing in a
// file can move the cursor or colour the terminal.
std::string printable(std::string_view utf8);

}  // namespace jianzhen::api
