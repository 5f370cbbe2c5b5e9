#pragma once

// What stands on a paper beside its holder: numbers, dates, terms, names of projects, and the other
// units by their roles. Pure.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "verify/facts.h"
#include "verify/kinds.h"
#include "verify/page_text.h"

namespace jianzhen::verify {

using Fields = std::map<std::string, Value>;

// The fields of `sources`, in order; the first source that yields an id wins it.
Fields find_fields(std::span<const PageText> pages, const std::vector<FieldSource>& sources,
                   const KindSpec& spec, const KindTable& table);

// Works out what a term that needs two fields says: valid_until from a number of years and
// issued_on, a patent's from patent_type and applied_on (Patent Law art. 42: 20 years, 10 for a
// utility model, 15 for a design, 10 for one applied for before 2021-06-01).
void complete_terms(Fields& fields);

// A line that is a date and nothing else but "日期：".
std::optional<Value> date_of_line(const PageText& page, const Cell& cell);

}  // namespace jianzhen::verify
