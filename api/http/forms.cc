#include "api/http/forms.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "api/http/json_text.h"
#include "core/id_number.h"
#include "core/serial.h"
#include "store/reviews.h"

namespace jianzhen::http {
namespace {

using nlohmann::json;
using store::MaterialState;

constexpr std::array<const char*, 4> kStates = {"received", "processing", "done", "failed"};

json parsed(const std::string& text) {
  return text.empty() ? json() : json::parse(text, nullptr, false);
}

json form(const core::Bilingual& text) { return {{"zh", text.zh}, {"en", text.en}}; }

json form(const core::Unit& unit) {
  return {{"name", unit.name}, {"uscc", unit.uscc.empty() ? json() : json(unit.uscc)}};
}

json form(const api::Counts& counts) {
  return {
      {"violation", counts.violation}, {"suspicion", counts.suspicion}, {"notice", counts.notice}};
}

json verdict_of(const std::optional<core::CheckReport>& report) {
  return report ? json(core::word(report->verdict())) : json();
}

json form(const store::StoredMaterial& material) {
  const json result = parsed(material.result_json);
  std::string media_type = material.media_type;
  if (media_type.empty() && result.is_object()) media_type = result.value("media_type", "");
  return {{"id", material.id},
          {"path", material.path},
          {"sha256", material.sha256.hex()},
          {"bytes", material.bytes},
          {"media_type", media_type},
          {"state", kStates[static_cast<std::size_t>(material.state)]},
          {"pages_done", material.pages_done},
          {"pages_total", material.pages_total},
          {"received_at", material.received_at},
          {"parent", material.parent == 0 ? json() : json(material.parent)},
          {"result", result.is_object() ? result : json()}};
}

// The form as it was sent, ID numbers masked.
json form(const core::Entry& entry) {
  json made = parsed(core::entry_json(entry));
  if (made["team"].contains("representatives")) {
    for (json& person : made["team"]["representatives"]) {
      person["id_number_masked"] = core::masked_id_number(person.value("id_number", ""));
      person.erase("id_number");
    }
  }
  return made;
}

bool unfinished(const store::StoredMaterial& material) {
  return material.state == MaterialState::received || material.state == MaterialState::processing;
}

json summary(const api::EntryState& state) {
  const core::Project& project = state.entry.project;
  const auto& materials = state.materials;
  // An archive is not a material, its members are. A mail and its attachments all are.
  const auto is_archive = [&](const store::StoredMaterial& one) {
    return one.pages_total == 0 &&
           std::any_of(materials.begin(), materials.end(),
                       [&](const store::StoredMaterial& other) { return other.parent == one.id; });
  };
  const auto archives = std::count_if(materials.begin(), materials.end(), is_archive);
  return {{"id", state.entry.id},
          {"project",
           {{"name", project.name},
            {"track", project.track},
            {"topic", project.topic ? json(*project.topic) : json()}}},
          {"applicant", form(state.entry.applicant)},
          {"state", state.submission ? "submitted" : "draft"},
          {"verdict", verdict_of(state.report)},
          {"counts", form(state.report ? api::counts_of(*state.report) : api::Counts{})},
          {"materials", static_cast<std::ptrdiff_t>(materials.size()) - archives},
          {"unfinished", std::count_if(materials.begin(), materials.end(), unfinished)}};
}

std::string stream_form(const std::string& type, const json& data, const std::string& id) {
  std::string text = id.empty() ? "" : "id: " + id + "\n";
  // One line: JSON's strings hold no line break.
  return text + "event: " + type + "\ndata: " + dumped(data) + "\n\n";
}

// "[a,b]" of what is JSON already.
std::string joined(const std::vector<std::string>& objects) {
  std::string list = "[";
  for (const std::string& object : objects) list += (list.size() > 1 ? "," : "") + object;
  return list + "]";
}

}  // namespace

std::string entry_form(const api::EntryState& state, const std::vector<api::Action>& may) {
  json actions = json::array();
  for (const api::Action action : may) actions.push_back(api::word(action));
  json materials = json::array();
  for (const store::StoredMaterial& material : state.materials) materials.push_back(form(material));
  return dumped<json>(
      {{"id", state.entry.id},
       {"may", std::move(actions)},
       {"form", form(state.entry)},
       {"materials", std::move(materials)},
       {"verdict", verdict_of(state.report)},
       {"counts", form(state.report ? api::counts_of(*state.report) : api::Counts{})},
       {"state", state.submission ? "submitted" : "draft"},
       {"submitted_at", state.submission ? json(state.submission->submitted_at) : json()},
       {"digest", api::content_digest(state)},
       {"last_event", state.last_event}});
}

std::string entry_list_form(const std::vector<api::EntryState>& states) {
  json entries = json::array();
  for (const api::EntryState& state : states) entries.push_back(summary(state));
  return dumped<json>({{"entries", std::move(entries)}});
}

std::string material_form(const store::StoredMaterial& material) { return dumped(form(material)); }

std::string upload_form(const api::UploadState& upload) {
  json form_of_upload = {
      {"id", upload.id},         {"partial", upload.plan.partial}, {"length", upload.plan.length},
      {"offset", upload.offset}, {"entry", upload.plan.entry},     {"path", upload.plan.path},
      {"material", nullptr}};
  if (upload.material) form_of_upload["material"] = form(*upload.material);
  return dumped(form_of_upload);
}

std::string first_look_form(const ingest::FirstLook& look, const std::string& problem) {
  return dumped<json>({{"media_type", look.media_type},
                       {"pages", look.page_count == 0 ? json() : json(look.page_count)},
                       {"problem", parsed(problem)}});
}

std::string findings_form(const std::string& entry, const std::optional<core::CheckReport>& report,
                          core::Lang lang) {
  struct Keyed {
    const core::Finding* finding;
    std::string key;
  };
  std::vector<Keyed> findings;
  if (report) {
    const auto keys = store::finding_keys(*report);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      findings.push_back({&report->findings[i], keys[i]});
    }
  }
  std::stable_sort(findings.begin(), findings.end(), [](const Keyed& a, const Keyed& b) {
    return a.finding->severity > b.finding->severity;
  });
  json list = json::array();
  for (const Keyed& one : findings) {
    json made = parsed(finding_json(*one.finding, lang));
    made["key"] = one.key;
    list.push_back(std::move(made));
  }
  return dumped<json>(
      {{"entry", entry}, {"verdict", verdict_of(report)}, {"findings", std::move(list)}});
}

