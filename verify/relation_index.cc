#include "verify/relation_index.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "verify/codes.h"
#include "verify/name_tables.h"
#include "verify/name_text.h"

namespace jianzhen::verify {
namespace {

using View = std::u32string_view;

std::uint64_t hash_of(View name) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char32_t c : name) hash = (hash ^ c) * 0x100000001B3ULL;
  return hash ^ hash >> 29;
}

// Nine digits and letters as one number; 0 where there is no code.
std::uint64_t packed_code(std::string_view uscc) {
  if (uscc.empty()) return 0;
  const auto code = organisation_code(uscc);
  if (!code) return 0;
  std::uint64_t packed = 1;
  for (const char c : *code) {
    packed = packed * 36 + static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'A' + 10);
  }
  return packed;
}

std::string iso_day(std::uint32_t packed) {
  if (packed == 0) return {};
  std::string iso = std::to_string(packed);
  iso.insert(6, "-").insert(4, "-");
  while (iso.ends_with("-00")) iso.resize(iso.size() - 3);
  return iso;
}

}  // namespace

std::uint32_t packed_day(std::string_view iso) {
  constexpr std::array<std::pair<std::size_t, std::size_t>, 3> kParts{{{0, 4}, {5, 2}, {8, 2}}};
  std::uint32_t day = 0;
  for (const auto& [at, length] : kParts) {
    std::uint32_t part = 0;
    if (at < iso.size())
      std::from_chars(iso.data() + at, iso.data() + std::min(at + length, iso.size()), part);
    day = day * (at == 0 ? 1 : 100) + part;
  }
  return day;
}

RelationIndex::RelationIndex(const RelationIndex* below)
    : below_(below),
      first_unit_(below == nullptr ? 0 : below->unit_count()),
      first_name_(below == nullptr
                      ? 0
                      : below->first_name_ + static_cast<std::uint32_t>(below->names_.size())),
      first_edge_(below == nullptr ? 0 : below->edge_count()) {}

void RelationIndex::find_code(std::string_view uscc, std::vector<UnitId>& found) const {
  const std::uint64_t code = packed_code(uscc);
  if (const auto unit = unit_of_code(code)) found.push_back(*unit);
}

std::optional<UnitId> RelationIndex::unit_of_code(std::uint64_t code) const {
  if (code == 0) return std::nullopt;
  if (below_ != nullptr) {
    if (const auto unit = below_->unit_of_code(code)) return unit;
  }
  std::optional<UnitId> unit;
  code_slots_.each(code, [&](std::uint32_t number) {
    if (codes_[number].first == code) unit = codes_[number].second;
    return unit.has_value();
  });
  return unit;
}

void RelationIndex::find_name(View wanted, std::vector<UnitId>& found) const {
  if (wanted.empty()) return;
  if (below_ != nullptr) below_->find_name(wanted, found);
  name_slots_.each(hash_of(wanted), [&](std::uint32_t number) {
    const Name& name = names_[number];
    if (folded(name) == wanted && std::ranges::find(found, name.unit) == found.end())
      found.push_back(name.unit);
    return false;
  });
}

template <typename Fits>
std::uint32_t RelationIndex::name_that(std::uint64_t hash, Fits&& fits) const {
  std::uint32_t found = kNone;
  if (scratch_.empty()) return found;
  const auto look = [&](const RelationIndex& index) {
    index.name_slots_.each(hash, [&](std::uint32_t number) {
      const Name& name = index.names_[number];
      if (index.folded(name) == scratch_ && fits(name.unit)) found = index.first_name_ + number;
      return found != kNone;
    });
  };
  if (below_ != nullptr) look(*below_);
  if (found == kNone) look(*this);
  return found;
}

core::Unit RelationIndex::unit(UnitId id) const {
  if (id < first_unit_) {
    core::Unit unit = below_->unit(id);
    if (const Unit* known = own(id); known != nullptr && unit.uscc.empty())
      unit.uscc = text(known->code);
    return unit;
  }
  const Unit& unit = units_[id - first_unit_];
  return {written(unit.name), std::string(text(unit.code))};
}

View RelationIndex::folded_name(UnitId id) const {
  if (id < first_unit_) return below_->folded_name(id);
  const std::uint32_t number = units_[id - first_unit_].name;
  return number == kNone ? View() : folded(names_[number - first_name_]);
}

bool RelationIndex::is_nominee(UnitId id) const {
  const View name = folded_name(id);
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name_tables().nominees.longest(name, i).length > 0) return true;
  }
  return false;
}

bool RelationIndex::is_state_organ(UnitId id) const {
  static constexpr std::array<View, 8> kEndings{U"委员会", U"国资委", U"人民政府", U"财政部",
                                                U"财政厅", U"财政局", U"国资局",   U"国务院"};
  const View name = folded_name(id);
  return std::ranges::any_of(kEndings, [&](View ending) { return name.ends_with(ending); });
}

