#pragma once

// What one known unit is to another, by walking the edges. Not part of the folder's face.

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "verify/relation_index.h"

namespace jianzhen::verify {

// Said behind what its head is.
inline const core::Bilingual kItsBranch{"（其分支机构）", " (a branch of it)"};

struct Walked {
  Relation relation = Relation::unrelated;
  core::Bilingual reason;
  std::vector<core::Bilingual> path;  // the edges walked, each with its source
};

class RelationWalk {
 public:
  // `day`: only edges in force on it are walked (yyyymmdd); 0: those that have not ended.
  RelationWalk(const RelationIndex& index, std::uint32_t day) : index_(index), day_(day) {}

  // What `other` is to `own`; several ids are one unit under several names. nullopt: no edges lead
  // from one to the other. Walks upwards from both sides, so its cost is that of the owners, not of
  // the group.
  std::optional<Walked> relation(const std::vector<UnitId>& own,
                                 const std::vector<UnitId>& other) const;

  // These and every other name of the same units.
  std::vector<UnitId> all_names(std::vector<UnitId> units) const;

  // Units within a few steps, nearest first: where a misread name is looked for.
  std::vector<UnitId> neighbours(const std::vector<UnitId>& own, std::size_t most) const;

 private:
  // How a unit was reached on the way up, and from where.
  struct Step {
    enum class Kind : std::uint8_t { start, name, branch, parent, holding };
    Kind kind = Kind::start;
    UnitId from = 0;
    std::uint32_t edge = 0;
    bool branch_only = true;  // nothing but branches and names so far
    bool majority = true;     // no holding so far
  };
  using Steps = std::unordered_map<UnitId, Step>;

  Steps upwards(const std::vector<UnitId>& from) const;
  std::vector<UnitId> heads(const Steps& steps) const;
  std::vector<core::Bilingual> path(const Steps& steps, UnitId to) const;
  // The edges that call `id` another name of one of `own`.
  std::vector<core::Bilingual> renaming(const std::vector<UnitId>& own, UnitId id) const;
  std::optional<Walked> from_heads(const std::vector<UnitId>& own, const Steps& up_own,
                                   const Steps& up_other) const;
  core::Bilingual described(std::uint32_t edge) const;
  bool in_force(std::uint32_t edge) const;

  const RelationIndex& index_;
  std::uint32_t day_;
};

}  // namespace jianzhen::verify
