#include "api/http/review_forms.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "api/http/json_text.h"

namespace jianzhen::http {
namespace {

using nlohmann::json;

json parsed(const std::string& text) { return json::parse(text, nullptr, false); }

json box_form(const core::Box& box) { return {box.left, box.top, box.right, box.bottom}; }

json unit_form(const core::Unit& unit) {
  return {{"name", unit.name}, {"uscc", unit.uscc.empty() ? json() : json(unit.uscc)}};
}

json form(const core::Disposition& said, const Named& named) {
  return {{"version", said.version},
          {"code", core::word(said.code)},
          {"reason", said.reason},
          {"actor", named(said.actor)},
          {"at", said.at}};
}

json form(const core::Veto& veto, const Named& named) {
  return {{"version", veto.version},
          {"proposed_by", named(veto.proposed_by)},
          {"confirmed_by", named(veto.confirmed_by)},
          {"proof", veto.evidence},
          {"at", veto.at}};
}

json form(const core::Statement& one, const Named& named) {
  json made = {{"id", one.id},     {"subject", one.subject},    {"kind", one.kind},
               {"text", one.text}, {"actor", named(one.actor)}, {"at", one.at}};
  if (one.answers != 0) made["answers"] = one.answers;
  return made;
}

json form(const core::Supplement& one, const Named& named) {
  json made = {{"id", one.id},
               {"subject", one.subject},
               {"material", one.material},
               {"ask", one.ask},
               {"due", one.due},
               {"state", one.state},
               {"asked_by", named(one.asked_by)},
               {"asked_at", one.asked_at}};
  if (one.state == "answered") {
    made["answer"] = one.answer;
    made["answered_at"] = one.answered_at;
    made["answered_with"] = one.answered_with == 0 ? json() : json(one.answered_with);
  }
  return made;
}

json form(const core::Proof& one, const Named& named) {
  json made = {{"id", one.id},
               {"subject", one.subject},
               {"kind", one.kind},
               {"text", one.text},
               {"on", one.on},
               {"place", one.place},
               {"people", one.people},
               {"material", one.material},
               {"actor", named(one.actor)},
               {"at", one.at}};
  if (one.page > 0) made["page"] = one.page;
  return made;
}

template <typename T>
json list(const std::vector<T>& values, const std::string& subject, const Named& named) {
  json all = json::array();
  for (const T& value : values) {
    if (subject.empty() || value.subject == subject) all.push_back(form(value, named));
  }
  return all;
}

json of_review(const core::Review* review, const Named& named) {
  if (review == nullptr || review->disposition.version == 0) return {};
  json made = form(review->disposition, named);
  made["veto"] = review->veto ? form(*review->veto, named) : json();
  return made;
}

json head_form(const core::ReviewItem& item, const core::EntryReview& review, core::Lang lang,
               const Named& named) {
  json passages = json::array();
  for (const core::Passage& passage : item.passages) {
    json one = {{"words", passage.words}};
    if (!passage.material.empty()) one["material"] = passage.material;
    if (passage.place.time) {
      one["time"] = *passage.place.time;
    } else if (passage.place.page > 0) {
      one["page"] = passage.place.page;
    }
    if (passage.place.box) one["box"] = box_form(*passage.place.box);
    passages.push_back(std::move(one));
  }
  return {{"id", item.id},
          {"title", core::in(item.title, lang)},
          {"clause", item.clause},
          {"passages", std::move(passages)},
          {"disposition", of_review(review.of(item.id), named)}};
}

json item_form(const api::QueueItem& item, core::Lang lang, const Named& named) {
  const core::Entry& entry = item.entry->entry;
  const auto id = item.entry->materials.find(item.found().material);
  return {{"entry", entry.id},
          {"project", entry.project.name},
          {"applicant", entry.applicant.name},
          {"risk", item.entry->risk()},
          {"key", item.key()},
          {"finding", parsed(core::finding_json(item.found(), lang))},
          {"material_id", id == item.entry->materials.end() ? json() : json(id->second)},
          {"disposition", of_review(item.review ? &*item.review : nullptr, named)}};
}

std::string state_of(const api::QueueItem& item) {
  if (!item.review) return "open";
  return std::string(core::word(item.review->disposition.code));
}

json graph_form(const api::UnitGraph& graph) {
  json nodes = json::array();
  for (const api::GraphNode& node : graph.nodes) {
    json one = unit_form(node.unit);
    one["role"] = node.role;
    one["x"] = node.x;
    one["y"] = node.y;
    nodes.push_back(std::move(one));
  }
  json edges = json::array();
  for (const api::GraphEdge& edge : graph.edges) {
    edges.push_back({{"from", edge.from},
                     {"to", edge.to},
                     {"relation", edge.relation},
                     {"label", edge.label},
                     {"source", edge.source},
                     {"as_of", edge.as_of}});
  }
  return {{"width", graph.width},
          {"height", graph.height},
          {"nodes", std::move(nodes)},
          {"edges", std::move(edges)}};
}

json claim_form(const api::FindingDesk& desk) {
  if (!desk.claim) return {};
  return {{"material", desk.claim_path},
          {"material_id", desk.claim_material},
          {"page", desk.claim->page},
          {"box", box_form(desk.claim->box)},
          {"words", desk.claim->words}};
}

json reading_form(const api::FindingDesk& desk) {
  if (!desk.line) return {};
  static constexpr std::array kSources = {"none", "text_layer", "ocr", "both"};
  json made = {{"source", kSources[static_cast<std::size_t>(desk.source)]},
               {"text", desk.line->text},
               {"confidence", desk.line->confidence},
               {"doubtful", desk.line->doubtful}};
  made["code_valid"] = desk.code_valid ? json(*desk.code_valid) : json();
  return made;
}

// Each other entry once per reason, with the first place.
json elsewhere_form(const api::FindingDesk& desk, const api::ReviewDesk::MaySee& may) {
  json places = json::array();
  std::set<std::string> told;
  for (const api::UsedAt& at : desk.elsewhere) {
    if (!may(*at.entry)) continue;
    const std::string why = at.use.key.substr(0, at.use.key.find(':'));
    if (!told.insert(at.entry->entry.id + "\n" + at.use.key + "\n" + at.use.material).second) {
      continue;
    }
    const auto id = at.entry->materials.find(at.use.material);
    places.push_back({{"entry", at.entry->entry.id},
                      {"project", at.entry->entry.project.name},
                      {"why", why},
                      {"words", at.use.words},
                      {"material", at.use.material},
                      {"material_id", id == at.entry->materials.end() ? json() : json(id->second)},
                      {"page", std::max(1, at.use.page)}});
  }
  return places;
}

}  // namespace

std::string disposition_form(const core::Disposition& said, const Named& named) {
  return dumped(form(said, named));
}
std::string veto_form(const core::Veto& veto, const Named& named) {
  return dumped(form(veto, named));
}
std::string statement_form(const core::Statement& statement, const Named& named) {
  return dumped(form(statement, named));
}
std::string supplement_form(const core::Supplement& supplement, const Named& named) {
  return dumped(form(supplement, named));
}
std::string proof_form(const core::Proof& proof, const Named& named) {
  return dumped(form(proof, named));
}

std::string review_form(const std::string& entry, const core::EntryReview& review,
                        const std::optional<core::CheckReport>& report, core::Lang lang,
                        const Named& named) {
  json subjects = json::object();
  for (const core::Review& one : review.reviews) subjects[one.subject] = of_review(&one, named);
  json heads = json::array();
  json keys = json::array();
  if (report) {
    for (const core::ReviewItem& item : report->review_items) {
      heads.push_back(head_form(item, review, lang, named));
    }
    keys = store::finding_keys(*report);
  }
  return dumped<json>({{"entry", entry},
                       {"keys", std::move(keys)},
                       {"dispositions", std::move(subjects)},
                       {"heads", std::move(heads)},
                       {"statements", list(review.statements, {}, named)},
                       {"supplements", list(review.supplements, {}, named)},
                       {"proofs", list(review.proofs, {}, named)}});
}

std::size_t after_cursor(const std::vector<api::QueueItem>& items, const std::string& cursor) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].key() == cursor) return i + 1;
  }
  return 0;
}

