#pragma once

// What is said with each finding, in both languages: verify/findings.yaml, compiled in. Pure
// functions over that table; thread-safe.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"

namespace jianzhen::verify {

// The {values} of a sentence. Empty values leave out the [piece] they stand in.
using Values = std::map<std::string, core::Bilingual, std::less<>>;

// A value that reads the same in both languages: names, codes, dates.
inline core::Bilingual same(const std::string& text) { return {text, text}; }

// "subsidiary" → 子公司 / subsidiary; the word itself where the table has none.
core::Bilingual shown_word(std::string_view word);

// Is there a text for this code, as a rule may have one?
bool has_text(std::string_view code);

// Codes and variants ("material.missing/candidates") of the table, in order.
std::vector<std::string> text_ids();

struct Said {
  std::string_view id;  // a code, or a variant of it
  core::Severity severity = core::Severity::notice;
  Values values;
  core::Bilingual basis;  // why the machine thinks so; empty where the words say it all
  core::Place place;      // page or time to look at
};

// "发现疑点：…依据：…。见第 3 页。请…". Throws std::logic_error where the table lacks the id or a
// value outside brackets: a bug, caught by the test over the whole table.
core::Bilingual message(const Said& said);

// Fills one template; for tests of the mini language: {value}, [left out where a value is empty].
std::string filled(std::string_view pattern, const Values& values, core::Lang lang);

}  // namespace jianzhen::verify
