#include "api/report/unit_graph.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"

namespace jianzhen::api {
namespace {

constexpr double kAcross = 190;  // between columns
constexpr double kDown = 92;     // between rows
constexpr double kMargin = 95;   // half a node and some air
constexpr double kAbove = 34;

bool same(const core::Unit& a, const core::Unit& b) {
  if (!a.uscc.empty() && a.uscc == b.uscc) return true;
  return core::compact(a.name) == core::compact(b.name);
}

std::size_t node_of(UnitGraph& graph, const core::Unit& unit) {
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (same(graph.nodes[i].unit, unit)) return i;
  }
  graph.nodes.push_back({unit, "between", 0, 0});
  return graph.nodes.size() - 1;
}

std::string percent(double share) {
  std::string text = std::to_string(std::round(share * 100) / 100);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text + "%";
}

// Who stands above: an owner or a head above what it owns.
int step_up(verify::Relation subject_is) {
  switch (subject_is) {
    case verify::Relation::parent:
    case verify::Relation::holding:
      return -1;  // the subject is above the object
    case verify::Relation::subsidiary:
    case verify::Relation::branch:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

UnitGraph laid_out(const core::Unit& applicant, const core::Unit& entity,
                   std::span<const verify::Edge> chain) {
  UnitGraph graph;
  graph.nodes.push_back({applicant, "applicant", 0, 0});
  std::size_t at = 0;
  std::vector<int> rows = {0};
  for (const verify::Edge& edge : chain) {
    const std::size_t from = node_of(graph, edge.subject);
    const std::size_t to = node_of(graph, edge.object);
    rows.resize(graph.nodes.size(), 0);
    const int up = step_up(edge.relation);
    if (from == at) {
      rows[to] = rows[from] - up;
      at = to;
    } else {
      rows[from] = rows[to] + up;
      at = from;
    }
    graph.edges.push_back({from, to, std::string(verify::word(edge.relation)),
                           edge.share ? percent(*edge.share) : "", edge.source, edge.as_of});
  }
  const std::size_t other = node_of(graph, entity);
  rows.resize(graph.nodes.size(), 0);
  if (other != 0) graph.nodes[other].role = "entity";
  const int top = *std::min_element(rows.begin(), rows.end());
  const int deep = *std::max_element(rows.begin(), rows.end()) - top;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    graph.nodes[i].x = kMargin + kAcross * static_cast<double>(i);
    graph.nodes[i].y = kAbove + kDown * (rows[i] - top);
  }
  graph.width = 2 * kMargin + kAcross * static_cast<double>(graph.nodes.size() - 1);
  graph.height = 2 * kAbove + kDown * deep;
  return graph;
}

}  // namespace jianzhen::api