namespace {

json counts_form(const QueuePage& page) {
  std::map<std::string, std::map<std::string, int>> counts;
  for (const char* name : {"severity", "code", "entry", "state", "track"}) counts[name];
  std::map<std::pair<std::string, int>, int> topics;
  int of_finalists = 0;
  for (const api::QueueItem& item : page.all) {
    const core::Entry& entry = item.entry->entry;
    ++counts["severity"][std::string(core::word(item.found().severity))];
    ++counts["code"][item.found().code];
    ++counts["entry"][entry.id];
    ++counts["state"][state_of(item)];
    if (!entry.project.track.empty()) ++counts["track"][entry.project.track];
    if (entry.project.topic) ++topics[{entry.project.track, *entry.project.topic}];
    if (page.finalists.contains(entry.id)) ++of_finalists;
  }
  json made = counts;
  made["topics"] = json::array();
  for (const auto& [topic, count] : topics) {
    made["topics"].push_back(
        {{"track", topic.first}, {"topic", topic.second}, {"findings", count}});
  }
  made["finalists"] = of_finalists;
  return made;
}

}  // namespace

std::string queue_form(const QueuePage& page, core::Lang lang, const Named& named) {
  json items = json::array();
  const std::size_t end = std::min(page.items.size(), page.from + page.limit);
  for (std::size_t i = page.from; i < end; ++i) {
    items.push_back(item_form(page.items[i], lang, named));
  }
  return dumped<json>(
      {{"items", std::move(items)},
       {"total", page.items.size()},
       {"next_cursor",
        end < page.items.size() && end > 0 ? json(page.items[end - 1].key()) : json()},
       {"counts", counts_form(page)}});
}

