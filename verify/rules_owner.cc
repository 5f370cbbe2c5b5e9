// 六（三）2: every paper must be the applicant's own.

#include <algorithm>
#include <array>

#include "core/text.h"
#include "verify/codes.h"
#include "verify/name_text.h"
#include "verify/names.h"
#include "verify/rules.h"

namespace jianzhen::verify {
namespace {

struct OwnerRow {
  Relation relation;
  const char* code;
};

// `self` is no finding; `unknown` is owner.unknown, which asks about the paper, not about a unit.
constexpr std::array kOwnerRows = {
    OwnerRow{Relation::former_name, "owner.former_name"},
    OwnerRow{Relation::partner, "owner.partner"},
    OwnerRow{Relation::branch, "owner.branch"},
    OwnerRow{Relation::subsidiary, "owner.subsidiary"},
    OwnerRow{Relation::parent, "owner.parent"},
    OwnerRow{Relation::holding, "owner.holding"},
    OwnerRow{Relation::affiliate, "owner.affiliate"},
    OwnerRow{Relation::unrelated, "owner.unrelated"},
};

// Kinds that need no owner may be made by anybody: at most a question. So are words at a holder's
// place that end like no unit's name: they may be no name at all.
core::Severity gravest(const JudgedPaper& paper, const JudgedOwner& owner) {
  const bool named = looks_like_unit(owner.party->unit.name) || (paper.kind && paper.kind->ip);
  return paper.kind && paper.kind->owned && named ? core::Severity::violation
                                                  : core::Severity::suspicion;
}

core::Bilingual basis_of(const Verdict& verdict) {
  core::Bilingual basis = verdict.reason;
  if (!verdict.path.empty() && !basis.zh.empty()) basis += kBetween;
  basis += joined(verdict.path);
  return basis;
}

// The day of a paper, where it is printed in full and surely read; else empty.
std::string day_of(const JudgedPaper& paper) {
  constexpr std::size_t kWholeDate = 10;
  for (const char* id : {"issued_on", "signed_on"}) {
    const Value* date = paper.field(id);
    if (date && date->text.size() == kWholeDate && date->evidence.unsure.empty()) return date->text;
  }
  return {};
}

// A name goes out of use on the day on which another takes its place.
bool used_after_its_change(const Subject& subject, const JudgedPaper& paper,
                           const JudgedOwner& owner) {
  const std::string until = subject.entry.relations.name_time(owner.party->unit.name).until;
  return !until.empty() && day_of(paper).substr(0, until.size()) > until;
}

// Nobody signs with a name that he will get later.
void check_name_time(const Subject& subject, const JudgedPaper& paper, const JudgedOwner& owner,
                     Findings& findings) {
  const std::string day = day_of(paper);
  const std::string since = subject.entry.relations.name_time(owner.party->unit.name).since;
  if (day.empty() || since.empty() || day.substr(0, since.size()) >= since) return;
  findings.add(paper, {.id = "owner.name_too_early",
                       .place = owner.party->name.place,
                       .entity = owner.party->unit,
                       .evidence = owner.party->name.words,
                       .values = {{"entity", same(owner.party->unit.name)},
                                  {"since", same(since)},
                                  {"day", same(day)}}});
}

void accuse(const Subject& subject, const JudgedPaper& paper, const JudgedOwner& owner,
            Findings& findings) {
  const auto row = std::ranges::find(kOwnerRows, owner.verdict.relation, &OwnerRow::relation);
  if (row == kOwnerRows.end()) return;
  const bool after = owner.verdict.relation == Relation::former_name &&
                     used_after_its_change(subject, paper, owner);
  findings.add(paper, {.id = after ? "owner.former_name/after" : row->code,
                       .at_most = gravest(paper, owner),
                       .place = owner.party->name.place,
                       .entity = owner.party->unit,
                       .evidence = owner.party->name.words,
                       .expected = subject.form().applicant.name,
                       .values = {{"entity", same(owner.party->unit.name)},
                                  {"entity_uscc", same(owner.party->unit.uscc)},
                                  {"applicant", same(subject.form().applicant.name)},
                                  {"relation", shown_word(word(owner.verdict.relation))},
                                  {"day", same(day_of(paper))}},
                       .basis = basis_of(owner.verdict)});
}

// The registered name badly read, or another unit's that looks like it: nothing on the paper
// decides.
void question_name(const Subject& subject, const JudgedPaper& paper, const JudgedOwner& owner,
                   Findings& findings) {
  if (!paper.kind || !paper.kind->owned) return;
  const Party& party = *owner.party;
  findings.add(paper, {.id = "owner.look_alike",
                       .place = party.name.place,
                       .entity = core::Unit{core::compact(party.name.words), party.unit.uscc},
                       .evidence = party.name.words,
                       .expected = subject.form().applicant.name,
                       .values = {{"read", same(core::compact(party.name.words))},
                                  {"applicant", same(subject.form().applicant.name)}},
                       .basis = basis_of(owner.verdict)});
}

// Does the code differ from the registered one in nothing but characters that the reader doubts?
bool fits_where_sure(const std::string& registered, const Evidence& printed) {
  const std::u32string wanted = core::to_utf32(normalized_code(registered));
  const std::u32string read = core::to_utf32(surely_read(printed));
  return std::ranges::equal(
      wanted, read, [](char32_t want, char32_t got) { return got == kUnread || want == got; });
}

void check_code_conflict(const Subject& subject, const JudgedPaper& paper, const JudgedOwner& owner,
                         Findings& findings) {
  const Party& party = *owner.party;
  const std::string& own = subject.form().applicant.uscc;
  // A picture's code within a misreading of the registered one is that one.
  if (party.name.ocr && uscc_confusable(own, party.unit.uscc)) return;
  if (party.uscc && fits_where_sure(own, *party.uscc)) return;
  const Evidence& words = party.uscc ? *party.uscc : party.name;
  findings.add(paper, {.id = "owner.uscc_mismatch",
                       .at_most = gravest(paper, owner),
                       .place = words.place,
                       .entity = party.unit,
                       .evidence = words.words,
                       .expected = own,
                       .values = {{"applicant", same(subject.form().applicant.name)},
                                  {"applicant_uscc", same(own)},
                                  {"entity_uscc", same(party.unit.uscc)}}});
}

void check_owner(const Subject& subject, const JudgedPaper& paper, Findings& findings) {
  if (!paper.paper->readable) return;  // quality.unreadable says so
  const JudgedOwner* owner = paper.owner();
  if (!owner || owner->verdict.relation == Relation::unknown) {
    if (!paper.kind || !paper.kind->owned) return;
    const Value* title = paper.field("title");
    findings.add(paper, {.id = "owner.unknown",
                         .evidence = title ? title->evidence.words : paper.kind->title.zh,
                         .expected = subject.form().applicant.name});
  } else if (owner->verdict.code_conflict) {
    check_code_conflict(subject, paper, *owner, findings);
  } else if (owner->verdict.gate == Gate::review) {
    question_name(subject, paper, *owner, findings);
  } else {
    accuse(subject, paper, *owner, findings);
    if (owner->verdict.relation == Relation::self)
      check_name_time(subject, paper, *owner, findings);
  }
}

core::Bilingual hint(const UsccReading& reading) {
  return reading.state == UsccState::spreadsheet ? reading.message : core::Bilingual{};
}

// GB 32100-2015: the sum that the last character must bring to a multiple of 31.
core::Bilingual arithmetic(std::string_view printed) {
  static constexpr std::string_view kLetters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  static constexpr int kBase = 31;
  const std::string code = normalized_code(printed);
  constexpr std::size_t kLength = 18;
  if (code.size() != kLength) {
    const std::string length = std::to_string(code.size());
    return {"应为 18 位，读到 " + length + " 位",
            "18 characters were expected, " + length + " read"};
  }
  int sum = 0;
  int weight = 1;
  for (const char c : std::string_view(code).substr(0, kLength - 1)) {
    const std::size_t value = kLetters.find(c);
    if (value == std::string_view::npos) {
      return {std::string("代码中不用字符 ") + c, std::string("no code holds the character ") + c};
    }
    sum += static_cast<int>(value) * weight;
    weight = weight * 3 % kBase;
  }
  const char check = kLetters[static_cast<std::size_t>((kBase - sum % kBase) % kBase)];
  const std::string sums = std::to_string(sum);
  return {"GB 32100：前 17 位加权和 " + sums + "，模 31 余 " + std::to_string(sum % kBase) +
              "，校验位应为 " + check + "，读到 " + code.back(),
          "GB 32100: the weighted sum of the first 17 is " + sums + ", " +
              std::to_string(sum % kBase) + " modulo 31, so the check character is " + check +
              ", " + code.back() + " was read"};
}

// Wrong by its own check, not by a misreading: a picture's code must have been read surely, and be
// nothing that a valid or the registered code is misread as.
bool surely_wrong(const Party& party, const UsccReading& reading, const std::string& registered) {
  if (reading.state == UsccState::valid || reading.state == UsccState::malformed ||
      reading.state == UsccState::id_number) {
    return false;
  }
  const bool ocr = party.uscc ? party.uscc->ocr : party.name.ocr;
  if (!ocr) return true;
  constexpr double kSure = 0.9;
  const double confidence = party.uscc ? party.uscc->confidence : party.name.confidence;
  const bool sure = party.uscc ? party.uscc->unsure.empty() : party.name.unsure.empty();
  return sure && confidence >= kSure && !uscc_confusable(registered, party.unit.uscc);
}

}  // namespace

void check_owners(const Subject& subject, Findings& findings) {
  for (const JudgedPaper& paper : subject.entry.papers) check_owner(subject, paper, findings);
}

void check_codes(const Subject& subject, Findings& findings) {
  const std::string& registered = subject.form().applicant.uscc;
  for (const JudgedPaper& paper : subject.entry.papers) {
    for (const JudgedOwner& owner : paper.owners) {
      const Party& party = *owner.party;
      if (party.unit.uscc.empty() || !paper.paper->readable) continue;
      const UsccReading reading = read_uscc(party.unit.uscc);
      if (!surely_wrong(party, reading, registered)) continue;
      const Evidence& words = party.uscc ? *party.uscc : party.name;
      findings.add(paper, {.id = "uscc.invalid",
                           .place = words.place,
                           .entity = party.unit,
                           .evidence = words.words,
                           .values = {{"code", same(party.unit.uscc)}, {"hint", hint(reading)}},
                           .basis = arithmetic(party.unit.uscc)});
      break;  // once a paper
    }
  }
  for (const core::Unit& unit : entrants(subject.form())) {
    if (unit.uscc.empty()) continue;
    const UsccReading reading = read_uscc(unit.uscc);
    if (reading.state == UsccState::valid) continue;
    findings.add({.id = "uscc.invalid",
                  .entity = unit,
                  .evidence = unit.uscc,
                  .values = {{"code", same(unit.uscc)}, {"hint", hint(reading)}},
                  .basis = arithmetic(unit.uscc)});
  }
}

}  // namespace jianzhen::verify
