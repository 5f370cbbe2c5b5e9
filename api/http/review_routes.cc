#include "api/http/review_routes.h"

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "api/http/account_forms.h"
#include "api/http/bound.h"
#include "api/http/conditional.h"
#include "api/http/numbers.h"
#include "api/http/problem.h"
#include "api/http/review_forms.h"
#include "api/http/uri.h"
#include "api/report/words.h"
#include "store/files.h"

namespace jianzhen::http {
namespace {

using api::Principal;
using api::Service;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

constexpr std::uint64_t kMaxForm = 64 << 10;
constexpr std::size_t kMostAtOnce = 200;

// As events name whoever asks; a service without accounts knows one person, at its own machine.
std::string actor_of(const Principal& who) { return who.actor.empty() ? "local" : who.actor; }

Named names(Service& service, core::Lang lang) {
  return [&service, lang, known = std::make_shared<std::map<std::string, std::string>>()](
             const std::string& actor) -> std::string {
    if (actor == "local") return api::local_shown(lang);
    auto [at, added] = known->try_emplace(actor, actor);
    if (!added || !actor.starts_with('A')) return at->second;
    const auto id = whole_number<std::int64_t>(std::string_view(actor).substr(1));
    if (const auto account = service.accounts().account(id.value_or(0))) {
      at->second = account->title;
    }
    return at->second;
  };
}

api::ReviewDesk::MaySee sees(const Principal& who, api::Action action) {
  return [who, action](const api::EntryDigest& entry) {
    return who.may(action, {entry.entry.id, entry.entry.project.track});
  };
}

// What shows pages is a reading of them: written down before it goes out.
std::optional<Response> unrecorded(Service& service, const Principal& who,
                                   const api::Reading& reading) {
  if (who.account == 0) return std::nullopt;
  const auto noted = service.note_reading(who, reading);
  if (noted) return std::nullopt;
  return problem(noted.error());
}

std::string text_of(const Json& body, const char* name) {
  const auto value = body.find(name);
  return value != body.end() && value->is_string() ? value->get<std::string>() : std::string();
}

std::int64_t number_of(const Json& body, const char* name) {
  const auto value = body.find(name);
  return value != body.end() && value->is_number_integer() ? value->get<std::int64_t>() : 0;
}

template <typename Value, typename Form>
Response answered(const Result<Value>& value, Form form, const Named& named, int status) {
  return value ? json(status, form(*value, named)) : problem(value.error());
}

// As far as whoever asks may know them.
Result<std::set<std::string>> finalists_of(Service& service, const Principal& who) {
  if (!who.may(api::Action::result_read)) return std::set<std::string>();
  const auto results = service.results(who);
  if (!results) return core::fail(results.error());
  std::set<std::string> finalists;
  for (const api::RankedEntry& one : *results) {
    if (one.result.finalist) finalists.insert(one.entry.id);
  }
  return finalists;
}

Response list_queue(Service& service, const Request& request, const Principal& who) {
  const auto asked = [&](const char* name) { return request.query_value(name).value_or(""); };
  api::QueueFilter filter;
  filter.entry = asked("entry");
  filter.code = asked("code");
  filter.severity = asked("severity");
  filter.state = asked("state");
  filter.track = asked("track");
  filter.topic = whole_number<int>(asked("topic"));
  if (!asked("order").empty()) filter.order = asked("order");
  const auto finalists = finalists_of(service, who);
  if (!finalists) return problem(finalists.error());
  if (asked("finalists") == "true") filter.among = *finalists;
  const auto may = sees(who, api::Action::review_read);
  const auto all = service.desk().queue({}, may);
  if (!all) return problem(all.error());
  QueuePage page{*all, api::narrowed(*all, filter), *finalists};
  page.limit = std::clamp<std::size_t>(
      whole_number<std::size_t>(asked("limit")).value_or(page.limit), 1, kMostAtOnce);
  page.from = after_cursor(page.items, asked("cursor"));
  const core::Lang lang = lang_of(request);
  return json(200, queue_form(page, lang, names(service, lang)));
}

Response get_review(Service& service, const Request& request, const Principal& who) {
  const std::string& id = request.parameter("id");
  const auto review = service.desk().review(id);
  if (!review) return problem(review.error());
  const auto report = service.report(id, who);
  if (!report) return problem(report.error());
  const core::Lang lang = lang_of(request);
  return json(200, review_form(id, *review, *report, lang, names(service, lang)));
}

Response get_finding(Service& service, const Request& request, const Principal& who) {
  const auto may = sees(who, api::Action::review_read);
  const auto desk =
      service.desk().finding(request.parameter("id"), request.parameter("subject"), may);
  if (!desk) return problem(desk.error());
  const int page = desk->entry->report.findings[desk->finding].place.page;
  if (auto refusal =
          unrecorded(service, who, {request.parameter("id"), desk->material, page, "getFinding"})) {
    return std::move(*refusal);
  }
  const core::Lang lang = lang_of(request);
  Response response = json(200, finding_desk_form(*desk, may, lang, names(service, lang)));
  response.set("etag", version_etag(desk->history.empty() ? 0 : desk->history.back().version));
  return response;
}

Response graph_around(Service& service, const Request& request, const Principal& who) {
  const auto entries = service.desk().entries(sees(who, api::Action::review_read));
  if (!entries) return problem(entries.error());
  const auto named = request.parameters.find("id");
  const std::string around = named == request.parameters.end() ? "" : named->second;
  const bool there = std::any_of(entries->begin(), entries->end(),
                                 [&](const auto& one) { return one->entry.id == around; });
  if (!around.empty() && !there) return problem(store::no_such_entry(around));
  return json(200, entry_graph_form(api::entry_graph(*entries, around)));
}

Response get_overview(Service& service, const Request& request, const Principal& who) {
  const auto found =
      service.desk().overview(request.parameter("id"), sees(who, api::Action::material_read));
  if (!found) return problem(found.error());
  return json(200, overview_form(*found->first, found->second));
}

Response compare_track(Service& service, const Request& request, const Principal& who) {
  const std::string& track = request.parameter("track");
  if (service.contest().track(track) == nullptr) {
    return problem(ErrorCode::not_found, {"本次大赛没有这个赛道。", "There is no such track."});
  }
  auto entries = service.desk().entries(sees(who, api::Action::entry_read));
  if (!entries) return problem(entries.error());
  std::erase_if(*entries, [&](const auto& entry) { return entry->entry.project.track != track; });
  return json(200, comparison_form(track, *entries, service.contest(), lang_of(request)));
}

Response put_disposition(Service& service, const Request& request, const Principal& who) {
  const auto version = matched_version(request);
  if (!version) {
    return problem(ErrorCode::usage,
                   {"请用 If-Match 写明是在哪一版上处置的（尚未处置为 \"0\"）。",
                    "Name in If-Match the version decided on (\"0\" where there is none)."},
                   428);
  }
  const auto body = parsed_object(request.body);
  if (!body) return problem(body.error());
  const auto code = core::disposition_code_of(text_of(*body, "code"));
  if (!code) {
    return problem(ErrorCode::usage, {"没有这种处置意见。", "There is no such disposition."});
  }
  const auto said =
      service.desk().dispose(request.parameter("id"), request.parameter("subject"),
                             {*version, *code, text_of(*body, "reason"), actor_of(who), {}});
  if (!said) {
    return problem(said.error(), said.error().code == ErrorCode::conflict ? 412 : 0);
  }
  Response response = json(200, disposition_form(*said, names(service, lang_of(request))));
  response.set("etag", version_etag(said->version));
  return response;
}

Response confirm_veto(Service& service, const Request& request, const Principal& who) {
  const auto body = parsed_object(request.body);
  if (!body) return problem(body.error());
  return answered(service.desk().confirm(request.parameter("id"), request.parameter("subject"),
                                         static_cast<int>(number_of(*body, "version")),
                                         number_of(*body, "proof"), actor_of(who)),
                  veto_form, names(service, lang_of(request)), 201);
}

Response add_statement(Service& service, const Request& request, const Principal& who,
                       bool verifier) {
  const auto body = parsed_object(request.body);
  if (!body) return problem(body.error());
  core::Statement statement;
  statement.subject = request.parameter("subject");
  statement.kind = verifier ? "answer" : text_of(*body, "kind");
  if (!verifier && statement.kind != "explanation" && statement.kind != "objection") {
    return problem(ErrorCode::usage, {"应为说明（explanation）或异议（objection）。",
                                      "It is an explanation or an objection."});
  }
  if (verifier) statement.answers = number_of(*body, "answers");
  statement.text = text_of(*body, "text");
  statement.actor = actor_of(who);
  return answered(service.desk().say(request.parameter("id"), statement), statement_form,
                  names(service, lang_of(request)), 201);
}

Response explain(Service& service, const Request& request, const Principal& who) {
  return add_statement(service, request, who, false);
}

Response answer_statement(Service& service, const Request& request, const Principal& who) {
  return add_statement(service, request, who, true);
}

Response add_proof(Service& service, const Request& request, const Principal& who) {
  const auto body = parsed_object(request.body);
  if (!body) return problem(body.error());
  core::Proof proof;
  proof.subject = request.parameter("subject");
  proof.kind = text_of(*body, "kind");
  if (proof.kind != "site_visit" && proof.kind != "commitment" && proof.kind != "page") {
    return problem(ErrorCode::usage, {"证据应为 site_visit、commitment 或 page。",
                                      "Evidence is a site_visit, a commitment or a page."});
  }
  proof.on = text_of(*body, "on");
  proof.place = text_of(*body, "place");
  proof.people = text_of(*body, "people");
  proof.text = text_of(*body, "text");
  proof.material = text_of(*body, "material");
  proof.page = static_cast<int>(std::clamp<std::int64_t>(number_of(*body, "page"), 0, 1'000'000));
  proof.actor = actor_of(who);
  return answered(service.desk().add(request.parameter("id"), proof), proof_form,
                  names(service, lang_of(request)), 201);
}

Response ask_supplement(Service& service, const Request& request, const Principal& who) {
  const auto body = parsed_object(request.body);
  if (!body) return problem(body.error());
  core::Supplement supplement;
  supplement.subject = text_of(*body, "subject");
  supplement.material = text_of(*body, "material");
  supplement.ask = text_of(*body, "ask");
  supplement.due = text_of(*body, "due");
  supplement.asked_by = actor_of(who);
  return answered(service.desk().ask(request.parameter("id"), supplement), supplement_form,
                  names(service, lang_of(request)), 201);
}

Response answer_supplement(Service& service, const Request& request, const Principal& who) {
  const auto body = parsed_object(request.body);
  if (!body) return problem(body.error());
  return answered(
      service.desk().answer(request.parameter("id"), number_in(request, "supplement"),
                            number_of(*body, "material"), text_of(*body, "text"), actor_of(who)),
      supplement_form, names(service, lang_of(request)), 200);
}

Response withdraw_supplement(Service& service, const Request& request, const Principal& who) {
  return answered(service.desk().withdraw(request.parameter("id"), number_in(request, "supplement"),
                                          actor_of(who)),
                  supplement_form, names(service, lang_of(request)), 200);
}

Response file_response(const Result<std::string>& bytes, const char* type,
                       const std::string& name) {
  if (!bytes) return problem(bytes.error());
  Response response = text(200, type, *bytes);
  response.set("content-disposition", attachment_disposition(name));
  response.set("cache-control", "private, no-cache");
  return response;
}

// A file that nobody has a name for any more: it goes with the answer.
Response pack_track(Service& service, const Request& request, const Principal& who) {
  const std::string& track = request.parameter("track");
  if (service.contest().track(track) == nullptr) {
    return problem(ErrorCode::not_found, {"本次大赛没有这个赛道。", "There is no such track."});
  }
  const auto may = sees(who, api::Action::material_read);
  const auto entries = service.desk().entries(may);
  if (!entries) return problem(entries.error());
  for (const auto& entry : *entries) {
    if (entry->entry.project.track != track) continue;
    if (auto refusal = unrecorded(service, who, {entry->entry.id, 0, 0, "packTrack"})) {
      return std::move(*refusal);
    }
  }
  const auto zip = store::TemporaryFile::make();
  if (!zip) return problem(zip.error());
  const auto packed = service.desk().pack(zip->path(), track, may, lang_of(request));
  auto file = packed ? FileBody::open(zip->path()) : core::fail(packed.error());
  if (!file) return problem(file.error());
  Response response;
  response.set("content-type", "application/zip");
  response.set("content-disposition", attachment_disposition(track + ".zip"));
  response.body = std::move(*file);
  return response;
}

Response report_pdf(Service& service, const Request& request, const Principal& who) {
  const core::Lang lang = lang_of(request);
  const std::string& id = request.parameter("id");
  if (auto refusal = unrecorded(service, who, {id, 0, 0, "getReportPdf"})) {
    return std::move(*refusal);
  }
  return file_response(service.desk().report_pdf(id, sees(who, api::Action::review_read), lang,
                                                 names(service, lang)),
                       "application/pdf", id + ".pdf");
}

Response summary_of(Service& service, const Request& request, const Principal& who, bool workbook) {
  const core::Lang lang = lang_of(request);
  const auto bytes = service.desk().summary(sees(who, api::Action::review_read), workbook, lang,
                                            names(service, lang));
  return workbook ? file_response(
                        bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        "summary.xlsx")
                  : file_response(bytes, "application/pdf", "summary.pdf");
}

Response summary_pdf(Service& service, const Request& request, const Principal& who) {
  return summary_of(service, request, who, false);
}

Response summary_xlsx(Service& service, const Request& request, const Principal& who) {
  return summary_of(service, request, who, true);
}

}  // namespace

std::vector<Operation> review_operations(Service& service) {
  const Bound with{service};
  const std::string entry = "/api/v1/entries/{id}";
  const std::string review = entry + "/review";
  const std::string subject = review + "/{subject}";
  const std::string supplements = entry + "/supplements";
  const auto get = Method::get;
  const auto post = Method::post;
  return {
      {get, "/api/v1/review/queue", "listQueue", with(list_queue)},
      {get, "/api/v1/review/summary.pdf", "getSummaryPdf", with(summary_pdf), 0, true},
      {get, "/api/v1/review/summary.xlsx", "getSummaryWorkbook", with(summary_xlsx), 0, true},
      {get, entry + "/report.pdf", "getReportPdf", with(report_pdf), 0, true},
      {get, "/api/v1/review/graph", "getGraph", with(graph_around), 0, true},
      {get, entry + "/graph", "getEntryGraph", with(graph_around), 0, true},
      {get, entry + "/overview", "getOverview", with(get_overview)},
      {get, "/api/v1/tracks/{track}/comparison", "compareTrack", with(compare_track)},
      {get, "/api/v1/tracks/{track}/pack.zip", "packTrack", with(pack_track), 0, true},
      {get, review, "getReview", with(get_review)},
      {get, subject, "getFinding", with(get_finding)},
      {Method::put, subject + "/disposition", "putDisposition", with(put_disposition), kMaxForm},
      {post, subject + "/veto", "confirmVeto", with(confirm_veto), kMaxForm},
      {post, subject + "/statements", "explain", with(explain), kMaxForm},
      {post, subject + "/answers", "answerStatement", with(answer_statement), kMaxForm},
      {post, subject + "/proofs", "addProof", with(add_proof), kMaxForm},
      {post, supplements, "askSupplement", with(ask_supplement), kMaxForm},
      {post, supplements + "/{supplement}/answer", "answerSupplement", with(answer_supplement),
       kMaxForm},
      {Method::del, supplements + "/{supplement}", "withdrawSupplement", with(withdraw_supplement)},
  };
}

}  // namespace jianzhen::http
