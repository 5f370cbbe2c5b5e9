#pragma once

// The kinds of papers as data: kinds.yaml, compiled in. Immutable; thread-safe.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "verify/pattern.h"

namespace jianzhen::verify {

using Words = std::vector<std::u16string>;  // folded

// A word or an expression, and what it counts for.
struct Anchor {
  std::u16string word;             // empty where it is an expression
  std::optional<Pattern> pattern;  // searched in the page's joined text
  double points = 0;
};

// Where a paper names its holder. Exactly one of the ways is set.
struct HolderSource {
  enum class Way { label, pattern, line, first_unit_line, signature, seal, supplier };
  Way way = Way::label;
  Words labels;
  std::optional<UnitPattern> phrase;  // of `pattern`
  std::optional<Pattern> line;        // of `line`
  std::u16string before;              // `line`: only with this label in one of the next lines
  std::optional<Pattern> with;        // only on a page that says this
  std::optional<Pattern> skip;        // never if the words say this
  double weight = 1;
};

enum class FieldForm { text, number, date, end, term, unit };

// Where a field, or a unit in another role, is found. Exactly one of the ways is set.
struct FieldSource {
  enum class Way {
    label,
    pattern,
    anywhere,
    date_line,
    under_seal,
    people,
    unit_like,
    signature,
    buyer
  };
  std::string id;
  Way way = Way::label;
  FieldForm form = FieldForm::text;
  Words labels;                           // of `label` and `people`
  std::optional<Pattern> pattern;         // of `pattern` and `unit_like`
  std::map<std::string, Words> anywhere;  // value → words that say it
  bool last = false;                      // `date_line`: the last such line, else the first
  bool cover_only = false;                // on the paper's first page only
  std::string except;                     // `date_line`: never a day that ends so: "12-31"
};

// The words for the two sides of a bargain.
struct Sides {
  Words supplies;
  Words buys;
  std::optional<Pattern> reversed;  // says that 甲方 is the one who supplies
  std::optional<Pattern> straight;  // says that it is 乙方
};

struct KindSpec {
  std::string id;
  bool is_long = false;    // its pages follow one another under one title
  bool binds = false;      // papers of its makers inside it are part of it
  bool copies = false;     // original and copy are often given together: one paper
  bool persons = false;    // a natural person may hold it
  bool lists = false;      // says whether its owner is on a list
  bool sectioned = false;  // has the contest's sections
  bool slides = false;     // often pages wider than high
  std::vector<std::pair<std::string, double>> media;  // prefix of a media type → points
  Words titles;
  Words title_ends;
  std::vector<Anchor> anchors;
  std::vector<HolderSource> holders;
  std::vector<Pattern> never;  // units that are not the holder
  std::vector<FieldSource> roles;
  std::vector<FieldSource> fields;
  Sides sides;
};

class KindTable {
 public:
  static const KindTable& built_in();
  // Errors: corrupt (names line and key).
  static core::Result<KindTable> parse(std::string_view yaml, std::string_view source);

  const std::vector<KindSpec>& kinds() const { return kinds_; }
  const KindSpec* find(std::string_view id) const;

  // The length of the longest label of any kind that stands in `text` at `at`; 0 where none does.
  std::size_t label_at(std::u16string_view text, std::size_t at) const;

  // Words that say the same in a heading.
  const std::vector<Words>& heading_synonyms() const { return synonyms_; }

 private:
  void gather_labels(const Words& stop_labels);

  std::vector<KindSpec> kinds_;
  std::vector<Words> synonyms_;
  std::map<char16_t, Words> labels_;  // by first character, longest first
};

}  // namespace jianzhen::verify
