#include "verify/rules.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "core/id_number.h"

namespace jianzhen::verify {
namespace {

// Whatever was entered or read as a credit code may be somebody's identity number.
void mask_people(core::Finding& finding) {
  for (std::string* text : {&finding.evidence, &finding.expected, &finding.message.zh,
                            &finding.message.en, &finding.basis.zh, &finding.basis.en}) {
    *text = core::with_id_numbers_masked(std::move(*text));
  }
  if (finding.entity) finding.entity->uscc = core::with_id_numbers_masked(finding.entity->uscc);
}

constexpr std::array kRules = {
    Rule{"owner", check_owners},
    Rule{"owner", check_codes},
    Rule{"material", check_missing},
    Rule{"material", check_declared_kinds},
    Rule{"material", check_signing},
    Rule{"material", check_validity},
    Rule{"seal", check_seals},
    Rule{"audit", check_opinions},
    Rule{"material", check_duplicates},
    Rule{"material", check_files},
    Rule{"material", check_readability},
    Rule{"application", check_sections},
    Rule{"applicant", check_excluded},
    Rule{"applicant", check_listed},
    Rule{"applicant", check_legal_person},
    Rule{"project", check_topic},
    Rule{"project", check_printed_topic},
    Rule{"project", check_project_name},
    Rule{"project", check_versions},
    Rule{"ip", check_ip_owners},
    Rule{"ip", check_ip_numbers},
    Rule{"team", check_team_size},
    Rule{"team", check_shared_representatives},
    Rule{"team", check_printed_representatives},
    Rule{"team", check_several_projects},
    Rule{"cross", check_same_material},
    Rule{"cross", check_near_duplicates},
    Rule{"cross", check_same_numbers},
    Rule{"cross", check_same_pictures},
};

// "material.missing/candidates" is a text of the rule material.missing.
std::string code_of(std::string_view id) { return std::string(id.substr(0, id.find('/'))); }

}  // namespace

std::span<const Rule> rules() { return kRules; }

void Findings::add(Draft draft) {
  const RuleSetting* rule = contest_->rule(code_of(draft.id));
  if (!rule) return;
  core::Finding finding;
  finding.code = rule->code;
  finding.severity = std::min(rule->severity, draft.at_most);
  finding.message = message({draft.id, finding.severity, draft.values, draft.basis, draft.place});
  finding.material = std::move(draft.material);
  finding.place = draft.place;
  finding.entity = std::move(draft.entity);
  finding.evidence = std::move(draft.evidence);
  finding.expected = std::move(draft.expected);
  finding.basis = std::move(draft.basis);
  finding.clause = draft.clause.empty() ? rule->clause : draft.clause;
  finding.kind = std::move(draft.kind);
  finding.section = std::move(draft.section);
  finding.part = std::move(draft.part);
  finding.candidates = std::move(draft.candidates);
  finding.other_entry = std::move(draft.other_entry);
  mask_people(finding);
  findings_.push_back(std::move(finding));
}

void Findings::add(const JudgedPaper& paper, Draft draft) {
  draft.material = paper.material->material.path;
  if (draft.place.page == 0 && !draft.place.time) draft.place.page = paper.paper->first_page;
  draft.values.emplace("kind", paper.kind ? paper.kind->title : same(paper.paper->kind));
  if (!paper.paper->readable) draft.at_most = std::min(draft.at_most, core::Severity::suspicion);
  add(std::move(draft));
}

std::vector<core::Finding> Findings::sorted() && {
  std::ranges::stable_sort(findings_, {}, [](const core::Finding& f) {
    return std::make_tuple(f.material, f.place.page, f.place.time.value_or(0), f.code, f.kind,
                           f.section, f.part, f.other_entry, f.evidence);
  });
  return std::move(findings_);
}

core::Bilingual joined(const std::vector<core::Bilingual>& steps) {
  core::Bilingual text;
  for (const core::Bilingual& step : steps) {
    if (!text.zh.empty()) text += kBetween;
    text += step;
  }
  return text;
}

std::vector<core::Unit> entrants(const core::Entry& entry) {
  std::vector<core::Unit> units = {entry.applicant};
  units.insert(units.end(), entry.partners.begin(), entry.partners.end());
  return units;
}

}  // namespace jianzhen::verify
