// Beneficial Ownership Data Standard: 0.2 and 0.3 (statements about an entity, a person, an
// ownership), 0.4 (records with a status, told by several statements).

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>

#include "verify/codes.h"
#include "verify/relation_files.h"

namespace jianzhen::verify {
namespace {

using Json = nlohmann::json;

struct Statement {
  Json json;
  std::string file;
  core::Bilingual where;
};

std::string text_of(const Json& object, const char* key) {
  const auto it = object.is_object() ? object.find(key) : object.end();
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

const Json& member(const Json& object, const char* key) {
  static const Json nothing = Json::object();
  const auto it = object.is_object() ? object.find(key) : object.end();
  return it != object.end() ? *it : nothing;
}

std::string first_of(const Json& object, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    if (std::string text = text_of(object, key); !text.empty()) return text;
  }
  return {};
}

int line_of(std::string_view text, std::size_t byte) {
  return 1 + static_cast<int>(std::ranges::count(text.substr(0, byte), '\n'));
}

core::Result<Json> parsed(std::string_view json, const std::string& file, int first_line) {
  try {
    return Json::parse(json);
  } catch (const Json::parse_error& error) {
    return bad_relation(file, line_number(first_line - 1 + line_of(json, error.byte)),
                        {"不是合法的 JSON。", "this is no valid JSON."});
  }
}

core::Result<void> read_lines(const RelationText& text, std::vector<Statement>& statements) {
  std::string_view rest = text.bytes;
  for (int line = 1; !rest.empty(); ++line) {
    const std::string_view one = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    if (one.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto json = parsed(one, text.name, line);
    if (!json) return core::fail(json.error());
    statements.push_back({std::move(*json), text.name, line_number(line)});
  }
  return {};
}

// One array, one object over several lines, or one object a line.
core::Result<void> read_statements(const RelationText& text, std::vector<Statement>& statements) {
  const std::string_view bytes = text.bytes;
  const std::size_t first = bytes.find_first_of("[{");
  if (bytes[first] == '{' && Json::accept(bytes.substr(first, bytes.find('\n', first) - first)))
    return read_lines(text, statements);
  auto json = parsed(bytes.substr(first), text.name, line_of(bytes, first));
  if (!json) return core::fail(json.error());
  if (json->is_object()) *json = Json::array({std::move(*json)});
  int number = 0;
  for (Json& one : *json) {
    const std::string count = std::to_string(++number);
    statements.push_back(
        {std::move(one), text.name, {" 第 " + count + " 条声明", " statement " + count}});
  }
  return {};
}

// What the versions call differently, under one roof.
class View {
 public:
  explicit View(const Statement& statement) : json_(&statement.json), statement_(&statement) {}

  const Statement& statement() const { return *statement_; }
  std::string statement_id() const { return first_of(*json_, {"statementId", "statementID"}); }
  // What others refer to: the record (0.4) or the statement.
  std::string id() const {
    std::string record = text_of(*json_, "recordId");
    return record.empty() ? statement_id() : record;
  }
  std::string kind() const { return first_of(*json_, {"recordType", "statementType"}); }
  bool is_entity() const { return kind() == "entity" || kind() == "entityStatement"; }
  bool is_person() const { return kind() == "person" || kind() == "personStatement"; }
  bool is_ownership() const {
    return kind() == "relationship" || kind() == "ownershipOrControlStatement";
  }
  bool closed() const { return text_of(*json_, "recordStatus") == "closed"; }
  std::string date() const { return text_of(*json_, "statementDate"); }
  const Json& details() const {
    return json_->contains("recordDetails") ? member(*json_, "recordDetails") : *json_;
  }
  std::string party(const char* role) const {
    const Json& said = member(details(), role);
    if (said.is_string()) return said.get<std::string>();
    return first_of(said, {"describedByEntityStatement", "describedByPersonStatement"});
  }
  std::vector<std::string> replaced() const {
    std::vector<std::string> ids;
    for (const Json& id : member(*json_, "replacesStatements")) {
      if (id.is_string()) ids.push_back(id.get<std::string>());
    }
    return ids;
  }
  std::string source() const {
    const Json& source = member(*json_, "source");
    return first_of(source, {"description", "url"});
  }

 private:
  const Json* json_;
  const Statement* statement_;
};

// Credit codes under whatever scheme they are listed: their check characters tell them.
core::Unit unit_of(const Json& entity) {
  core::Unit unit{text_of(entity, "name"), {}};
  for (const Json& identifier : member(entity, "identifiers")) {
    if (const std::string id = text_of(identifier, "id"); uscc_valid(id)) unit.uscc = id;
  }
  return unit;
}

// The least that the share is; a range says no more.
std::optional<double> least_share(const Json& share) {
  for (const char* key : {"exact", "exclusiveMinimum", "minimum"}) {
    const Json& value = member(share, key);
    if (!value.is_number()) continue;
    const double least = value.get<double>();
    // "More than 50 per cent" is a majority; so is "from 50 exclusive" in the spelling of 0.3.
    const Json& exclusive = member(share, "exclusiveMinimum");
    const bool more = exclusive.is_number() || (exclusive.is_boolean() && exclusive.get<bool>());
    constexpr double kAnything = 0.01;
    return std::string_view(key) != "exact" && more ? least + kAnything : least;
  }
  return std::nullopt;
}

// Interests by which one decides over another without a share of the capital or the votes.
bool controls(std::string_view interest) {
  static constexpr std::array<std::string_view, 6> kControl{
      "appointmentOfBoard",   "appointment-of-board",    "otherInfluenceOrControl",
      "influence-or-control", "controlByLegalFramework", "controlViaCompanyRulesOrArticles"};
  return std::ranges::find(kControl, interest) != kControl.end();
}

bool gives_a_share(std::string_view interest) {
  return interest == "shareholding" || interest == "votingRights" || interest == "voting-rights";
}

class Statements {
 public:
  explicit Statements(const std::vector<Statement>& all) {
    for (const Statement& statement : all) views_.emplace_back(statement);
    for (const View& view : views_) {
      for (std::string& id : view.replaced()) replaced_.insert(std::move(id));
    }
    for (const View& view : views_) keep(view);
  }

  core::Result<void> take_edges(const TakeEdge& take) const {
    for (const View* view : in_order_) {
      if (!is_current(*view)) continue;
      if (view->is_ownership()) {
        if (auto read = take_ownership(*view, take); !read) return read;
      }
    }
    return {};
  }

 private:
  // Of several statements about one record the latest holds.
  void keep(const View& view) {
    if (view.is_entity()) {
      const auto known = entities_.find(view.id());
      if (known == entities_.end() || known->second->date() <= view.date())
        entities_[view.id()] = &view;
    } else if (view.is_person()) {
      persons_.insert(view.id());
    } else if (view.is_ownership()) {
      in_order_.push_back(&view);
      const auto known = latest_.find(view.id());
      if (known == latest_.end() || known->second->date() <= view.date())
        latest_[view.id()] = &view;
    }
  }

  bool is_current(const View& view) const {
    return latest_.at(view.id()) == &view && !replaced_.contains(view.statement_id());
  }

  core::Result<void> take_ownership(const View& view, const TakeEdge& take) const {
    const std::string owner = view.party("interestedParty");
    const std::string owned = view.party("subject");
    if (owned.empty()) return bad(view, {"没有 subject。", "it has no subject."});
    // Persons are no units, and an owner that nobody names leads nowhere.
    if (owner.empty() || persons_.contains(owner)) return {};
    for (const std::string& id : {owner, owned}) {
      if (!entities_.contains(id)) {
        return bad(view, {"所指的主体“" + id + "”不在文件中。",
                          "the entity \"" + id + "\" that it refers to is not in the file."});
      }
    }
    auto edge = strongest(view);
    if (!edge) return {};
    edge->subject = unit_of(entities_.at(owner)->details());
    edge->object = unit_of(entities_.at(owned)->details());
    for (const core::Unit& unit : {edge->subject, edge->object}) {
      if (unit.name.empty() && unit.uscc.empty())
        return bad(view, {"所指的主体没有名称。", "an entity that it refers to has no name."});
    }
    edge->source =
        view.statement().file + view.statement().where.zh + "，BODS " + view.statement_id();
    if (const std::string source = view.source(); !source.empty()) edge->source += "，" + source;
    edge->as_of = view.date();
    take(*edge);
    return {};
  }

  // The interest that gives most, one in force before one that has ended.
  static std::optional<Edge> strongest(const View& view) {
    std::optional<Edge> best;
    for (const Json& interest : member(view.details(), "interests")) {
      auto edge = of_interest(interest);
      if (!edge) continue;
      if (view.closed() && edge->to.empty()) edge->to = view.date();
      const auto rank = [](const Edge& e) {
        return std::make_tuple(e.to.empty(), e.relation == Relation::parent, e.share.value_or(0));
      };
      if (!best || rank(*best) < rank(*edge)) best = std::move(edge);
    }
    return best;
  }

  static std::optional<Edge> of_interest(const Json& interest) {
    const std::string type = text_of(interest, "type");
    Edge edge;
    std::optional<Relation> relation;
    if (gives_a_share(type)) {
      edge.share = least_share(member(interest, "share"));
      if (edge.share) relation = relation_of_share(*edge.share);
    } else if (controls(type)) {
      relation = Relation::holding;
    }
    if (!relation) return std::nullopt;
    edge.relation = *relation;
    edge.from = text_of(interest, "startDate");
    edge.to = text_of(interest, "endDate");
    return edge;
  }

  static tl::unexpected<core::Error> bad(const View& view, const core::Bilingual& why) {
    const std::string id = "（" + view.statement_id() + "）";
    const core::Bilingual& where = view.statement().where;
    return bad_relation(view.statement().file,
                        {where.zh + id, where.en + " (" + view.statement_id() + ")"}, why);
  }

  std::vector<View> views_;
  std::set<std::string> replaced_;
  std::set<std::string> persons_;
  std::unordered_map<std::string, const View*> entities_;
  std::unordered_map<std::string, const View*> latest_;
  std::vector<const View*> in_order_;
};

}  // namespace

core::Result<void> read_bods(const std::vector<const RelationText*>& texts, const TakeEdge& take) {
  std::vector<Statement> statements;
  for (const RelationText* text : texts) {
    if (auto read = read_statements(*text, statements); !read) return read;
  }
  for (const Statement& statement : statements) {
    const View view(statement);
    if (view.is_entity() || view.is_person() || view.is_ownership()) continue;
    return bad_relation(statement.file, statement.where,
                        {"不是 BODS 声明（没有已知的 statementType 或 recordType）。",
                         "this is no BODS statement (no known statementType or recordType)."});
  }
  return Statements(statements).take_edges(take);
}

}  // namespace jianzhen::verify
