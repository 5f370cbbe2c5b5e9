// 六（一）1 and 5: who may enter. Asked of the applicant and of every partner.

#include <algorithm>

#include "core/text.h"
#include "verify/codes.h"
#include "verify/names.h"
#include "verify/rules.h"

namespace jianzhen::verify {
namespace {

using core::Severity;
using core::Unit;

// --- organisers -------------------------------------------------------------------------------

// What a unit is to an organiser, and how that is known.
struct Tie {
  const Organiser* organiser = nullptr;
  std::string relation;
  Severity severity = Severity::clean;
  core::Bilingual basis;
};

bool is_public_body(const Unit& unit) {
  const std::string code = normalized_code(unit.uscc);
  return code.starts_with("11") || code.starts_with("12");
}

// As the notice writes it, as a person entered it, and each of these with a legal form behind.
std::vector<std::string> names_of(const Organiser& organiser, const Exclusion& exclusion) {
  std::vector<std::string> names = {organiser.name};
  if (!organiser.written.empty()) names.push_back(organiser.written);
  names.insert(names.end(), organiser.aliases.begin(), organiser.aliases.end());
  const std::size_t plain = names.size();
  for (std::size_t i = 0; i < plain; ++i) {
    for (const std::string& form : exclusion.legal_forms) names.push_back(names[i] + form);
  }
  return names;
}

core::Bilingual by_its_name(const Unit& unit) {
  return {"名称“" + unit.name + "”", "its name “" + unit.name + "”"};
}

bool same_unit(const Unit& unit, std::string_view name, std::string_view uscc) {
  if (name_key(unit.name) == name_key(name)) return true;
  const auto code = organisation_code(unit.uscc);
  return code && code == organisation_code(uscc);
}

// A public body below another, or a department's office, is none of the notice's four words.
std::string_view adjusted(std::string_view relation, const Organiser& organiser, const Unit& unit) {
  const bool organ = organiser.nature == "department" || organiser.nature == "government";
  if (relation == "subsidiary" && is_public_body(unit)) return "institution";
  if (relation == "branch" && organ) return "institution";
  return relation == "affiliate" && is_public_body(unit) ? std::string_view() : relation;
}

class Ties {
 public:
  Ties(const Subject& subject, const Unit& unit) : subject_(subject), unit_(unit) {}

  // The gravest tie to any organiser.
  Tie gravest() {
    for (const Organiser& organiser : subject_.contest.organisers) {
      const std::vector<std::string> names = names_of(organiser, subject_.contest.exclusion);
      by_name(organiser, names);
      by_head(organiser);
      for (const std::string& name : names) by_relations(organiser, name, false);
      for (const std::string& arm : organiser.arms) by_relations(organiser, arm, true);
    }
    return best_;
  }

 private:
  void take(const Organiser& organiser, std::string_view known_as, const core::Bilingual& basis) {
    const std::string_view relation = adjusted(known_as, organiser, unit_);
    const Severity severity = subject_.contest.exclusion.of(organiser.nature, relation);
    if (severity > best_.severity) {
      best_ = {&organiser, std::string(relation), severity, basis};
    }
  }

  void by_name(const Organiser& organiser, const std::vector<std::string>& names) {
    const std::string key = name_key(unit_.name);
    const ParsedName parsed = parse_name(unit_.name);
    for (const std::string& name : names) {
      const std::string own = name_key(name);
      const bool longer = key.starts_with(own) && key != own;
      const bool branch = !parsed.branch_tail.empty();
      if (same_unit(unit_, name, organiser.uscc)) {
        take(organiser, "self", {"名称与通知所列一致", "its name is as the notice writes it"});
      } else if (branch && (longer || name_key(parsed.head) == own)) {
        take(organiser, "branch", by_its_name(unit_));
      } else if (longer && organiser.nature != "company") {
        take(organiser, "institution", by_its_name(unit_));
      }
    }
  }

