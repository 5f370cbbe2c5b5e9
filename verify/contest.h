#pragma once

// The contest as data: samples/contests/*.yaml (its form: docs/contest-file.md). No track or clause
// is spelled in C++. Immutable after loading; thread-safe.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/finding.h"

namespace jianzhen::verify {

struct Stage {
  std::string id;  // "registration"
  std::string title;
  std::string from;  // 2024-06-22; both days belong to it
  std::string to;
  std::string clause;
};

struct Topic {
  int number = 0;
  std::string title;
};

struct Track {
  std::string name;    // 工业制造
  std::string prefix;  // 数据要素×: how papers may begin its name
  std::vector<Topic> topics;
};

// What the contest asks of one kind of paper.
struct MaterialKind {
  std::string id;  // "business_licence"
  core::Bilingual title;
  std::string clause;
  bool owned = false;          // must say whose it is, and be the applicant's
  bool ip = false;             // intellectual property
  bool expires = false;        // its validity must reach the end of registration
  bool names_project = false;  // carries the project's name
  bool compared = false;       // written by the entrant: two entries should not share it
  bool pictures = false;       // what it shows is the entrant's own: two should not show the same
  std::string signed_by;       // "applicant", "auditor": whose seal, with a date, makes it valid
  // Whose seals stand on it: "owner", or fields of the paper that name units.
  std::vector<std::string> sealed_by;
};

struct RequiredKind {
  std::string id;                  // "business_licence", or "ip" for any of several
  std::vector<std::string> kinds;  // that fill it
  core::Severity severity = core::Severity::violation;
  core::Bilingual title;
  std::string clause;
};

struct ApplicationSection {
  std::string title;               // 项目概述
  std::vector<std::string> parts;  // 项目背景 …
  std::string clause;
};

struct Organiser {
  std::string name;     // in full: 辽宁省数据局
  std::string written;  // as the notice has it: 省数据局; empty where that is `name`
  std::string role;     // 主办单位
  std::string nature;   // "government", "department", "institution", "company"
  std::vector<std::string> aliases;  // registered names a person entered
  std::string uscc;                  // entered by a person; empty where unknown
  std::string head;                  // of a branch: the legal person it belongs to
  std::vector<std::string> arms;     // bodies that hold companies for it
};

// Who may not enter because of an organiser: relation of the applicant to it → how grave.
struct Exclusion {
  std::vector<std::string> legal_forms;  // that may follow an organiser's short name
  // By nature of the organiser, then "default"; by relation's word, and "institution".
  std::map<std::string, std::map<std::string, core::Severity>> relations;

  // `clean` where the relation is nothing.
  core::Severity of(std::string_view nature, std::string_view relation) const;
};

// Who is no independent legal person.
struct LegalPerson {
  std::vector<std::string> codes;                // first two characters that settle that it is one
  std::map<std::string, std::string> not_codes;  // "92" → 个体工商户
  std::vector<std::string> not_in_name;          // words in the name
  std::vector<std::string> not_in_form;          // words in the 类型 of its own licence
};

// A rule's grade and clause; a code that has no row, or a disabled one, is not applied.
struct RuleSetting {
  std::string code;
  core::Severity severity = core::Severity::suspicion;  // the gravest it may say
  std::string clause;
};

// A clause that files cannot show, for the verifier's list.
struct ReviewTopic {
  std::string id;
  core::Bilingual title;
  std::string clause;
  std::vector<std::string> words;  // that speak to it
  std::vector<std::string> kinds;  // where they are looked for; empty: everywhere
  bool names = false;              // the registered names of project and team
};

struct Award {
  std::string title;
  int count = 0;
};

struct Clause {
  std::string id;  // 六（三）2
  std::string text;
};

class Contest {
 public:
  // Errors: not_found, corrupt (names line and key).
  static core::Result<Contest> load(const std::filesystem::path& file);
  static core::Result<Contest> parse(std::string_view yaml, std::string_view source);
  // Liaoning 2024, compiled in.
  static const Contest& built_in();

  std::string id;
  std::string title;
  std::string theme;
  std::string document;             // 辽数通〔2024〕1号
  std::string issued;               // 2024-06-19
  std::string site;                 // where one registers
  std::vector<Stage> calendar;      // one of them is "registration"
  std::string registration_closes;  // 2024-07-21: a paper must be valid through its end
  int max_representatives = 0;
  std::vector<Track> tracks;
  std::vector<MaterialKind> kinds;
  std::vector<RequiredKind> required;
  std::vector<ApplicationSection> sections;
  std::vector<Organiser> organisers;
  Exclusion exclusion;
  LegalPerson legal_person;
  std::map<std::string, std::string> lists;  // "dishonest" → 失信被执行人
  std::vector<RuleSetting> rules;            // those in force when registration closed
  std::vector<ReviewTopic> review;
  std::vector<Award> awards;
  std::vector<Clause> clauses;

  const RuleSetting* rule(std::string_view code) const;  // nullptr: not applied
  const Track* track(std::string_view name) const;  // "工业制造" or "数据要素×工业制造"
  const MaterialKind* kind(std::string_view kind_id) const;
  const Clause* clause(std::string_view clause_id) const;
};

}  // namespace jianzhen::verify
