#pragma once

// Units and edges, found by code and by name; a million of each in little room. Not part of the
// folder's face.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "verify/hash_slots.h"
#include "verify/relations.h"

namespace jianzhen::verify {

// A unit known to an index: its number, counted on from those of the index it stands on.
using UnitId = std::uint32_t;

// "2019-05-01" → 20190501, "2019-05" → 20190500, "" → 0.
std::uint32_t packed_day(std::string_view iso);

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
    each_arc(unit, &Unit::links, [&](const Arc& arc) { use(Link{arc.kind, arc.to, arc.edge}); });
  }
  // Units whose owner, head or other name this one is.
  template <typename Use>
  void each_back_link(UnitId unit, Use&& use) const {
    each_arc(unit, &Unit::back_links, [&](const Arc& arc) { use(arc.to); });
  }

  core::Unit unit(UnitId id) const;
  // The name under which the unit was first met, folded by name_text().
  std::u32string_view folded_name(UnitId id) const;
  // Holds shares for others: nobody's parent (data/nominees.txt).
  bool is_nominee(UnitId id) const;
  // 公司法 art. 265: enterprises are not related merely because the state controls them all.
  bool is_state_organ(UnitId id) const;

  Edge edge(std::uint32_t number) const;
  // yyyymmdd; 0 where the edge does not say.
  std::uint32_t from(std::uint32_t edge) const { return fact(edge).from; }
  std::uint32_t to(std::uint32_t edge) const { return fact(edge).to; }

  UnitId unit_count() const { return first_unit_ + static_cast<UnitId>(units_.size()); }
  std::uint32_t edge_count() const {
    return first_edge_ + static_cast<std::uint32_t>(facts_.size());
  }
  bool empty() const { return unit_count() == 0; }
  std::uint32_t first_edge() const { return first_edge_; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // A piece of texts_ or folded_.
  struct Piece {
    std::uint64_t begin = 0;
    std::uint32_t length = 0;
  };
  struct Name {
    Piece written;
    Piece folded;
    UnitId unit = 0;
  };
  struct Chain {  // of arcs_
    std::uint32_t first = kNone;
    std::uint32_t last = kNone;
  };
  struct Unit {
    std::uint32_t name = kNone;
    Piece code;
    Chain links;
    Chain back_links;
  };
  struct Arc {
    UnitId to = 0;
    std::uint32_t edge = 0;
    std::uint32_t next = kNone;
    Link::Kind kind = Link::Kind::controlled_by;
  };
  struct Mention {  // a unit as an edge calls it
    UnitId unit = 0;
    std::uint32_t name = kNone;
  };
  struct Fact {  // an edge
    Mention subject;
    Mention object;
    Piece source;
    Piece as_of;
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    float share = -1;
    Relation relation = Relation::unrelated;
  };

  template <typename Use>
  void each_arc(UnitId unit, Chain Unit::*chain, Use&& use) const {
    if (below_ != nullptr && unit < first_unit_) below_->each_arc(unit, chain, use);
    const Unit* known = own(unit);
    if (known == nullptr) return;
    for (std::uint32_t i = (known->*chain).first; i != kNone; i = arcs_[i].next) use(arcs_[i]);
  }

  Mention intern(const core::Unit& written);
  // As intern(); what the edge before called the same is not looked up again: lists of holdings go
  // owner by owner.
  struct Before {
    core::Unit written;
    Mention meant;
  };
  Mention intern_after(const core::Unit& written, Before& before);
  Mention add_unit(const core::Unit& written, std::uint64_t code);
  std::uint32_t add_name(std::string_view written, UnitId unit);
  void add_code(std::uint64_t code, UnitId unit);
  std::optional<UnitId> unit_of_code(std::uint64_t code) const;
  // The first name spelled like scratch_ for which `fits` holds.
  template <typename Fits>
  std::uint32_t name_that(std::uint64_t hash, Fits&& fits) const;
  void link(UnitId from, Link::Kind kind, UnitId to);
  void append(Chain& chain, UnitId to, Link::Kind kind);

  const Unit* own(UnitId id) const;
  Unit& own_or_guest(UnitId id);
  const Name& name(std::uint32_t number) const {
    return number < first_name_ ? below_->name(number) : names_[number - first_name_];
  }
  const Fact& fact(std::uint32_t number) const {
    return number < first_edge_ ? below_->fact(number) : facts_[number - first_edge_];
  }
  std::string written(std::uint32_t name) const;
  Piece keep(std::string_view text);
  std::string_view text(const Piece& piece) const {
    return std::string_view(texts_).substr(piece.begin, piece.length);
  }
  std::u32string_view folded(const Name& name) const {
    return std::u32string_view(folded_).substr(name.folded.begin, name.folded.length);
  }

  const RelationIndex* below_;
  UnitId first_unit_ = 0;
  std::uint32_t first_name_ = 0;
  std::uint32_t first_edge_ = 0;
  std::string texts_;
  std::u32string folded_;
  std::vector<Unit> units_;
  std::vector<Name> names_;
  std::vector<Fact> facts_;
  std::vector<Arc> arcs_;
  std::vector<std::pair<std::uint64_t, UnitId>> codes_;
  HashSlots name_slots_;
  HashSlots code_slots_;
  std::unordered_map<UnitId, Unit> guests_;  // units of below_ that edges of this one touch
  std::u32string scratch_;                   // the folded name being interned
  Before subject_before_;
  Before object_before_;
};

}  // namespace jianzhen::verify
