#include "verify/relation_index.h"

#include <algorithm>

#include "verify/codes.h"
#include "verify/name_text.h"

namespace jianzhen::verify {

RelationIndex::RelationIndex(const RelationIndex* below)
    : below_(below),
      first_unit_(below == nullptr ? 0 : below->unit_count()),
      first_edge_(below == nullptr
                      ? 0
                      : below->first_edge_ + static_cast<std::uint32_t>(below->edges_.size())) {}

void RelationIndex::find_code(std::string_view uscc, std::vector<UnitId>& found) const {
  const auto code = organisation_code(uscc);
  if (!code) return;
  if (below_ != nullptr) below_->find_code(uscc, found);
  if (const auto it = by_code_.find(*code); it != by_code_.end()) found.push_back(it->second);
}

void RelationIndex::find_name(std::u32string_view name, std::vector<UnitId>& found) const {
  if (name.empty()) return;
  if (below_ != nullptr) below_->find_name(name, found);
  const auto it = by_name_.find(std::u32string(name));
  if (it == by_name_.end()) return;
  for (const UnitId id : it->second) {
    if (std::ranges::find(found, id) == found.end()) found.push_back(id);
  }
}

const core::Unit& RelationIndex::unit(UnitId id) const {
  return id < first_unit_ ? below_->unit(id) : units_[id - first_unit_];
}

const Edge& RelationIndex::edge(std::uint32_t number) const {
  return number < first_edge_ ? below_->edge(number) : edges_[number - first_edge_];
}

// One unit per code. A name without a code is the unit known by that name, if there is one; a code
// under a name that was known without one is that unit's.
UnitId RelationIndex::intern(const core::Unit& written) {
  const std::u32string name = name_text(written.name);
  const auto code = organisation_code(written.uscc);
  std::vector<UnitId> by_code;
  std::vector<UnitId> by_name;
  if (code) find_code(written.uscc, by_code);
  find_name(name, by_name);
  const auto known_as = [&](UnitId id) {
    auto& ids = by_name_[name];
    if (std::ranges::find(by_name, id) == by_name.end()) ids.push_back(id);
  };
  if (!by_code.empty()) {
    known_as(by_code.front());
    return by_code.front();
  }
  for (const UnitId id : by_name) {
    const auto other = organisation_code(unit(id).uscc);
    if (code && other && *other != *code) continue;  // two units of one name
    if (code && !other) {
      by_code_[*code] = id;
      if (id >= first_unit_) units_[id - first_unit_].uscc = written.uscc;
    }
    return id;
  }
  const UnitId id = unit_count();
  units_.push_back(written);
  if (!name.empty()) by_name_[name].push_back(id);
  if (code) by_code_[*code] = id;
  return id;
}

void RelationIndex::link(UnitId from, Link::Kind kind, UnitId to) {
  if (from == to) return;
  const auto number = first_edge_ + static_cast<std::uint32_t>(edges_.size()) - 1;
  links_[from].push_back({kind, to, number});
  back_links_[to].push_back(from);
}

void RelationIndex::add(const Edge& edge) {
  const UnitId subject = intern(edge.subject);
  const UnitId object = intern(edge.object);
  edges_.push_back(edge);
  switch (edge.relation) {
    case Relation::parent:
      return link(object, Link::Kind::controlled_by, subject);
    case Relation::holding:
      return link(object, Link::Kind::held_by, subject);
    case Relation::subsidiary:
      return link(subject, Link::Kind::controlled_by, object);
    case Relation::branch:
      return link(subject, Link::Kind::branch_of, object);
    case Relation::former_name:
      link(subject, Link::Kind::another_name, object);
      return link(object, Link::Kind::another_name, subject);
    case Relation::affiliate:
      link(subject, Link::Kind::same_group, object);
      return link(object, Link::Kind::same_group, subject);
    default:
      return;  // says nothing that can be walked
  }
}

}  // namespace jianzhen::verify
