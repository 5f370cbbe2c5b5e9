#include "api/entry_graph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "core/text.h"

namespace jianzhen::api {
namespace {

using Entries = std::vector<std::shared_ptr<const EntryDigest>>;

constexpr std::size_t kMostNodes = 1000;
constexpr std::size_t kMostPlaces = 5;  // of a thing in one entry
constexpr double kApart = 110;          // between neighbours in the drawing
constexpr double kMargin = 70;
constexpr double kWidest = 1400;  // before components go below each other

// What several entries may hold.
struct Thing {
  NodeKind kind = NodeKind::unit;
  std::string label;
  std::string paper;
  std::map<std::size_t, std::vector<EntryDigest::Use>> in;  // by place among the entries
};
using Things = std::map<std::string, Thing>;  // by key

// A unit that is named without its code is the one unit of that name, where there is but one.
class UnitKeys {
 public:
  explicit UnitKeys(const Entries& entries) {
    for (const auto& entry : entries) {
      for (const EntryDigest::Use& use : entry->uses) {
        if (!use.key.starts_with("unit:")) continue;
        const std::string by_name = unit_key({use.words, {}});
        if (use.key != by_name) codes_[by_name].insert(use.key);
      }
    }
  }
  std::string of(const EntryDigest::Use& use) const {
    const auto codes = codes_.find(use.key);
    return codes != codes_.end() && codes->second.size() == 1 ? *codes->second.begin() : use.key;
  }

 private:
  std::map<std::string, std::set<std::string>> codes_;  // by key without a code
};

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

void add_uses(Things& things, const Entries& entries) {
  const UnitKeys units(entries);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (const EntryDigest::Use& use : entries[i]->uses) {
      const std::string family = use.key.substr(0, use.key.find(':'));
      Thing& thing = things[family == "unit" ? units.of(use) : use.key];
      if (family == "bytes") {
        thing.kind = NodeKind::material;
        if (thing.label.empty()) thing.label = file_name(use.material);
      } else {
        thing.kind = family == "unit" ? NodeKind::unit : NodeKind::number;
        if (thing.label.empty()) thing.label = use.words;
      }
      if (family == "number") {
        const std::size_t at = family.size() + 1;
        thing.paper = use.key.substr(at, use.key.find(':', at) - at);
      }
      auto& places = thing.in[i];
      if (!use.material.empty() && places.size() < kMostPlaces) places.push_back(use);
    }
  }
}

// Two of one name are one person unless their ID numbers say otherwise.
void add_people(Things& things, const Entries& entries) {
  std::map<std::string, std::set<std::string>> numbers;  // by name
  for (const auto& entry : entries) {
    for (const core::Representative& person : entry->entry.representatives) {
      auto& of_name = numbers[core::compact(person.name)];
      if (!person.id_number.empty()) of_name.insert(person.id_number);
    }
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (const core::Representative& person : entries[i]->entry.representatives) {
      const std::string name = core::compact(person.name);
      const bool one = numbers[name].size() <= 1;
      Thing& thing = things["person:" + name + (one ? "" : ":" + person.id_number)];
      thing.kind = NodeKind::person;
      thing.label = person.name;
      thing.in.try_emplace(i);
    }
  }
}

// Entries that share something with that one, itself included.
std::set<std::size_t> neighbourhood(const Things& things, std::size_t of) {
  std::set<std::size_t> near = {of};
  for (const auto& [key, thing] : things) {
    if (!thing.in.contains(of)) continue;
    for (const auto& [entry, places] : thing.in) near.insert(entry);
  }
  return near;
}

void keep_only(Thing& thing, const std::set<std::size_t>& entries) {
  std::erase_if(thing.in, [&](const auto& one) { return !entries.contains(one.first); });
}

std::vector<const Thing*> most_shared(const Things& things, EntryGraph& graph) {
  std::vector<const Thing*> shared;
  for (const auto& [key, thing] : things) {
    if (thing.in.size() > 1 && !thing.label.empty()) shared.push_back(&thing);
  }
  std::stable_sort(shared.begin(), shared.end(),
                   [](const Thing* a, const Thing* b) { return a->in.size() > b->in.size(); });
  std::set<std::size_t> entries;
  std::size_t kept = 0;
  for (; kept < shared.size(); ++kept) {
    for (const auto& [entry, places] : shared[kept]->in) entries.insert(entry);
    if (entries.size() + kept + 1 > kMostNodes && kept > 0) break;
  }
  graph.left_out = shared.size() - kept;
  shared.resize(kept);
  return shared;
}

void connect(EntryGraph& graph, const std::vector<const Thing*>& shared, const Entries& entries) {
  std::map<std::size_t, std::size_t> nodes;  // of the entries
  for (const Thing* thing : shared) {
    for (const auto& [entry, places] : thing->in) nodes.emplace(entry, 0);
  }
  for (auto& [entry, node] : nodes) {
    node = graph.nodes.size();
    graph.nodes.push_back({NodeKind::entry, entries[entry]->entry.id, {}, entries[entry]});
  }
  for (const Thing* thing : shared) {
    const std::size_t at = graph.nodes.size();
    graph.nodes.push_back({thing->kind, thing->label, thing->paper, nullptr});
    for (const auto& [entry, places] : thing->in) {
      graph.edges.push_back({nodes[entry], at, places});
      ++graph.nodes[nodes[entry]].degree;
      ++graph.nodes[at].degree;
    }
  }
}

using Neighbours = std::vector<std::vector<std::size_t>>;

std::vector<std::vector<std::size_t>> components_of(const Neighbours& neighbours) {
  std::vector<std::vector<std::size_t>> components;
  std::vector<bool> seen(neighbours.size());
  for (std::size_t first = 0; first < neighbours.size(); ++first) {
    if (seen[first]) continue;
    std::vector<std::size_t> nodes = {first};
    seen[first] = true;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      for (const std::size_t next : neighbours[nodes[i]]) {
        if (!seen[next]) nodes.push_back(next);
        seen[next] = true;
      }
    }
    components.push_back(std::move(nodes));
  }
  std::stable_sort(components.begin(), components.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return components;
}

struct Point {
  double x = 0;
  double y = 0;
};

// Fruchterman and Reingold, "Graph drawing by force-directed placement" (1991), from a spiral, so
// that nothing is left to chance.
std::vector<Point> spread(const std::vector<std::size_t>& nodes, const Neighbours& neighbours) {
  const std::size_t n = nodes.size();
  std::map<std::size_t, std::size_t> place;  // of a node in this component
  std::vector<Point> at(n);
  constexpr double kGolden = std::numbers::pi * 0.7639320225;  // radians between leaves
  for (std::size_t i = 0; i < n; ++i) {
    place[nodes[i]] = i;
    const double radius = kApart * std::sqrt(static_cast<double>(i));
    at[i] = {radius * std::cos(kGolden * static_cast<double>(i)),
             radius * std::sin(kGolden * static_cast<double>(i))};
  }
  // Each round looks at every pair: fewer rounds where there are many.
  const std::size_t rounds = std::clamp<std::size_t>(40'000'000 / (n * n), 40, 300);
  for (std::size_t round = 0; round < rounds; ++round) {
    std::vector<Point> force(n);
    const auto pull = [&](std::size_t a, std::size_t b, double strength) {
      const Point d{at[a].x - at[b].x, at[a].y - at[b].y};
      force[a].x += d.x * strength;
      force[a].y += d.y * strength;
      force[b].x -= d.x * strength;
      force[b].y -= d.y * strength;
    };
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        const double dx = at[a].x - at[b].x;
        const double dy = at[a].y - at[b].y;
        pull(a, b, kApart * kApart / std::max(1.0, dx * dx + dy * dy));
      }
      for (const std::size_t neighbour : neighbours[nodes[a]]) {
        const std::size_t b = place[neighbour];
        if (b < a) pull(a, b, -std::hypot(at[a].x - at[b].x, at[a].y - at[b].y) / kApart);
      }
    }
    const double cooled = 1 - static_cast<double>(round) / static_cast<double>(rounds);
    const double furthest = kApart * cooled;
    for (std::size_t i = 0; i < n; ++i) {
      const double length = std::max(1e-9, std::hypot(force[i].x, force[i].y));
      at[i].x += force[i].x / length * std::min(length, furthest);
      at[i].y += force[i].y / length * std::min(length, furthest);
    }
  }
  return at;
}