std::string page_list_form(const api::PagesSoFar& so_far) {
  json pages = json::array();
  for (const core::Page& page : so_far.pages) {
    json whole = parsed(core::page_json(page));
    for (const char* words : {"lines", "seals", "codes"}) whole.erase(words);
    pages.push_back(std::move(whole));
  }
  json form = {{"page_count", so_far.page_count},
               {"pages", std::move(pages)},
               {"observations", parsed(core::observations_json(so_far.observations))}};
  if (so_far.video) form["video"] = parsed(core::video_json(*so_far.video));
  return dumped(form);
}

std::string search_form(const std::string& words, const api::SearchAnswer& answer, double seconds) {
  json hits = json::array();
  for (const api::FoundPage& found : answer.hits) {
    json boxes = json::array();
    for (const core::Box& box : found.hit.boxes) {
      boxes.push_back({box.left, box.top, box.right, box.bottom});
    }
    json hit = {{"entry", found.hit.entry},      {"material", found.hit.material},
                {"material_id", found.material}, {"page", found.hit.page},
                {"snippet", found.hit.snippet},  {"boxes", std::move(boxes)},
                {"score", found.hit.score}};
    if (found.hit.time) hit["time"] = *found.hit.time;
    hits.push_back(std::move(hit));
  }
  json facets = {{"tracks", json::array()}, {"topics", json::array()}, {"kinds", json::array()}};
  for (const auto& [track, pages] : answer.facets.tracks) {
    facets["tracks"].push_back({{"track", track}, {"pages", pages}});
  }
  for (const auto& [topic, pages] : answer.facets.topics) {
    facets["topics"].push_back({{"track", topic.first}, {"topic", topic.second}, {"pages", pages}});
  }
  for (const auto& [kind, pages] : answer.facets.kinds) {
    facets["kinds"].push_back({{"kind", kind}, {"pages", pages}});
  }
  return dumped<json>({{"query", words},
                       {"total", answer.total},
                       {"seconds", seconds},
                       {"facets", std::move(facets)},
                       {"hits", std::move(hits)}});
}