  // Of an organiser that is itself a branch: the legal person it belongs to, and that one's others.
  void by_head(const Organiser& organiser) {
    if (organiser.head.empty()) return;
    const ParsedName parsed = parse_name(unit_.name);
    if (same_unit(unit_, organiser.head, {})) {
      take(organiser, "parent",
           {"“" + organiser.name + "”是它的分支机构", "“" + organiser.name + "” is its branch"});
    } else if (!parsed.branch_tail.empty() && name_key(parsed.head) == name_key(organiser.head)) {
      take(organiser, "affiliate",
           {"同为“" + organiser.head + "”的分支机构",
            "both are branches of “" + organiser.head + "”"});
    }
    const auto known = walked(organiser.head, {});
    if (!known) return;
    const bool above = known->relation == Relation::parent || known->relation == Relation::holding;
    take(organiser, above ? word(known->relation) : "affiliate", joined(known->path));
  }

  // Under an arm of the organiser (a government's 国资委) only what it owns counts.
  void by_relations(const Organiser& organiser, const std::string& name, bool arm) {
    const auto known = walked(name, arm ? std::string() : organiser.uscc);
    if (!known || (arm && known->relation != Relation::subsidiary)) return;
    take(organiser, word(known->relation), joined(known->path));
  }

  // What the unit is to `name` by edges alone; only names that some edge knows are walked from.
  std::optional<Verdict> walked(const std::string& name, const std::string& uscc) const {
    if (!subject_.entry.relations.knows(name)) return std::nullopt;
    core::Applicant from;
    from.name = name;
    from.uscc = uscc;
    Verdict verdict = subject_.entry.relations.relate(from, {}, unit_, false);
    if (verdict.path.empty()) return std::nullopt;
    return verdict;
  }