std::string finding_desk_form(const api::FindingDesk& desk, const api::ReviewDesk::MaySee& may,
                              core::Lang lang, const Named& named) {
  const core::Finding& finding = desk.entry->report.findings[desk.finding];
  const std::string& key = desk.entry->keys[desk.finding];
  const core::Entry& entry = desk.entry->entry;
  json history = json::array();
  for (const core::Disposition& said : desk.history) history.push_back(form(said, named));
  return dumped<json>({{"entry", entry.id},
                       {"project", entry.project.name},
                       {"applicant", unit_form(entry.applicant)},
                       {"key", key},
                       {"finding", parsed(core::finding_json(finding, lang))},
                       {"material_id", desk.material == 0 ? json() : json(desk.material)},
                       {"kind", desk.kind},
                       {"claim", claim_form(desk)},
                       {"reading", reading_form(desk)},
                       {"graph", graph_form(desk.graph)},
                       {"elsewhere", elsewhere_form(desk, may)},
                       {"disposition", of_review(desk.review.of(key), named)},
                       {"history", std::move(history)},
                       {"statements", list(desk.review.statements, key, named)},
                       {"supplements", list(desk.review.supplements, key, named)},
                       {"proofs", list(desk.review.proofs, key, named)}});
}

namespace {

json entry_node_form(const api::EntryGraphNode& node) {
  json made = {{"kind", api::word(node.kind)},
               {"label", node.label},
               {"degree", node.degree},
               {"x", node.x},
               {"y", node.y}};
  if (!node.paper.empty()) made["paper"] = node.paper;
  if (node.entry) {
    const core::Entry& entry = node.entry->entry;
    made["entry"] = {
        {"id", entry.id},
        {"project", entry.project.name},
        {"applicant", entry.applicant.name},
        {"track", entry.project.track},
        {"verdict", node.entry->checked ? json(core::word(node.entry->report.verdict())) : json()}};
  }
  return made;
}

json entry_edge_form(const api::EntryGraph& graph, const api::EntryGraphEdge& edge) {
  json places = json::array();
  const auto& materials = graph.nodes[edge.entry].entry->materials;
  for (const api::EntryDigest::Use& use : edge.places) {
    const auto id = materials.find(use.material);
    places.push_back({{"material", use.material},
                      {"material_id", id == materials.end() ? json() : json(id->second)},
                      {"page", std::max(1, use.page)}});
  }
  return {{"entry", edge.entry}, {"thing", edge.thing}, {"places", std::move(places)}};
}

}  // namespace

std::string entry_graph_form(const api::EntryGraph& graph) {
  json nodes = json::array();
  for (const api::EntryGraphNode& node : graph.nodes) nodes.push_back(entry_node_form(node));
  json edges = json::array();
  for (const api::EntryGraphEdge& edge : graph.edges) {
    edges.push_back(entry_edge_form(graph, edge));
  }
  return dumped<json>({{"width", graph.width},
                       {"height", graph.height},
                       {"left_out", graph.left_out},
                       {"nodes", std::move(nodes)},
                       {"edges", std::move(edges)}});
}

