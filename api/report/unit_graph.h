#pragma once

// A chain of units laid out to be drawn: the same edges give the same places, on the screen and on
// paper. Pure.

#include <span>
#include <string>
#include <vector>

#include "verify/relations.h"

namespace jianzhen::api {

struct GraphNode {
  core::Unit unit;
  std::string role;  // "applicant", "entity", "between"
  double x = 0;      // of its middle, in a drawing of `width` × `height`
  double y = 0;
};

struct GraphEdge {
  std::size_t from = 0;  // of the nodes
  std::size_t to = 0;
  std::string relation;  // what `from` is to `to`
  std::string label;     // "60%"; empty where the share is not known
  std::string source;
  std::string as_of;
};

struct UnitGraph {
  std::vector<GraphNode> nodes;
  std::vector<GraphEdge> edges;
  double width = 0;
  double height = 0;
};

// `chain`: edges from the applicant to the entity, in order; empty: the two beside each other.
// Owners stand above what they own.
UnitGraph laid_out(const core::Unit& applicant, const core::Unit& entity,
                   std::span<const verify::Edge> chain);

}  // namespace jianzhen::api
