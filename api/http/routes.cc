#include "api/http/routes.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include "api/http/account_forms.h"
#include "api/http/account_routes.h"
#include "api/http/bound.h"
#include "api/http/conditional.h"
#include "api/http/contest_routes.h"
#include "api/http/entry_events.h"
#include "api/http/forms.h"
#include "api/http/head.h"
#include "api/http/import_routes.h"
#include "api/http/mail_routes.h"
#include "api/http/note_routes.h"
#include "api/http/numbers.h"
#include "api/http/openapi.h"
#include "api/http/problem.h"
#include "api/http/progress_routes.h"
#include "api/http/provider_routes.h"
#include "api/http/review_routes.h"
#include "api/http/tus.h"
#include "api/http/uploads.h"
#include "api/http/uri.h"
#include "api/http/webhook_routes.h"
#include "core/serial.h"
#include "core/text.h"

namespace jianzhen::http {
namespace {

using api::Principal;
using api::Service;
using core::ErrorCode;
using core::fail;
using core::Result;

constexpr std::uint64_t kMaxForm = 1 << 20;                 // bytes of an entry's form
constexpr std::uint64_t kMaxFile = std::uint64_t{4} << 30;  // bytes of one upload
constexpr const char* kForGood = "private, max-age=31536000, immutable";

std::int64_t material_of(const Request& request) { return number_in(request, "mid"); }
int page_of(const Request& request) { return number_in<int>(request, "n"); }

Result<int> query_number(const Request& request, const std::string& name, int least, int most,
                         int otherwise) {
  const auto text = request.query_value(name);
  if (!text) return otherwise;
  const auto value = whole_number<int>(*text);
  if (value && *value >= least && *value <= most) return *value;
  const std::string range = std::to_string(least) + "–" + std::to_string(most);
  return fail(ErrorCode::usage, {"参数 " + name + " 应为 " + range + " 之间的整数。",
                                 "The parameter " + name + " is a whole number, " + range + "."});
}

// The value in its form, or what went wrong.
template <typename Value, typename Form>
Response answer(const Result<Value>& value, Form form, int status = 200) {
  return value ? json(status, form(*value)) : problem(value.error());
}

// What is wrong with a form is wrong with the request, whatever it is in a file.
Response form_problem(const core::Error& error) {
  return problem(error, error.code == ErrorCode::corrupt ? 400 : 0);
}

std::string whole(Service& service, const api::EntryState& state, const Principal& who) {
  return entry_form(state, service.may_now(who, state.entry.id));
}

Response create_entry(Service& service, const Request& request, const Principal& who) {
  const auto state = service.create(request.body, who);
  if (!state) return form_problem(state.error());
  Principal owner = who;
  owner.entries.insert(state->entry.id);  // since it was created
  Response response = json(201, whole(service, *state, owner));
  response.set("location", "/api/v1/entries/" + percent_encoded(state->entry.id));
  return response;
}

Response put_entry(Service& service, const Request& request, const Principal& who) {
  const auto state = service.replace(request.parameter("id"), request.body, who);
  return state ? json(200, whole(service, *state, who)) : form_problem(state.error());
}

Response remove_material(Service& service, const Request& request, const Principal& who) {
  const auto removed = service.remove(request.parameter("id"), material_of(request), who);
  return removed ? no_content() : problem(removed.error());
}

// By the browser, for as long as the same person is logged in.
void keep_for_good(Response& response) {
  response.set("cache-control", kForGood);
  response.set("vary", "cookie, authorization");
}

Response page_image(Service& service, const Request& request) {
  const auto width = query_number(request, "width", 64, 3000, 1200);
  if (!width) return problem(width.error());
  auto jpeg =
      service.page_image(request.parameter("id"), material_of(request), page_of(request), *width);
  if (!jpeg) return problem(jpeg.error());
  Response response = text(200, "image/jpeg", std::move(*jpeg));
  keep_for_good(response);
  return response;
}

Response poster_strip(Service& service, const Request& request) {
  auto jpeg = service.poster_strip(request.parameter("id"), material_of(request));
  if (!jpeg) return problem(jpeg.error());
  Response response = text(200, "image/jpeg", std::move(*jpeg));
  keep_for_good(response);
  return response;
}

Response unlock_material(Service& service, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto password = text_of(*form, "password");
  if (!password) return problem(password.error());
  const auto begun = service.unlock(request.parameter("id"), material_of(request), *password, who);
  return begun ? no_content() : problem(begun.error());
}

Response sent(const Request& request, const core::Result<api::Original>& original,
              const std::string& mark) {
  if (!original) return problem(original.error());
  auto file = FileBody::open(original->file);
  if (!file) return problem(file.error());
  const store::StoredMaterial& material = original->material;
  const std::string type =
      material.media_type.empty() ? "application/octet-stream" : material.media_type;
  Response response =
      send_file(request, std::move(*file), "\"" + material.sha256.hex() + mark + "\"", type);
  keep_for_good(response);
  response.set("content-security-policy", std::string(kUploadPolicy));
  response.set("content-disposition", attachment_disposition(material.path));
  return response;
}

Response material_file(Service& service, const Request& request) {
  return sent(request, service.original(request.parameter("id"), material_of(request)), "");
}

Response material_film(Service& service, const Request& request) {
  return sent(request, service.film(request.parameter("id"), material_of(request)), "-film");
}

Answer stream_events(Service& service, const Gate& gate) {
  return [&service, &gate](const Request& request, const Principal& who) {
    const auto state = service.entry(request.parameter("id"), who);
    if (!state) return problem(state.error());
    const std::string& id = state->entry.id;
    std::int64_t after = state->last_event;
    if (const std::string* last = request.header("last-event-id")) {
      after = whole_number<std::int64_t>(*last).value_or(after);
    }
    EntryEvents::Listener listener{
        [&gate, request, id] { return gate.still_may(request, api::Action::entry_read, id); },
        who.reach_of(api::Action::entry_read) == api::Reach::all};
    Response response;
    response.set("content-type", "text/event-stream");
    response.set("x-accel-buffering", "no");  // a proxy must not wait for more
    response.body = std::make_unique<EntryEvents>(service, id, after, std::move(listener));
    return response;
  };
}

Response findings(Service& service, const Request& request, const Principal& who) {
  const std::string& id = request.parameter("id");
  return answer(service.report(id, who),
                [&](const auto& report) { return findings_form(id, report, lang_of(request)); });
}

Response report(Service& service, const Request& request, const Principal& who) {
  const auto report = service.report(request.parameter("id"), who);
  if (!report) return problem(report.error());
  if (!*report) {
    return problem(ErrorCode::conflict, {"该项目还没有核查结果，请稍候。",
                                         "The entry has not been checked yet; wait a moment."});
  }
  return json(200, core::report_json(**report, lang_of(request)));
}

Response search(Service& service, const Request& request, const Principal& who) {
  constexpr std::size_t kMaxWords = 200;  // characters
  const std::string words = request.query_value("q").value_or("");
  if (words.empty() || core::code_point_count(words) > kMaxWords) {
    return problem(ErrorCode::usage, {"请输入 1 到 200 个字的检索词（参数 q）。",
                                      "Give 1 to 200 characters to search for (parameter q)."});
  }
  const auto limit = query_number(request, "limit", 1, 100, 20);
  if (!limit) return problem(limit.error());
  const auto asked = [&](const char* name) { return request.query_value(name).value_or(""); };
  api::SearchFilter filter{asked("track"), std::nullopt, asked("kind")};
  if (request.query_value("topic")) {
    const auto topic = query_number(request, "topic", 1, 1000, 1);
    if (!topic) return problem(topic.error());
    filter.topic = *topic;
  }
  const auto began = std::chrono::steady_clock::now();
  const auto found = service.search({words, *limit, asked("entry")}, who, filter);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  return answer(found, [&](const auto& hits) { return search_form(words, hits, took.count()); });
}

// What looks at neither.
Answer fixed(Response (*handler)()) {
  return [handler](const Request&, const Principal&) { return handler(); };
}

Response entry(Service& s, const Request& r, const Principal& who) {
  return answer(s.entry(r.parameter("id"), who),
                [&](const auto& state) { return whole(s, state, who); });
}

Response entry_list(Service& s, const Request&, const Principal& who) {
  return answer(s.entries(who), entry_list_form);
}

Response page_list(Service& s, const Request& r) {
  return answer(s.pages(r.parameter("id"), material_of(r)), page_list_form);
}

Response page(Service& s, const Request& r) {
  return answer(s.page(r.parameter("id"), material_of(r), page_of(r)), core::page_json);
}

Response contest(Service& s, const Request&) { return json(200, contest_form(s.contest())); }

Response readiness(Service& service, const Request&) {
  const auto parts = service.parts();
  bool ready = true;
  for (const auto& [name, trouble] : parts) ready = ready && !trouble;
  return json(ready ? 200 : 503, readiness_form(parts, service.sandbox()));
}

Response metrics(Service& s, const Request&) {
  if (const auto measured = s.measure(); !measured) return problem(measured.error());
  return text(200, "text/plain; version=0.0.4", s.metrics().text());
}

Response description() { return json(200, api_description()); }

Response alive() { return text(200, "text/plain", "ok\n"); }

std::vector<Operation> entry_operations(Service& service, const Gate& gate) {
  const Bound with{service};
  const std::string entries = "/api/v1/entries";
  const std::string one = entries + "/{id}";
  const std::string upload = std::string(kTusAddress) + "/{upload}";
  const auto get = Method::get;
  return {
      {get, entries, "listEntries", with(entry_list)},
      {Method::post, entries, "createEntry", with(create_entry), kMaxForm},
      {get, one, "getEntry", with(entry)},
      {Method::put, one, "putEntry", with(put_entry), kMaxForm},
      {Method::post, one + "/files", "uploadFiles", with(receive_form), kMaxFile},
      {Method::put, one + "/files/{path*}", "uploadFile", with(receive_file), kMaxFile},
      {Method::options, kTusAddress, "describeUploads", Answer(describe_tus)},
      {Method::post, kTusAddress, "createUpload", with(create_upload), kMaxUpload},
      {get, upload, "getUpload", with(get_upload)},
      {get, upload + "/first-look", "lookAtUpload", with(look_at_upload)},
      {Method::patch, upload, "continueUpload", with(continue_upload), kMaxUpload},
      {Method::del, upload, "endUpload", with(end_upload)},
      {get, one + "/events", "streamEvents", stream_events(service, gate)},
      {get, one + "/findings", "listFindings", with(findings)},
      {get, one + "/report", "getReport", with(report)},
  };
}

std::vector<Operation> material_operations(Service& service) {
  const Bound with{service};
  const std::string material = "/api/v1/entries/{id}/materials/{mid}";
  const std::string pages = material + "/pages";
  const auto get = Method::get;
  return {
      {Method::del, material, "removeMaterial", with(remove_material)},
      {get, pages, "listPages", with(page_list)},
      {get, pages + "/{n}", "getPage", with(page)},
      {get, pages + "/{n}/image", "getPageImage", with(page_image), 0, true},
      {get, material + "/file", "getMaterialFile", with(material_file)},
      {get, material + "/film", "getMaterialFilm", with(material_film)},
      {get, material + "/strip", "getMaterialStrip", with(poster_strip), 0, true},
      {Method::post, material + "/password", "unlockMaterial", with(unlock_material), kMaxForm},
  };
}

std::vector<Operation> other_operations(Service& service, const Web& web) {
  const Bound with{service};
  const auto get = Method::get;
  return {
      {get, "/api/v1/contest", "getContest", with(contest)},
      {get, "/api/v1/search", "search", with(search)},
      {get, "/api/v1/openapi.json", "getDescription", fixed(description)},
      {get, "/livez", "getLive", fixed(alive)},
      {get, "/readyz", "getReady", with(readiness)},
      {get, "/metrics", "getMetrics", with(metrics)},
      {get, "/problems/{code}", "",
       [](const Request& r, const Principal&) { return problem_page(r.parameter("code")); }},
      {get, "/{path*}", "",
       [&web](const Request& r, const Principal&) { return web.get(r, r.parameter("path")); }},
  };
}

}  // namespace

std::vector<Route> routes(Service& service, const Gate& gate, const Web& web) {
  std::vector<Route> routes;
  for (auto& part :
       {entry_operations(service, gate), material_operations(service),
        account_operations(service, gate), provider_operations(service, gate),
        contest_operations(service), import_operations(service), review_operations(service),
        note_operations(service), progress_operations(service), mail_operations(service),
        webhook_operations(service), other_operations(service, web)}) {
    for (Route& route : gate.guarded(part)) routes.push_back(std::move(route));
  }
  return routes;
}

}  // namespace jianzhen::http
