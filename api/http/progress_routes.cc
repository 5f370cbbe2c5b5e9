#include "api/http/progress_routes.h"

#include <nlohmann/json.hpp>

#include "api/http/bound.h"
#include "api/http/json_text.h"
#include "api/http/problem.h"
#include "api/http/times.h"

namespace jianzhen::http {
namespace {

using api::ContestProgress;
using api::EntryCounts;
using api::Principal;
using api::Service;
using Json = nlohmann::json;

constexpr std::size_t kMostDrafts = 200;

Json counts_form(const EntryCounts& counts) {
  Json verdicts = Json::object();
  for (const auto severity : {core::Severity::clean, core::Severity::notice,
                              core::Severity::suspicion, core::Severity::violation}) {
    const auto found = counts.verdicts.find(severity);
    verdicts[std::string(core::word(severity))] =
        found == counts.verdicts.end() ? 0 : found->second;
  }
  return {
      {"all", counts.all},         {"submitted", counts.submitted}, {"finalists", counts.finalists},
      {"prizes", counts.prizes},   {"unchecked", counts.unchecked}, {"verdicts", verdicts},
      {"decided", counts.decided}, {"undecided", counts.undecided}};
}

Json tracks_form(const ContestProgress& progress) {
  Json tracks = Json::array();
  for (const auto& [track, counts] : progress.tracks) {
    Json one = counts_form(counts);
    one["track"] = track;
    tracks.push_back(std::move(one));
  }
  return tracks;
}

Json rules_form(const ContestProgress& progress) {
  Json rules = Json::array();
  for (const auto& [code, rule] : progress.rules) {
    rules.push_back({{"code", code},
                     {"severity", core::word(rule.severity)},
                     {"findings", rule.findings},
                     {"entries", rule.entries},
                     {"undecided", rule.undecided}});
  }
  return rules;
}

Json load_form(const ContestProgress& progress) {
  Json oldest;
  if (progress.oldest) {
    oldest = {{"entry", progress.oldest->entry},
              {"path", progress.oldest->path},
              {"received_at", progress.oldest->received_at}};
  }
  return {{"received", progress.files_received},
          {"processing", progress.files_processing},
          {"oldest", oldest},
          {"findings_undecided", progress.findings_undecided},
          {"supplements_open", progress.supplements_open},
          {"supplements_overdue", progress.supplements_overdue}};
}

Json deadline_form(const ContestProgress& progress) {
  Json drafts = Json::array();
  for (const api::DraftRisk& draft : progress.drafts) {
    if (drafts.size() == kMostDrafts) break;
    drafts.push_back({{"entry", draft.entry.id},
                      {"project", draft.entry.project.name},
                      {"applicant", draft.entry.applicant.name},
                      {"track", draft.entry.project.track},
                      {"lacks", draft.lacks},
                      {"waiting", draft.waiting},
                      {"violations", draft.violations}});
  }
  return {{"closes", progress.closes},
          {"seconds_left", progress.seconds_left ? Json(*progress.seconds_left) : Json()},
          {"not_submitted", progress.drafts.size()},
          {"drafts", std::move(drafts)}};
}

Json health_form(const ContestProgress& progress) {
  bool ready = true;
  Json parts = Json::array();
  for (const auto& [name, trouble] : progress.parts) {
    ready = ready && !trouble;
    Json message;
    if (trouble) message = {{"zh", trouble->message.zh}, {"en", trouble->message.en}};
    parts.push_back({{"part", name}, {"trouble", std::move(message)}});
  }
  return {{"ready", ready},
          {"parts", std::move(parts)},
          {"files_checked", progress.within_five_seconds.all},
          {"within_two_seconds", progress.within_two_seconds.within},
          {"within_five_seconds", progress.within_five_seconds.within},
          {"answers", progress.answers},
          {"failed_answers", progress.failed_answers},
          {"disk_free", progress.disk_free}};
}

Response get_progress(Service& service, const Request&, const Principal&) {
  const auto progress = service.progress();
  if (!progress) return problem(progress.error());
  Response response = json(200, dumped<Json>({{"at", rfc3339(service.now())},
                                              {"entries", counts_form(progress->entries)},
                                              {"tracks", tracks_form(*progress)},
                                              {"rules", rules_form(*progress)},
                                              {"load", load_form(*progress)},
                                              {"deadline", deadline_form(*progress)},
                                              {"health", health_form(*progress)}}));
  response.set("cache-control", "private, no-cache");
  return response;
}

}  // namespace

std::vector<Operation> progress_operations(Service& service) {
  const Bound with{service};
  return {{Method::get, "/api/v1/progress", "getProgress", with(get_progress)}};
}

}  // namespace jianzhen::http
