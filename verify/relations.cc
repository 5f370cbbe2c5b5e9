#include "verify/relations.h"

#include <algorithm>
#include <array>
#include <utility>

#include "verify/csv.h"
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

// What a row of --relations may say; the others are conclusions.
bool may_be_stated(Relation relation) {
  return relation == Relation::parent || relation == Relation::holding ||
         relation == Relation::subsidiary || relation == Relation::branch ||
         relation == Relation::former_name || relation == Relation::affiliate;
}

tl::unexpected<core::Error> bad_row(const std::string& file, int line, const std::string& zh,
                                    const std::string& en) {
  const std::string number = std::to_string(line);
  return core::fail(core::ErrorCode::corrupt,
                    {file + " 第 " + number + " 行：" + zh, file + " line " + number + ": " + en},
                    {}, file);
}

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
      added_(other.added_ ? std::make_unique<RelationIndex>(*other.added_) : nullptr) {}

RelationGraph& RelationGraph::operator=(const RelationGraph& other) {
  if (this != &other) *this = RelationGraph(other);
  return *this;
}

core::Result<void> RelationGraph::load_csv(const std::filesystem::path& file) {
  const auto table = CsvTable::load(
      file, {"subject_name", "subject_uscc", "relation", "object_name", "object_uscc"});
  if (!table) return core::fail(table.error());
  const std::string name = file.filename().string();
  auto index = std::make_shared<RelationIndex>();
  for (const Edge& edge : edges()) index->add(edge);
  for (const CsvTable::Row& row : table->rows()) {
    Edge edge;
    edge.subject = {table->cell(row, "subject_name"), table->cell(row, "subject_uscc")};
    edge.object = {table->cell(row, "object_name"), table->cell(row, "object_uscc")};
    const std::string relation = table->cell(row, "relation");
    const auto known = relation_of(relation);
    if (!known || !may_be_stated(*known)) {
      return bad_row(
          name, row.line,
          "关系“" + relation + "”应为 parent、holding、subsidiary、branch、former_name 之一。",
          "the relation \"" + relation +
              "\" is none of parent, holding, subsidiary, branch, former_name.");
    }
    if ((edge.subject.name.empty() && edge.subject.uscc.empty()) ||
        (edge.object.name.empty() && edge.object.uscc.empty())) {
      return bad_row(name, row.line, "单位的名称和代码都为空，请补填。",
                     "a unit has neither a name nor a code; fill one in.");
    }
    edge.relation = *known;
    edge.source = name + " 第 " + std::to_string(row.line) + " 行";
    for (const char* column : {"source", "as_of"}) {
      if (const std::string said = table->cell(row, column); !said.empty())
        edge.source += "，" + said;
    }
    index->add(edge);
  }
  loaded_ = std::move(index);
  added_.reset();
  return {};
}

void RelationGraph::add(Edge edge) {
  if (!added_) added_ = std::make_unique<RelationIndex>(loaded_.get());
  added_->add(edge);
}

std::vector<Edge> RelationGraph::edges() const {
  std::vector<Edge> all;
  if (loaded_) all = loaded_->own_edges();
  if (added_) all.insert(all.end(), added_->own_edges().begin(), added_->own_edges().end());
  return all;
}

}  // namespace jianzhen::verify