  const Subject& subject_;
  const Unit& unit_;
  Tie best_;
};

// --- lists ------------------------------------------------------------------------------------

std::string list_title(const Contest& contest, const std::string& list) {
  const auto title = contest.lists.find(list);
  return title == contest.lists.end() ? list : title->second;
}

void say_listed(const Subject& subject, const Unit& unit, const ListedUnit& row,
                Findings& findings) {
  // A list that does not say its day is as old as its newest row, or younger.
  const std::string newest = row.as_of.empty() ? subject.lists.newest(row.list) : std::string();
  findings.add({.id = "applicant.listed",
                .entity = unit,
                .evidence = row.unit.name + " " + row.unit.uscc + " " + row.case_no,
                .values = {{"entity", same(unit.name)},
                           {"list", same(list_title(subject.contest, row.list))},
                           {"case_no", same(row.case_no)},
                           {"published", same(row.published)},
                           {"as_of", same(row.as_of)},
                           {"newest", same(newest)}}});
}

void check_credit_report(const Subject& subject, const JudgedPaper& paper, Findings& findings) {
  const JudgedOwner* owner = paper.owner();
  if (!owner || !paper.paper->readable) return;
  const Relation relation = owner->verdict.relation;
  if (relation != Relation::self && relation != Relation::partner &&
      relation != Relation::former_name) {
    return;
  }
  for (const auto& [list, title] : subject.contest.lists) {
    const Value* said = paper.field("listed." + list);
    if (!said || said->text != "true") continue;
    findings.add(
        paper,
        {.id = "applicant.listed/credit_report",
         .place = said->evidence.place,
         .entity = relation == Relation::partner ? owner->party->unit : subject.form().applicant,
         .evidence = said->evidence.words,
         .values = {{"entity", same(owner->party->unit.name)}, {"list", same(title)}}});
  }
}

// --- legal persons ----------------------------------------------------------------------------

struct NotLegal {
  std::string what;
  core::Bilingual basis;
  std::string evidence;
};

bool contains(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

bool is_persons_name(std::string_view name) {
  const std::u32string letters = core::to_utf32(core::compact(name));
  return letters.size() >= 2 && letters.size() <= 4 && std::ranges::all_of(letters, core::is_han) &&
         !looks_like_unit(name);
}

std::optional<NotLegal> by_code(const Unit& unit, const LegalPerson& rule) {
  const std::string prefix = normalized_code(unit.uscc).substr(0, 2);
  const auto row = rule.not_codes.find(prefix);
  if (row == rule.not_codes.end()) return std::nullopt;
  return NotLegal{
      row->second,
      {"统一社会信用代码以 " + prefix + " 开头", "its credit code begins with " + prefix},
      unit.uscc};
}

std::optional<NotLegal> by_name(const Unit& unit, const LegalPerson& rule) {
  const core::Bilingual basis = by_its_name(unit);
  if (!parse_name(unit.name).branch_tail.empty()) return NotLegal{"分支机构", basis, unit.name};
  for (const std::string& word : rule.not_in_name) {
    if (contains(core::compact(unit.name), word)) return NotLegal{word, basis, unit.name};
  }
  const bool person = unit.uscc.empty() || read_uscc(unit.uscc).state == UsccState::id_number;
  if (person && is_persons_name(unit.name)) return NotLegal{"自然人", basis, unit.name};
  return std::nullopt;
}

bool is_whose(const JudgedPaper& paper, const Unit& unit, bool applicant) {
  const JudgedOwner* owner = paper.owner();
  if (!owner) return false;
  if (applicant) return owner->verdict.relation == Relation::self;
  return owner->verdict.relation == Relation::partner &&
         same_unit(owner->party->unit, unit.name, unit.uscc);
}

std::optional<NotLegal> by_licence(const Subject& subject, const Unit& unit, bool applicant) {
  for (const JudgedPaper& paper : subject.entry.papers) {
    const Value* form = paper.field("legal_form");
    if (!form || !paper.paper->readable || !is_whose(paper, unit, applicant)) continue;
    const std::string& path = paper.material->material.path;
    for (const std::string& word : subject.contest.legal_person.not_in_form) {
      if (!contains(form->text, word)) continue;
      return NotLegal{word,
                      {path + " 写明的类型是“" + form->text + "”",
                       path + " gives its form as “" + form->text + "”"},
                      form->evidence.words};
    }
  }
  return std::nullopt;
}

std::optional<NotLegal> not_legal(const Subject& subject, const Unit& unit, bool applicant) {
  const LegalPerson& rule = subject.contest.legal_person;
  if (read_uscc(unit.uscc).state == UsccState::valid) {
    const std::string prefix = normalized_code(unit.uscc).substr(0, 2);
    if (std::ranges::find(rule.codes, prefix) != rule.codes.end()) return std::nullopt;
    if (auto found = by_code(unit, rule)) return found;
  }
  if (auto found = by_name(unit, rule)) return found;
  return by_licence(subject, unit, applicant);
}

}  // namespace

void check_excluded(const Subject& subject, Findings& findings) {
  for (const Unit& unit : entrants(subject.form())) {
    const Tie tie = Ties(subject, unit).gravest();
    if (tie.severity == Severity::clean) continue;
    const bool ask = tie.severity < Severity::violation;
    const bool self = tie.relation == "self" || tie.relation == "former_name";
    findings.add({.id = ask    ? "applicant.excluded/ask"
                        : self ? "applicant.excluded/self"
                               : "applicant.excluded",
                  .at_most = tie.severity,
                  .entity = unit,
                  .evidence = tie.basis.zh,
                  .values = {{"entity", same(unit.name)},
                             {"organiser", same(tie.organiser->name)},
                             {"role", same(tie.organiser->role)},
                             {"relation", shown_word(tie.relation)}},
                  .basis = tie.basis});
  }
}

void check_listed(const Subject& subject, Findings& findings) {
  const core::Applicant& applicant = subject.form().applicant;
  for (const Unit& unit : entrants(subject.form())) {
    const bool own = unit == static_cast<const Unit&>(applicant);
    const std::vector<std::string> other_names =
        own ? applicant.former_names : std::vector<std::string>{};
    for (const ListedUnit* row : subject.lists.rows_of(unit, other_names)) {
      say_listed(subject, unit, *row, findings);
    }
  }
  for (const JudgedPaper& paper : subject.entry.papers) {
    check_credit_report(subject, paper, findings);
  }
}

void check_legal_person(const Subject& subject, Findings& findings) {
  const std::vector<Unit> units = entrants(subject.form());
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto found = not_legal(subject, units[i], i == 0);
    if (!found) continue;
    findings.add({.id = "applicant.not_legal_person",
                  .entity = units[i],
                  .evidence = found->evidence,
                  .values = {{"entity", same(units[i].name)}, {"what", shown_word(found->what)}},
                  .basis = found->basis});
  }
}

}  // namespace jianzhen::verify