Edge RelationIndex::edge(std::uint32_t number) const {
  if (number < first_edge_) return below_->edge(number);
  const Fact& fact = facts_[number - first_edge_];
  const auto called = [&](const Mention& mention) {
    return core::Unit{written(mention.name), unit(mention.unit).uscc};
  };
  Edge edge{called(fact.subject), fact.relation, called(fact.object),
            std::string(text(fact.source))};
  if (fact.share >= 0) edge.share = fact.share;
  edge.as_of = text(fact.as_of);
  edge.from = iso_day(fact.from);
  edge.to = iso_day(fact.to);
  return edge;
}

std::string RelationIndex::written(std::uint32_t number) const {
  if (number == kNone) return {};
  if (number < first_name_) return below_->written(number);
  return std::string(text(names_[number - first_name_].written));
}

RelationIndex::Piece RelationIndex::keep(std::string_view text) {
  const Piece piece{texts_.size(), static_cast<std::uint32_t>(text.size())};
  texts_ += text;
  return piece;
}

const RelationIndex::Unit* RelationIndex::own(UnitId id) const {
  if (id >= first_unit_) return &units_[id - first_unit_];
  const auto it = guests_.find(id);
  return it == guests_.end() ? nullptr : &it->second;
}

RelationIndex::Unit& RelationIndex::own_or_guest(UnitId id) {
  return id >= first_unit_ ? units_[id - first_unit_] : guests_[id];
}

std::uint32_t RelationIndex::add_name(std::string_view written, UnitId unit) {
  const auto number = static_cast<std::uint32_t>(names_.size());
  const Piece folded{folded_.size(), static_cast<std::uint32_t>(scratch_.size())};
  folded_ += scratch_;
  names_.push_back({keep(written), folded, unit});
  name_slots_.add(hash_of(scratch_), number);
  return first_name_ + number;
}

void RelationIndex::add_code(std::uint64_t code, UnitId unit) {
  code_slots_.add(code, static_cast<std::uint32_t>(codes_.size()));
  codes_.emplace_back(code, unit);
}

RelationIndex::Mention RelationIndex::add_unit(const core::Unit& written, std::uint64_t code) {
  const UnitId id = unit_count();
  Unit& unit = units_.emplace_back();
  unit.code = keep(written.uscc);
  if (!scratch_.empty()) unit.name = add_name(written.name, id);
  if (code != 0) add_code(code, id);
  return {id, unit.name};
}

// One unit per code. A name without a code is the unit known by that name, if there is one; a code
// under a name that was known without one is that unit's.
RelationIndex::Mention RelationIndex::intern(const core::Unit& written) {
  name_text_into(written.name, scratch_);
  const std::uint64_t hash = hash_of(scratch_);
  const std::uint64_t code = packed_code(written.uscc);
  if (const auto known = unit_of_code(code)) {
    std::uint32_t name = name_that(hash, [&](UnitId unit) { return unit == *known; });
    if (name == kNone && !scratch_.empty()) name = add_name(written.name, *known);
    return {*known, name};
  }
  const std::uint32_t name = name_that(hash, [&](UnitId unit) {
    return code == 0 || packed_code(this->unit(unit).uscc) == 0;  // else two units of one name
  });
  if (name == kNone) return add_unit(written, code);
  const UnitId id = this->name(name).unit;
  if (code != 0) {
    add_code(code, id);
    own_or_guest(id).code = keep(written.uscc);
  }
  return {id, name};
}

RelationIndex::Mention RelationIndex::intern_after(const core::Unit& written, Before& before) {
  if (written != before.written || before.written.name.empty()) {
    before.meant = intern(written);
    before.written = written;
  }
  return before.meant;
}

void RelationIndex::append(Chain& chain, UnitId to, Link::Kind kind) {
  const auto number = static_cast<std::uint32_t>(arcs_.size());
  arcs_.push_back({to, edge_count() - 1, kNone, kind});
  if (chain.last != kNone) arcs_[chain.last].next = number;
  if (chain.first == kNone) chain.first = number;
  chain.last = number;
}

void RelationIndex::link(UnitId from, Link::Kind kind, UnitId to) {
  if (from == to) return;
  append(own_or_guest(from).links, to, kind);
  append(own_or_guest(to).back_links, from, kind);
}

void RelationIndex::add(const Edge& edge) {
  const Mention subject = intern_after(edge.subject, subject_before_);
  const Mention object = intern_after(edge.object, object_before_);
  facts_.push_back({subject, object, keep(edge.source), keep(edge.as_of), packed_day(edge.from),
                    packed_day(edge.to), static_cast<float>(edge.share.value_or(-1)),
                    edge.relation});
  const UnitId of = object.unit;
  switch (edge.relation) {
    case Relation::parent:
      return link(of, Link::Kind::controlled_by, subject.unit);
    case Relation::holding:
      return link(of, Link::Kind::held_by, subject.unit);
    case Relation::subsidiary:
      return link(subject.unit, Link::Kind::controlled_by, of);
    case Relation::branch:
      return link(subject.unit, Link::Kind::branch_of, of);
    case Relation::former_name:
      link(subject.unit, Link::Kind::another_name, of);
      return link(of, Link::Kind::another_name, subject.unit);
    case Relation::affiliate:
      link(subject.unit, Link::Kind::same_group, of);
      return link(of, Link::Kind::same_group, subject.unit);
    default:
      return;  // says nothing that can be walked
  }
}

}  // namespace jianzhen::verify
