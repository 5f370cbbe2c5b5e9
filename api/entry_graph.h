#pragma once

// What two or more entries share: units, people, numbers of certificates, files. Laid out to be
// drawn: the same entries give the same places. Pure.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/review_index.h"

namespace jianzhen::api {

enum class NodeKind { entry, unit, person, number, material };

std::string_view word(NodeKind kind);  // "entry"

struct EntryGraphNode {
  NodeKind kind = NodeKind::entry;
  std::string label;                         // the unit's name, the number; of an entry its id
  std::string paper;                         // of a number: the kind of paper that carries it
  std::shared_ptr<const EntryDigest> entry;  // shared: the index may get a newer one meanwhile
  std::size_t degree = 0;                    // how many edges end here
  double x = 0;                              // of its middle, in a drawing of `width` × `height`
  double y = 0;
};

struct EntryGraphEdge {
  std::size_t entry = 0;  // of the nodes
  std::size_t thing = 0;
  // Where in the entry it is; empty: in its form.
  std::vector<EntryDigest::Use> places;
};

struct EntryGraph {
  std::vector<EntryGraphNode> nodes;
  std::vector<EntryGraphEdge> edges;
  std::size_t left_out = 0;  // things that would have been too many to draw
  double width = 0;
  double height = 0;
};

// Of the entries given, and no other: whoever asks sees what they may. `around`: only what that
// entry shares, and what those share among each other; empty: all that is shared.
EntryGraph entry_graph(const std::vector<std::shared_ptr<const EntryDigest>>& entries,
                       const std::string& around);

}  // namespace jianzhen::api
