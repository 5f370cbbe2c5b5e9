#include "verify/relations.h"

#include <algorithm>
#include <array>
#include <utility>

#include "verify/name_text.h"
#include "verify/relation_files.h"
#include "verify/relation_index.h"

namespace jianzhen::verify {
namespace {

constexpr std::array<std::pair<Relation, std::string_view>, 11> kRelations{
    {{Relation::self, "self"},
     {Relation::former_name, "former_name"},
     {Relation::partner, "partner"},
     {Relation::branch, "branch"},
     {Relation::subsidiary, "subsidiary"},
     {Relation::parent, "parent"},
     {Relation::holding, "holding"},
     {Relation::affiliate, "affiliate"},
     {Relation::unrelated, "unrelated"},
     {Relation::unknown, "unknown"},
     {Relation::different_unknown_relation, "different_unknown_relation"}}};

}  // namespace

std::string_view word(Relation relation) {
  const auto* it =
      std::ranges::find(kRelations, relation, &decltype(kRelations)::value_type::first);
  return it->second;
}

std::optional<Relation> relation_of(std::string_view word) {
  const auto* it = std::ranges::find(kRelations, word, &decltype(kRelations)::value_type::second);
  if (it == kRelations.end()) return std::nullopt;
  return it->first;
}

std::string_view word(Gate gate) {
  switch (gate) {
    case Gate::accept:
      return "accept";
    case Gate::accept_with_evidence:
      return "accept_with_evidence";
    case Gate::review:
      return "review";
    case Gate::reject:
      break;
  }
  return "reject";
}

RelationGraph::RelationGraph() = default;
RelationGraph::~RelationGraph() = default;
RelationGraph::RelationGraph(RelationGraph&&) noexcept = default;
RelationGraph& RelationGraph::operator=(RelationGraph&&) noexcept = default;

RelationGraph::RelationGraph(const RelationGraph& other)
    : loaded_(other.loaded_),
      added_(other.added_ ? std::make_unique<RelationIndex>(*other.added_) : nullptr),
      day_(other.day_) {}

RelationGraph& RelationGraph::operator=(const RelationGraph& other) {
  if (this != &other) *this = RelationGraph(other);
  return *this;
}

core::Result<void> RelationGraph::load(const std::filesystem::path& file) {
  auto index = std::make_shared<RelationIndex>();
  for (const Edge& edge : edges()) index->add(edge);
  auto read = read_relations(file, [&](const Edge& edge) { index->add(edge); });
  if (!read) return core::fail(read.error());
  loaded_ = std::move(index);
  added_.reset();
  return {};
}

void RelationGraph::add(const Edge& edge) {
  if (!added_) added_ = std::make_unique<RelationIndex>(loaded_.get());
  added_->add(edge);
}

void RelationGraph::set_day(std::string_view iso) { day_ = packed_day(iso); }

std::vector<Edge> RelationGraph::edges() const {
  std::vector<Edge> all;
  for (const RelationIndex* index :
       {loaded_.get(), static_cast<const RelationIndex*>(added_.get())}) {
    if (index == nullptr) continue;
    for (std::uint32_t i = index->first_edge(); i < index->edge_count(); ++i)
      all.push_back(index->edge(i));
  }
  return all;
}

bool RelationGraph::knows(std::string_view name) const {
  const RelationIndex* index = added_ ? added_.get() : loaded_.get();
  std::vector<UnitId> found;
  if (index != nullptr) index->find_name(name_text(name), found);
  return !found.empty();
}

RelationGraph::NameTime RelationGraph::name_time(std::string_view name) const {
  NameTime time;
  const RelationIndex* index = added_ ? added_.get() : loaded_.get();
  if (index == nullptr) return time;
  const std::u32string wanted = name_text(name);
  std::vector<UnitId> units;
  index->find_name(wanted, units);
  for (const UnitId unit : units) {
    index->each_link(unit, [&](const Link& link) {
      if (link.kind != Link::Kind::another_name) return;
      const Edge edge = index->edge(link.edge);
      const std::string& changed = edge.to.empty() ? edge.from : edge.to;
      if (changed.empty()) return;
      if (name_text(edge.object.name) == wanted) time.since = std::max(time.since, changed);
      if (name_text(edge.subject.name) == wanted && (time.until.empty() || changed < time.until))
        time.until = changed;
    });
  }
  return time;
}

}  // namespace jianzhen::verify
