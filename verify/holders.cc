#include "verify/holders.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/text.h"
#include "verify/credit_codes.h"
#include "verify/labels.h"
#include "verify/names.h"
#include "verify/parties.h"
#include "verify/units.h"

namespace jianzhen::verify {
namespace {

constexpr double kNoMisreading = 2;       // worth of a text layer's words, beside a confidence
constexpr double kWithoutForm = 0.3;      // worth of a name without an organisational form
constexpr std::size_t kLongName = 6;      // from so many characters on readings may differ
constexpr std::size_t kReadingEdits = 2;  // in so many
constexpr double kUnsureSpelling = 0.5;   // worth of one with characters that its reader doubts
constexpr double kTie = 1e-9;
constexpr double kJointWeight = 1e-3;  // a longer list wins among equals

// One source naming one or, jointly, several units.
struct Candidate {
  std::vector<Named> names;
  double weight = 0;
  std::size_t page = 0;
};

class Hearing {
 public:
  Hearing(std::span<const PageText> pages, const KindSpec& spec, const KindTable& table,
          const std::vector<std::string>& others)
      : pages_(pages), spec_(spec), table_(table), others_(others) {}

  std::vector<Candidate> candidates() {
    for (const HolderSource& source : spec_.holders) hear(source);
    return std::move(candidates_);
  }

 private:
  using Way = HolderSource::Way;

  void hear(const HolderSource& source) {
    if (source.way == Way::first_unit_line) return hear_first_line(source);
    if (source.way == Way::signature) return hear_signature(source);
    if (source.way == Way::supplier) return hear_supplier(source);
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      if (source.with && !source.with->in(pages_[i].flow().units)) continue;
      if (source.way == Way::label) hear_labels(source, i);
      if (source.way == Way::pattern) hear_pattern(source, i);
      if (source.way == Way::line) hear_lines(source, i);
      if (source.way == Way::seal) hear_seals(source, i);
    }
  }

  void hear_labels(const HolderSource& source, std::size_t i) {
    const Form form(pages_[i], table_);
    for (const LabelValue& value : form.values(source.labels)) {
      // The kind's own words come first in its list: among several labels the earlier counts more.
      const double rank = 1.0 - 0.01 * static_cast<double>(value.label);
      add(units_of_value(pages_[i], value, spec_.persons), source.weight * rank, i);
    }
  }

  void hear_pattern(const HolderSource& source, std::size_t i) {
    for (Named& unit : units_by(pages_[i], *source.phrase)) {
      if (source.skip && source.skip->in(unit.text.units)) continue;
      add({std::move(unit)}, source.weight, i);
    }
  }

  void hear_lines(const HolderSource& source, std::size_t i) {
    const PageText& page = pages_[i];
    for (const Cell& cell : page.cells()) {
      const auto match = source.line->find(cell.text.units);
      if (!match || (source.skip && source.skip->in(cell.text.units))) continue;
      if (!source.before.empty() && !soon(page, cell, source.before)) continue;
      const Text words = cell.text.slice(match->groups[0].first, match->groups[0].last);
      std::vector<Named> units = units_in(page, words);
      if (units.empty()) {
        if (auto unit = named_whole(page, words)) units.push_back(std::move(*unit));
      }
      const bool whole = units.size() == 1 && units[0].text.size() == words.size();
      if (whole) add(std::move(units), source.weight, i);
    }
  }

  // Does one of the next lines say it?
  static bool soon(const PageText& page, const Cell& cell, const std::u16string& word) {
    const Cell* next = &cell;
    for (int lines = 0; lines < 4 && (next = page.next(*next)) != nullptr; ++lines) {
      if (find_word(next->text.units, word) != std::u16string::npos) return true;
    }
    return false;
  }

  void hear_seals(const HolderSource& source, std::size_t i) {
    for (const core::Seal& seal : pages_[i].page().seals) {
      core::Page page;
      page.number = pages_[i].page().number;
      page.source = core::PageSource::ocr;
      page.lines.push_back({seal.text, seal.box, seal.confidence});
      const PageText text(page);
      std::vector<Named> units = units_in(text, without_trimmings(text.flow()));
      if (units.size() == 1) add(std::move(units), source.weight * seal.confidence, i);
    }
  }

  void hear_first_line(const HolderSource& source) {
    for (std::size_t i = 0; i < std::min<std::size_t>(pages_.size(), 2); ++i) {
      const Form form(pages_[i], table_);
      for (const Cell& cell : pages_[i].cells()) {
        std::vector<Named> units = unit_line(pages_[i], form, cell);
        if (units.empty() || barred(units.front())) continue;
        return add(std::move(units), source.weight, i);
      }
    }
  }

  void hear_signature(const HolderSource& source) {
    const auto unit = signing_unit(pages_, table_);
    if (!unit) return;
    const auto page = std::ranges::find(pages_, unit->evidence.place.page,
                                        [](const PageText& text) { return text.page().number; });
    add({*unit}, source.weight, static_cast<std::size_t>(page - pages_.begin()));
  }

  void hear_supplier(const HolderSource& source) {
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      for (Named& unit : find_side(pages_, spec_.sides, Side::supplies, table_)) {
        if (unit.evidence.place.page == pages_[i].page().number) {
          add({std::move(unit)}, source.weight, i);
        }
      }
    }
  }

  // An issuer, a laboratory, an organiser …: on the paper, and not its holder.
  bool barred(const Named& unit) const {
    const bool never = std::ranges::any_of(
        spec_.never, [&](const Pattern& pattern) { return pattern.in(unit.text.units); });
    return never || std::ranges::find(others_, unit.name) != others_.end();
  }