namespace {

json spot_form(const api::Spot& spot) {
  json made = {{"material", spot.material},
               {"material_id", spot.number == 0 ? json() : json(spot.number)}};
  if (spot.place.time) made["time"] = *spot.place.time;
  if (spot.place.page > 0) made["page"] = spot.place.page;
  if (spot.place.box) made["box"] = box_form(*spot.place.box);
  return made;
}

json proved_form(const api::ProvedClaim& claim, const api::Spot& application) {
  json said;
  if (claim.claim) {
    said = spot_form(
        {application.material, application.number, {claim.claim->page, {}, claim.claim->box}});
    said["words"] = claim.claim->words;
  }
  return {{"claim", std::move(said)}, {"kind", claim.kind},   {"proof", spot_form(claim.proof)},
          {"owner", claim.owner},     {"title", claim.title}, {"state", claim.state}};
}

}  // namespace

std::string overview_form(const api::EntryDigest& entry, const api::Overview& overview) {
  json claims = json::array();
  for (const api::ProvedClaim& claim : overview.claims) {
    claims.push_back(proved_form(claim, overview.application));
  }
  json facts = json::array();
  for (const api::StatedFact& fact : overview.facts) {
    json made = spot_form(fact.spot);
    made["field"] = fact.field;
    made["kind"] = fact.kind;
    made["value"] = fact.value;
    facts.push_back(std::move(made));
  }
  json moments = json::array();
  for (const api::Moment& moment : overview.moments) {
    json made = spot_form(moment.spot);
    made["until"] = moment.until;
    made["words"] = moment.words;
    moments.push_back(std::move(made));
  }
  const core::Project& project = entry.entry.project;
  json partners = json::array();
  for (const core::Unit& unit : entry.entry.partners) partners.push_back(unit_form(unit));
  return dumped<json>({{"entry", entry.entry.id},
                       {"project", project.name},
                       {"track", project.track},
                       {"topic", project.topic ? json(*project.topic) : json()},
                       {"applicant", unit_form(entry.entry.applicant)},
                       {"partners", std::move(partners)},
                       {"claims", std::move(claims)},
                       {"facts", std::move(facts)},
                       {"moments", std::move(moments)}});
}

std::string comparison_form(const std::string& track,
                            const std::vector<std::shared_ptr<const api::EntryDigest>>& entries,
                            const verify::Contest& contest, core::Lang lang) {
  json columns = json::array();
  for (const auto& entry : entries) {
    columns.push_back(
        {{"entry", entry->entry.id},
         {"project", entry->entry.project.name},
         {"applicant", entry->entry.applicant.name},
         {"topic", entry->entry.project.topic ? json(*entry->entry.project.topic) : json()}});
  }
  json rows = json::array();
  const auto add = [&](const std::string& id, const std::string& title, auto number) {
    json values = json::array();
    bool any = false;
    for (const auto& entry : entries) {
      const int value = number(entry->report);
      any = any || value != 0;
      values.push_back(value);
    }
    if (any) rows.push_back({{"id", id}, {"title", title}, {"values", std::move(values)}});
  };
  for (const verify::MaterialKind& kind : contest.kinds) {
    add(kind.id, core::in(kind.title, lang), [&](const core::CheckReport& report) {
      int count = 0;
      for (const core::Material& material : report.materials) {
        if (material.kind == kind.id) ++count;
        for (const core::Paper& paper : material.papers) count += paper.kind == kind.id ? 1 : 0;
      }
      return count;
    });
  }
  add("pages", "", [](const core::CheckReport& report) {
    int count = 0;
    for (const core::Material& material : report.materials) count += material.pages;
    return count;
  });
  for (const core::Severity severity :
       {core::Severity::violation, core::Severity::suspicion, core::Severity::notice}) {
    add(std::string(core::word(severity)), core::in(core::shown(severity), lang),
        [&](const core::CheckReport& report) {
          return static_cast<int>(
              std::count_if(report.findings.begin(), report.findings.end(),
                            [&](const auto& one) { return one.severity == severity; }));
        });
  }
  return dumped<json>(
      {{"track", track}, {"entries", std::move(columns)}, {"rows", std::move(rows)}});
}

}  // namespace jianzhen::http
