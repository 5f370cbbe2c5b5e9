#pragma once

// Units named in a page's text, with their place. Pure.

#include <optional>
#include <string>
#include <vector>

#include "verify/labels.h"
#include "verify/page_text.h"

namespace jianzhen::verify {

// A unit as one place on the paper spells it.
struct Named {
  std::string name;          // compact, as printed
  Evidence evidence;         // page, box, confidence
  Text text;                 // folded, with its place
  double share_of_line = 0;  // how much of its first line it is, 0–1
};

// Every unit in running text, by find_units.
std::vector<Named> units_in(const PageText& page, const Text& text);

// The units that running text names where the pattern wants one.
std::vector<Named> units_by(const PageText& page, const UnitPattern& pattern);

// Lists of units (A、B和C) where the pattern wants one; only names that find_units knows.
struct NamedList {
  std::vector<Named> units;
  std::size_t begins = 0;  // of the match, in the page's flow
  std::size_t ends = 0;    // of the list of units
  Text sentence;           // what the pattern matched, for the evidence
  Text behind;             // the rest of the sentence
};
std::vector<NamedList> unit_lists_by(const PageText& page, const UnitPattern& pattern);

// The units that a form's value names, joint ones (；、) in order. A value that holds no known
// organisational form is taken as it stands if it can be a name: readers err, and not every unit
// has a usual form. With `persons`, a name of two to four Han characters counts too, and joint
// holders may stand one under the other without a sign between.
std::vector<Named> units_of_value(const PageText& page, const LabelValue& value, bool persons);

// The unit that the cell, or the cell and the line that goes on below it, names and nothing else.
std::vector<Named> unit_line(const PageText& page, const Form& form, const Cell& cell);

// The words as a unit's name where their place on the paper says that they are one and no more:
// institutions whose names begin with no place are not told in running text.
std::optional<Named> named_whole(const PageText& page, const Text& words);

// A unit's name without what is written around it: （盖章）, （以下简称“我方”）, the words of a
// seal (检验检测专用章).
Text without_trimmings(const Text& text);

}  // namespace jianzhen::verify