  void add(std::vector<Named> names, double weight, std::size_t page) {
    std::erase_if(names, [&](const Named& unit) { return barred(unit); });
    if (names.empty()) return;
    candidates_.push_back({std::move(names), weight, page});
  }

  std::span<const PageText> pages_;
  const KindSpec& spec_;
  const KindTable& table_;
  const std::vector<std::string>& others_;
  std::vector<Candidate> candidates_;
};

const std::string& first_name(const Candidate& candidate) { return candidate.names[0].name; }

// What a candidate's word is worth: a text layer does not misread, and a name without a known form
// was cut or misread.
double worth(const Candidate& candidate) {
  const Named& unit = candidate.names[0];
  const double read = unit.evidence.ocr ? std::max(0.05, unit.evidence.confidence) : kNoMisreading;
  return candidate.weight * read * (looks_like_unit(unit.name) ? 1 : kWithoutForm);
}

double support(const std::vector<Candidate>& all, const Candidate& one) {
  double sum = 0;
  for (const Candidate& other : all) {
    if (same_reading(first_name(one), first_name(other))) sum += worth(other);
  }
  return sum;
}

// The spelling that most of the support stands behind.
double spelling_support(const std::vector<Candidate>& all, const Candidate& one) {
  double sum = 0;
  for (const Candidate& other : all) {
    if (first_name(other) != first_name(one)) continue;
    sum += worth(other) * (other.names[0].evidence.unsure.empty() ? 1 : kUnsureSpelling);
  }
  return sum + kJointWeight * static_cast<double>(one.names.size());
}

bool is_applicant(const core::Applicant& applicant, const std::string& name) {
  return core::compact(applicant.name) == name;
}

// As printed; white space is the printer's, or the reader's.
std::string without_spaces(const std::string& words) {
  std::u32string kept;
  for (const char32_t c : core::to_utf32(words)) {
    if (c != U' ' && c != U'\t' && c != U'\u3000' && c != U'\u00a0') kept.push_back(c);
  }
  return core::to_utf8(kept);
}

const Candidate* heaviest(const std::vector<Candidate>& all, const core::Applicant& applicant) {
  const Candidate* best = nullptr;
  double best_support = 0;
  for (const Candidate& one : all) {
    const double sum = support(all, one);
    const bool tie = best != nullptr && std::abs(sum - best_support) < kTie;
    if (best == nullptr || sum > best_support + kTie ||
        (tie && !same_reading(first_name(*best), first_name(one)) &&
         is_applicant(applicant, first_name(one)))) {
      best = &one;
      best_support = sum;
    }
  }
  return best;
}

}  // namespace

bool same_reading(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const std::u32string left = core::to_utf32(a);
  const std::u32string right = core::to_utf32(b);
  const std::size_t shorter = std::min(left.size(), right.size());
  if (shorter < kLongName) return false;
  const std::size_t apart = core::edit_distance(left, right);
  if (apart <= kReadingEdits) return true;
  // One of them was cut off or read under a seal: what is left of it is found in the other.
  const bool broken = !looks_like_unit(a) || !looks_like_unit(b);
  return broken && apart <= std::max(left.size(), right.size()) - shorter + shorter / 4;
}

namespace {

// Of two places that spell the name alike, the better to show: of more weight, and alone in its
// line, where the box is the name's own.
bool shown_better(const Candidate& one, const Candidate& other) {
  const auto merit = [](const Candidate& candidate) {
    return worth(candidate) * (1 + candidate.names[0].share_of_line);
  };
  return merit(one) > merit(other);
}

// Where one place reads the registered name itself and the others a misreading of it, the first
// was read rightly: no misreading makes a registered name.
const Candidate* spelled_as_registered(const std::vector<Candidate>& all, const Candidate& read,
                                       const core::Applicant& applicant) {
  const std::string name = surely_read(read.names[0].evidence);
  const NameMatch match = compare_names(applicant.name, name, true).match;
  if (match != NameMatch::same_with_noise && match != NameMatch::look_alike) return nullptr;
  const Candidate* best = nullptr;
  for (const Candidate& one : all) {
    if (!is_applicant(applicant, first_name(one))) continue;
    if (best == nullptr || shown_better(one, *best)) best = &one;
  }
  return best;
}

}  // namespace

std::vector<Party> find_holders(std::span<const PageText> pages, const KindSpec& spec,
                                const KindTable& table, const std::vector<std::string>& others,
                                const core::Applicant& applicant) {
  const std::vector<Candidate> all = Hearing(pages, spec, table, others).candidates();
  const Candidate* unit = heaviest(all, applicant);
  if (unit == nullptr) return {};
  const Candidate* best = unit;
  for (const Candidate& one : all) {
    if (!same_reading(first_name(one), first_name(*unit))) continue;
    const double more = spelling_support(all, one) - spelling_support(all, *best);
    if (more > kTie || (more > -kTie && shown_better(one, *best))) best = &one;
  }
  if (best->names[0].evidence.ocr) {
    if (const Candidate* own = spelled_as_registered(all, *best, applicant)) best = own;
  }
  std::vector<Party> parties;
  for (const Named& name : best->names) {
    Party party{{without_spaces(name.evidence.words), {}}, name.evidence, std::nullopt};
    if (const auto code = code_of_unit(pages, name)) {
      party.unit.uscc = code->text;
      party.uscc = code->evidence;
    }
    parties.push_back(std::move(party));
  }
  return parties;
}

}  // namespace jianzhen::verify
