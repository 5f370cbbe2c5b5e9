#pragma once

// The registration of one entry (参赛项目): entry.json of contract.md, as a value.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace jianzhen::core {

// A unit (单位) as somebody wrote it down.
struct Unit {
  std::string name;
  std::string uscc;  // unified social credit code (GB 32100); empty where none is given

  bool operator==(const Unit&) const = default;
};

struct Applicant : Unit {
  std::vector<std::string> former_names;

  bool operator==(const Applicant&) const = default;
};

struct Representative {
  std::string name;
  std::string id_number;  // personal data: never logged, never printed; empty where not given

  bool operator==(const Representative&) const = default;
};

struct RelatedUnit : Unit {
  std::string relation;  // what that unit is to the applicant: "parent" …

  bool operator==(const RelatedUnit&) const = default;
};

struct DeclaredMaterial {
  std::string path;
  std::string kind;

  bool operator==(const DeclaredMaterial&) const = default;
};

struct Project {
  std::string name;
  std::string track;
  std::optional<int> topic;

  bool operator==(const Project&) const = default;
};

struct Entry {
  std::string id;
  Project project;
  Applicant applicant;
  std::vector<Unit> partners;
  std::string team_name;
  std::vector<Representative> representatives;
  std::vector<RelatedUnit> related;
  std::vector<DeclaredMaterial> materials;

  bool operator==(const Entry&) const = default;
};

// Reads entry.json. `fallback_id` (the folder's name) stands in for a missing "entry".
// Errors: corrupt (not JSON, or not of the form; the message names line and field), usage (no
// applicant.name: pass it with --applicant).
Result<Entry> parse_entry(std::string_view json, std::string_view fallback_id);

// The way back, for the catalogue and the API; parse_entry reads it again.
std::string entry_json(const Entry& entry);

}  // namespace jianzhen::core
