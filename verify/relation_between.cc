// RelationGraph::between: the shortest chain of edges between two units, to be drawn.

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "verify/name_text.h"
#include "verify/relation_index.h"
#include "verify/relations.h"

namespace jianzhen::verify {
namespace {

constexpr std::size_t kMostUnits =
    4000;  // looked at: a chain that is farther tells nobody anything

struct Came {
  UnitId from = 0;
  std::uint32_t edge = 0;
  bool start = false;
};
using Seen = std::unordered_map<UnitId, Came>;

std::vector<UnitId> units_of(const RelationIndex& index, const core::Unit& unit) {
  std::vector<UnitId> found;
  if (!unit.uscc.empty()) index.find_code(unit.uscc, found);
  index.find_name(name_text(unit.name), found);
  return found;
}

// Every unit one edge away, whichever way the edge points.
template <typename Use>
void each_neighbour(const RelationIndex& index, UnitId unit, Use use) {
  index.each_link(unit, [&](const Link& link) { use(link.to, link.edge); });
  index.each_back_link(unit, [&](UnitId other) {
    index.each_link(other, [&](const Link& link) {
      if (link.to == unit) use(other, link.edge);
    });
  });
}

std::vector<std::uint32_t> way_back(const Seen& seen, UnitId unit) {
  std::vector<std::uint32_t> edges;
  for (Came came = seen.at(unit); !came.start; came = seen.at(came.from)) {
    edges.push_back(came.edge);
  }
  std::ranges::reverse(edges);
  return edges;
}

}  // namespace

std::vector<Edge> RelationGraph::between(const core::Unit& from, const core::Unit& to) const {
  const RelationIndex* index = added_ ? added_.get() : loaded_.get();
  if (index == nullptr) return {};
  const std::vector<UnitId> goals = units_of(*index, to);
  Seen seen;
  std::deque<UnitId> next;
  for (const UnitId unit : units_of(*index, from)) {
    if (seen.emplace(unit, Came{0, 0, true}).second) next.push_back(unit);
  }
  while (!next.empty() && seen.size() < kMostUnits) {
    const UnitId unit = next.front();
    next.pop_front();
    if (std::ranges::find(goals, unit) != goals.end()) {
      std::vector<Edge> edges;
      for (const std::uint32_t edge : way_back(seen, unit)) edges.push_back(index->edge(edge));
      return edges;
    }
    each_neighbour(*index, unit, [&](UnitId other, std::uint32_t edge) {
      if (seen.emplace(other, Came{unit, edge, false}).second) next.push_back(other);
    });
  }
  return {};
}

}  // namespace jianzhen::verify