std::string contest_form(const verify::Contest& contest) {
  json made = {{"id", contest.id},
               {"title", contest.title},
               {"registration_closes", contest.registration_closes},
               {"max_representatives", contest.max_representatives},
               {"tracks", json::array()},
               {"kinds", json::array()},
               {"required", json::array()},
               {"sections", json::array()},
               {"clauses", json::array()}};
  for (const verify::Track& track : contest.tracks) {
    json topics = json::array();
    for (const verify::Topic& topic : track.topics) {
      topics.push_back({{"number", topic.number}, {"title", topic.title}});
    }
    made["tracks"].push_back({{"name", track.name}, {"topics", std::move(topics)}});
  }
  for (const verify::MaterialKind& kind : contest.kinds) {
    made["kinds"].push_back({{"id", kind.id}, {"title", form(kind.title)}});
  }
  for (const verify::RequiredKind& kind : contest.required) {
    made["required"].push_back({{"id", kind.id},
                                {"kinds", kind.kinds},
                                {"severity", core::word(kind.severity)},
                                {"title", form(kind.title)},
                                {"clause", kind.clause}});
  }
  for (const verify::ApplicationSection& section : contest.sections) {
    made["sections"].push_back({{"title", section.title}, {"parts", section.parts}});
  }
  for (const verify::Clause& clause : contest.clauses) {
    made["clauses"].push_back({{"id", clause.id}, {"text", clause.text}});
  }
  return dumped(made);
}

std::string readiness_form(const std::map<std::string, std::optional<core::Error>>& parts,
                           const std::vector<api::SandboxLayer>& sandbox) {
  bool ready = true;
  json states = json::object();
  for (const auto& [name, trouble] : parts) {
    ready = ready && !trouble;
    states[name] = trouble ? trouble->message.zh + " " + trouble->message.en : "ok";
  }
  json layers = json::array();
  for (const api::SandboxLayer& layer : sandbox) {
    layers.push_back({{"layer", layer.name}, {"on", layer.on}, {"detail", layer.detail}});
  }
  return dumped<json>(
      {{"ready", ready}, {"parts", std::move(states)}, {"sandbox", std::move(layers)}});
}

std::string received_form(const Received& files) {
  return "{\"received\":" + joined(files.received) + ",\"refused\":" + joined(files.refused) + "}";
}

std::string event_form(const store::Event& event, bool whole) {
  json data = parsed(event.data_json);
  if (!data.is_object()) data = json::object();
  for (const char* found : {"verdict", "counts"}) {
    if (!whole) data.erase(found);
  }
  data["type"] = event.type;
  data["entry"] = event.entry;
  data["at"] = event.at;
  return stream_form(event.type, data, std::to_string(event.seq));
}

std::string progress_form(const std::string& entry, const api::FileProgress& progress,
                          const std::string& at) {
  constexpr const char* kType = "material.progress";
  return stream_form(kType,
                     {{"type", kType},
                      {"entry", entry},
                      {"at", at},
                      {"material", progress.material},
                      {"path", progress.path},
                      {"pages_done", progress.pages_done},
                      {"pages_total", progress.pages_total}},
                     {});
}

}  // namespace jianzhen::http
