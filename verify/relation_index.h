#pragma once

// Units and edges, found by code and by name. Not part of the folder's face.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "verify/relations.h"

namespace jianzhen::verify {

// A unit known to an index: its number, counted on from those of the index it stands on.
using UnitId = std::uint32_t;

// From a unit to another, as seen from the first.
struct Link {
  enum class Kind : std::uint8_t {
    controlled_by,  // its majority owner
    held_by,        // controlled without a majority
    branch_of,      // the head it is a branch of
    another_name,   // a former or a later name of the same unit
    same_group,     // said to be affiliates
  };
  Kind kind = Kind::controlled_by;
  UnitId to = 0;
  std::uint32_t edge = 0;  // number of the edge, counted like units
};

// An index may stand on another, which it only reads and which must outlive it.
class RelationIndex {
 public:
  explicit RelationIndex(const RelationIndex* below = nullptr);

  void add(const Edge& edge);
  void stand_on(const RelationIndex* below) { below_ = below; }

  // Units with this code; else, or beside them, units with this name.
  void find_code(std::string_view uscc, std::vector<UnitId>& found) const;
  void find_name(std::u32string_view name, std::vector<UnitId>& found) const;

  template <typename Use>
  void each_link(UnitId unit, Use&& use) const {
    if (below_ != nullptr) below_->each_link(unit, use);
    if (const auto it = links_.find(unit); it != links_.end()) {
      for (const Link& link : it->second) use(link);
    }
  }
  // Units whose owner, head or other name this one is.
  template <typename Use>
  void each_back_link(UnitId unit, Use&& use) const {
    if (below_ != nullptr) below_->each_back_link(unit, use);
    if (const auto it = back_links_.find(unit); it != back_links_.end()) {
      for (const UnitId from : it->second) use(from);
    }
  }

  const core::Unit& unit(UnitId id) const;
  const Edge& edge(std::uint32_t number) const;
  UnitId unit_count() const { return first_unit_ + static_cast<UnitId>(units_.size()); }
  const std::vector<Edge>& own_edges() const { return edges_; }
  bool empty() const { return unit_count() == 0; }

 private:
  UnitId intern(const core::Unit& unit);
  void link(UnitId from, Link::Kind kind, UnitId to);

  const RelationIndex* below_;
  UnitId first_unit_ = 0;
  std::uint32_t first_edge_ = 0;
  std::vector<core::Unit> units_;
  std::vector<Edge> edges_;
  std::unordered_map<std::u32string, std::vector<UnitId>> by_name_;
  std::unordered_map<std::string, UnitId> by_code_;  // by organisation code
  std::unordered_map<UnitId, std::vector<Link>> links_;
  std::unordered_map<UnitId, std::vector<UnitId>> back_links_;
};

}  // namespace jianzhen::verify
