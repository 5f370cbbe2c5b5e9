#pragma once

// The rules, one function each, in a table; what they look at, and where they say what they found.
// A rule is pure: it reads a Subject and adds Findings. How grave a finding is and under which
// clause stands in the contest's file; what is said, in findings.yaml.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/bilingual.h"
#include "verify/finding_texts.h"
#include "verify/judged.h"
#include "verify/list_index.h"
#include "verify/together.h"

namespace jianzhen::verify {

struct Subject {
  const Contest& contest;
  const ListIndex& lists;
  const Together& together;  // what only shows between entries
  const JudgedEntry& entry;
  std::size_t index = 0;  // of the entry among those given together

  const core::Entry& form() const { return entry.facts->entry; }
};

// What a rule has to say; `id` is a code, or a variant of its text ("material.missing/candidates").
struct Draft {
  std::string id;
  core::Severity at_most = core::Severity::violation;
  std::string material;
  core::Place place;
  std::optional<core::Unit> entity;
  std::string evidence;
  std::string expected;
  Values values;
  core::Bilingual basis;
  std::string clause;  // where it is not the rule's own
  std::string kind;
  std::string section;
  std::string part;
  std::vector<std::string> candidates;
  std::string other_entry;
};

class Findings {
 public:
  explicit Findings(const Contest& contest) : contest_(&contest) {}

  // Dropped where the contest does not apply the code; never graver than the contest says.
  void add(Draft draft);
  // About one paper: fills material, page, kind; never a violation where it cannot be read well.
  void add(const JudgedPaper& paper, Draft draft);

  // Ordered by material, page, code; findings on the whole entry first.
  std::vector<core::Finding> sorted() &&;

 private:
  const Contest* contest_;
  std::vector<core::Finding> findings_;
};

struct Rule {
  std::string_view subject;  // "owner"
  void (*apply)(const Subject& subject, Findings& findings);
};
std::span<const Rule> rules();

// rules_owner.cc: whose papers they are, and their codes.
void check_owners(const Subject& subject, Findings& findings);
void check_codes(const Subject& subject, Findings& findings);
// rules_material.cc: what is there, and in what state.
void check_missing(const Subject& subject, Findings& findings);
void check_declared_kinds(const Subject& subject, Findings& findings);
void check_signing(const Subject& subject, Findings& findings);
void check_validity(const Subject& subject, Findings& findings);
void check_seals(const Subject& subject, Findings& findings);
void check_opinions(const Subject& subject, Findings& findings);
void check_duplicates(const Subject& subject, Findings& findings);
void check_files(const Subject& subject, Findings& findings);
void check_readability(const Subject& subject, Findings& findings);
// rules_application.cc
void check_sections(const Subject& subject, Findings& findings);
// rules_applicant.cc: who may enter, the partners too.
void check_excluded(const Subject& subject, Findings& findings);
void check_listed(const Subject& subject, Findings& findings);
void check_legal_person(const Subject& subject, Findings& findings);
// rules_project.cc
void check_topic(const Subject& subject, Findings& findings);
void check_printed_topic(const Subject& subject, Findings& findings);
void check_project_name(const Subject& subject, Findings& findings);
void check_versions(const Subject& subject, Findings& findings);
// rules_ip.cc
void check_ip_owners(const Subject& subject, Findings& findings);
void check_ip_numbers(const Subject& subject, Findings& findings);
// rules_team.cc
void check_team_size(const Subject& subject, Findings& findings);
void check_shared_representatives(const Subject& subject, Findings& findings);
void check_printed_representatives(const Subject& subject, Findings& findings);
void check_several_projects(const Subject& subject, Findings& findings);
// rules_cross.cc
void check_same_material(const Subject& subject, Findings& findings);
void check_near_duplicates(const Subject& subject, Findings& findings);
void check_same_numbers(const Subject& subject, Findings& findings);
void check_same_pictures(const Subject& subject, Findings& findings);

// rules_seal.cc: could the words of the ring, badly read, be this unit's name?
bool seal_may_be(const std::string& named, const core::Seal& seal);

// review.cc: the clauses that files cannot show, with the passages that speak to them.
std::vector<core::ReviewItem> review_items(const Subject& subject);

// The steps of a chain of edges, one after the other.
inline const core::Bilingual kBetween{"；", "; "};
core::Bilingual joined(const std::vector<core::Bilingual>& steps);

// The applicant, then the partners: all that the notice asks 六（一）1 and 5 of.
std::vector<core::Unit> entrants(const core::Entry& entry);

}  // namespace jianzhen::verify
