// Witnesses beside the text: what the seal reads, and what the auditor thinks.

#include <algorithm>

#include "core/text.h"
#include "verify/names.h"
#include "verify/rules.h"

namespace jianzhen::verify {
namespace {

constexpr double kSureSeal = 0.8;

// An auditor's own licence is often bound into its report, with the seal of the office that gave
// it.
bool is_auditors(const core::Seal& seal) { return seal.text.find("事务所") != std::string::npos; }

bool is_read(const core::Seal& seal) {
  return seal.confidence >= kSureSeal && looks_like_unit(seal.text);
}

// One seal that agrees is enough; so is one that could not be read: it may be the one.
bool some_may_agree(const std::vector<core::Seal>& seals, const auto& agrees) {
  return std::ranges::any_of(
      seals, [&](const core::Seal& seal) { return !is_read(seal) || agrees(seal); });
}

// How much of the shorter name stands in the other, in order (longest common subsequence), 0–1.
double shared_part(std::string_view left, std::string_view right) {
  const std::u32string a = core::to_utf32(name_key(left));
  const std::u32string b = core::to_utf32(name_key(right));
  if (a.empty() || b.empty()) return 0;
  std::vector<std::size_t> row(b.size() + 1);
  for (const char32_t c : a) {
    std::size_t diagonal = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = c == b[j] ? diagonal + 1 : std::max(above, row[j]);
      diagonal = above;
    }
  }
  return static_cast<double>(row.back()) / static_cast<double>(std::min(a.size(), b.size()));
}

// The ring of a seal is read badly more often than a line: only a name that is plainly another one
// speaks against the text.
constexpr double kSameInTheMain = 0.75;

void say_mismatch(const JudgedPaper& paper, const core::Seal& seal, const std::string& named,
                  Findings& findings) {
  findings.add(paper, {.id = "seal.mismatch",
                       .place = {.page = paper.paper->last_page, .box = seal.box},
                       .entity = core::Unit{seal.text, {}},
                       .evidence = seal.text,
                       .expected = named,
                       .values = {{"named", same(named)}, {"entity", same(seal.text)}}});
}

// The units whose seals belong on the paper; none where one of them was not found on it.
std::vector<std::string> sealers(const JudgedPaper& paper) {
  static constexpr std::string_view kOwner = "owner";
  std::vector<std::string> names;
  for (const std::string& who : paper.kind->sealed_by) {
    if (who == kOwner) {
      if (const JudgedOwner* owner = paper.owner()) names.push_back(owner->party->unit.name);
    } else if (const Value* unit = paper.field(who)) {
      names.push_back(unit->text);
    }
  }
  return names.size() == paper.kind->sealed_by.size() ? names : std::vector<std::string>();
}

}  // namespace

bool seal_may_be(const std::string& named, const core::Seal& seal) {
  if (shared_part(named, seal.text) >= kSameInTheMain) return true;
  switch (compare_names(named, seal.text, true).match) {
    case NameMatch::branch:
    case NameMatch::head:
    case NameMatch::same_brand:
    case NameMatch::different:
      return false;
    default:
      return true;
  }
}

void check_seals(const Subject& subject, Findings& findings) {
  for (const JudgedPaper& paper : subject.entry.papers) {
    if (!paper.kind || !paper.paper->readable || paper.paper->seals.empty()) continue;
    const std::vector<std::string> named = sealers(paper);
    if (named.empty()) continue;
    const auto agrees = [&](const core::Seal& seal) {
      const auto is_named = [&](const std::string& name) { return seal_may_be(name, seal); };
      // An audited unit may seal its statements, a partner the statement of its consortium.
      const auto is_known = [&](const core::Unit& unit) { return seal_may_be(unit.name, seal); };
      return std::ranges::any_of(named, is_named) ||
             std::ranges::any_of(entrants(subject.form()), is_known);
    };
    std::vector<core::Seal> seals = paper.paper->seals;
    if (paper.kind->signed_by == "auditor") {
      std::erase_if(seals, [](const core::Seal& seal) { return !is_auditors(seal); });
    }
    if (seals.empty() || some_may_agree(seals, agrees)) continue;
    say_mismatch(paper, seals.front(), named.front(), findings);
  }
}

void check_opinions(const Subject& subject, Findings& findings) {
  for (const JudgedPaper& paper : subject.entry.papers) {
    const Value* opinion = paper.field("opinion");
    if (!opinion || !paper.paper->readable) continue;
    findings.add(paper, {.id = "audit.opinion",
                         .place = opinion->evidence.place,
                         .evidence = opinion->evidence.words,
                         .expected = "无保留意见",
                         .values = {{"opinion", shown_word(opinion->text)}}});
  }
}

}  // namespace jianzhen::verify