// Components side by side, in rows.
void lay_out(EntryGraph& graph) {
  Neighbours neighbours(graph.nodes.size());
  for (const EntryGraphEdge& edge : graph.edges) {
    neighbours[edge.entry].push_back(edge.thing);
    neighbours[edge.thing].push_back(edge.entry);
  }
  Point corner;
  double row_height = 0;
  for (const auto& nodes : components_of(neighbours)) {
    const std::vector<Point> at = spread(nodes, neighbours);
    const auto [left, right] = std::minmax_element(
        at.begin(), at.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
    const auto [top, bottom] = std::minmax_element(
        at.begin(), at.end(), [](const Point& a, const Point& b) { return a.y < b.y; });
    const double width = right->x - left->x + 2 * kMargin;
    const double height = bottom->y - top->y + 2 * kMargin;
    if (corner.x > 0 && corner.x + width > kWidest) {
      corner = {0, corner.y + row_height};
      row_height = 0;
    }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      graph.nodes[nodes[i]].x = corner.x + kMargin + at[i].x - left->x;
      graph.nodes[nodes[i]].y = corner.y + kMargin + at[i].y - top->y;
    }
    corner.x += width;
    row_height = std::max(row_height, height);
    graph.width = std::max(graph.width, corner.x);
    graph.height = std::max(graph.height, corner.y + row_height);
  }
}

}  // namespace

std::string_view word(NodeKind kind) {
  static constexpr std::array<std::string_view, 5> kWords = {"entry", "unit", "person", "number",
                                                             "material"};
  return kWords[static_cast<std::size_t>(kind)];
}

EntryGraph entry_graph(const Entries& entries, const std::string& around) {
  Things things;
  add_uses(things, entries);
  add_people(things, entries);
  if (!around.empty()) {
    const auto at = std::find_if(entries.begin(), entries.end(),
                                 [&](const auto& one) { return one->entry.id == around; });
    if (at == entries.end()) return {};
    const auto near = neighbourhood(things, static_cast<std::size_t>(at - entries.begin()));
    for (auto& [key, thing] : things) keep_only(thing, near);
  }
  EntryGraph graph;
  connect(graph, most_shared(things, graph), entries);
  lay_out(graph);
  return graph;
}

}  // namespace jianzhen::api
