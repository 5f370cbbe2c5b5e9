#pragma once

// Text for a terminal: wide characters take two columns, and a submitter's text steers nothing.

#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::api {

// Columns a text takes (East Asian Wide and Fullwidth count two, UAX #11).
std::size_t columns(std::string_view utf8);

// The text cut to at most so many columns, with … where something was cut.
std::string cut_to_columns(std::string_view utf8, std::size_t most);

// Lines of at most so many columns, broken where a line may end (UAX #14): no line begins with a
// full stop, no English word is cut that fits a line.
std::vector<std::string> wrapped(std::string_view utf8, std::size_t most);

// What came from a submitter, safe to print: control characters become spaces, so that nothing in a
// file can move the cursor or colour the terminal.
std::string printable(std::string_view utf8);

}  // namespace jianzhen::api
