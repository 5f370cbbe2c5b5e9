#pragma once

// The facts of one entry as the rules look at them: materials in the order of their paths, every
// owner weighed against the applicant, repeated and unreadable files set apart.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "verify/check.h"

namespace jianzhen::verify {

struct JudgedOwner {
  const Party* party = nullptr;
  Verdict verdict;  // `relation` is never different_unknown_relation: that is unrelated here
};

struct JudgedPaper {
  const MaterialFacts* material = nullptr;
  const PaperFacts* paper = nullptr;
  const MaterialKind* kind = nullptr;  // of the contest; nullptr where it knows none such
  std::vector<JudgedOwner> owners;     // in printed order

  // The owner that decides: the applicant where it is among them, else the first; nullptr: none.
  const JudgedOwner* owner() const;
  const Value* field(std::string_view id) const;
};

struct JudgedEntry {
  const EntryFacts* facts = nullptr;
  RelationGraph relations;  // --relations, what the entry declares, what its papers state
  std::vector<const MaterialFacts*> materials;  // all, by path
  std::vector<JudgedPaper> papers;              // of materials that are no repetition
  // Owners whose misread names were put right; what the papers say stays as it was read.
  std::vector<std::unique_ptr<const Party>> put_right;
  std::map<std::string, std::string> duplicates;  // path → first path with the same bytes
  std::vector<const core::Material*> failed;      // could not be opened or read, archives too
};

// Names that read the same for a person: width, brackets, spaces, traditional forms.
std::string name_key(std::string_view name);

// Borrows from `entry`, which must outlive the result.
JudgedEntry judge(const EntryFacts& entry, const CheckContext& context);

// What the report shows of each material.
std::vector<core::Material> shown_materials(const JudgedEntry& entry);

}  // namespace jianzhen::verify
