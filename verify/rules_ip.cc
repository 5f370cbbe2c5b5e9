// 六（二）3: the rights must be the applicant's, numbered as they are, and in their term.

#include <algorithm>
#include <array>

#include "verify/codes.h"
#include "verify/rules.h"

namespace jianzhen::verify {
namespace {

// Beside owner.*; not for the applicant under another name, nor for a partner of the consortium.
bool is_anothers(Relation relation) {
  switch (relation) {
    case Relation::self:
    case Relation::former_name:
    case Relation::partner:
    case Relation::unknown:
      return false;
    default:
      return true;
  }
}

void check_holder(const Subject& subject, const JudgedPaper& paper, Findings& findings) {
  const JudgedOwner* owner = paper.owner();
  if (!owner || !is_anothers(owner->verdict.relation) || owner->verdict.gate == Gate::review)
    return;
  findings.add(paper, {.id = "ip.owner_mismatch",
                       .place = owner->party->name.place,
                       .entity = owner->party->unit,
                       .evidence = owner->party->name.words,
                       .expected = subject.form().applicant.name,
                       .values = {{"entity", same(owner->party->unit.name)},
                                  {"entity_uscc", same(owner->party->unit.uscc)},
                                  {"applicant", same(subject.form().applicant.name)}}});
}

void check_co_owners(const Subject& subject, const JudgedPaper& paper, Findings& findings) {
  const JudgedOwner* own = paper.owner();
  if (!own || own->verdict.relation != Relation::self) return;
  const auto other = std::ranges::find_if(paper.owners, [](const JudgedOwner& owner) {
    return owner.verdict.relation != Relation::self;
  });
  if (other == paper.owners.end()) return;
  findings.add(paper, {.id = "ip.co_owned",
                       .place = other->party->name.place,
                       .entity = other->party->unit,
                       .evidence = other->party->name.words,
                       .expected = subject.form().applicant.name,
                       .values = {{"entity", same(other->party->unit.name)},
                                  {"count", same(std::to_string(paper.owners.size()))},
                                  {"applicant", same(subject.form().applicant.name)}}});
}

struct NumberRow {
  std::string_view kind;
  bool (*valid)(std::string_view number);
};

constexpr std::array kNumbers = {
    NumberRow{"patent_certificate", patent_number_valid},
    NumberRow{"software_copyright", software_copyright_number_valid},
    NumberRow{"trademark_certificate", trademark_number_valid},
};

// One digit misread spoils any check: a picture's number must have been read surely.
constexpr double kSure = 0.9;

}  // namespace

void check_ip_owners(const Subject& subject, Findings& findings) {
  for (const JudgedPaper& paper : subject.entry.papers) {
    if (!paper.kind || !paper.kind->ip || !paper.paper->readable) continue;
    check_holder(subject, paper, findings);
    check_co_owners(subject, paper, findings);
  }
}

void check_ip_numbers(const Subject& subject, Findings& findings) {
  for (const JudgedPaper& paper : subject.entry.papers) {
    const auto row = std::ranges::find(kNumbers, paper.paper->kind, &NumberRow::kind);
    const Value* number = paper.field("number");
    if (row == kNumbers.end() || !number || !paper.paper->readable) continue;
    if (number->evidence.ocr && number->evidence.confidence < kSure) continue;
    if (!number->evidence.unsure.empty()) continue;
    if (row->valid(number->text)) continue;
    findings.add(paper, {.id = "ip.number_invalid",
                         .place = number->evidence.place,
                         .evidence = number->evidence.words,
                         .values = {{"number", same(number->text)}}});
  }
}

}  // namespace jianzhen::verify
