#include "api/http/contest_routes.h"

#include <nlohmann/json.hpp>

#include "api/http/account_forms.h"
#include "api/http/bound.h"
#include "api/http/json_text.h"
#include "api/http/numbers.h"
#include "api/http/problem.h"
#include "api/http/uri.h"
#include "api/report/receipt.h"

namespace jianzhen::http {
namespace {

using api::Principal;
using api::Service;
using core::ErrorCode;
using core::Result;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::uint64_t kMaxForm = 1 << 20;  // bytes
constexpr int kAtOnce = 100;                 // events of the audit trail, unless they say otherwise
constexpr int kMost = 1000;
constexpr std::size_t kMaxWords = 1000;  // bytes of a reason or a unit's name

Response wrong(core::Bilingual message) { return problem(ErrorCode::usage, std::move(message)); }

// nullopt: no whole number from 1.
std::optional<std::int64_t> positive(const std::optional<std::string>& digits) {
  const auto value = digits ? whole_number<std::int64_t>(*digits) : std::nullopt;
  return value && *value > 0 ? value : std::nullopt;
}

Response eligibility(Service& service, const Request& request, const Principal&) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto name = text_of(*form, "name");
  if (!name) return problem(name.error());
  const auto uscc = form->contains("uscc") ? text_of(*form, "uscc") : Result<std::string>("");
  if (!uscc) return problem(uscc.error());
  if (name->empty() || name->size() > kMaxWords || uscc->size() > kMaxWords) {
    return wrong({"请填写单位名称。", "Give the unit's name."});
  }
  const api::Eligibility found = service.eligibility({*name, *uscc});
  ordered_json findings = ordered_json::array();
  for (const core::Finding& finding : found.findings) {
    findings.push_back(ordered_json::parse(core::finding_json(finding, lang_of(request))));
  }
  ordered_json lists = ordered_json::array();
  for (const auto& [list, published] : found.lists) {
    lists.push_back({{"list", list}, {"published", published}});
  }
  return http::json(200, dumped<ordered_json>({{"findings", findings}, {"lists", lists}}));
}

std::string receipt_form(const store::Submission& submission) {
  ordered_json receipt = ordered_json::parse(submission.receipt_json);
  receipt["submitted_at"] = submission.submitted_at;
  return dumped(receipt);
}

Response not_submitted() {
  return problem(ErrorCode::not_found, {"该项目还没有提交。", "The entry has not been submitted."});
}

Response get_submission(Service& service, const Request& request, const Principal& who) {
  const auto state = service.entry(request.parameter("id"), who);
  if (!state) return problem(state.error());
  if (state->submission) return http::json(200, receipt_form(*state->submission));
  return not_submitted();
}

Response receipt(Service& service, const Request& request, const Principal& who) {
  const std::string& id = request.parameter("id");
  const auto state = service.entry(id, who);
  if (!state) return problem(state.error());
  if (!state->submission) return not_submitted();
  Response response =
      text(200, "application/pdf",
           api::receipt_pdf(*state->submission, service.contest(), lang_of(request)));
  response.set("content-disposition", attachment_disposition(id + "-receipt.pdf"));
  response.set("cache-control", "private, no-cache");
  return response;
}

Response submit(Service& service, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto digest = text_of(*form, "digest");
  if (!digest) return problem(digest.error());
  if (form->value("promise", json()) != json(true)) {
    return wrong({"提交前请确认承诺内容。", "Confirm the commitment before you submit."});
  }
  const auto submitted = service.submit(request.parameter("id"), *digest, who);
  return submitted ? http::json(201, receipt_form(*submitted)) : problem(submitted.error());
}

Response withdraw(Service& service, const Request& request, const Principal& who) {
  const auto withdrawn = service.withdraw(request.parameter("id"), who);
  return withdrawn ? no_content() : problem(withdrawn.error());
}

Response titles(Service& service, const Principal& who, int status) {
  const auto titles = service.titles(who);
  if (!titles) return problem(titles.error());
  ordered_json entries = ordered_json::array();
  for (const api::TitledEntry& title : *titles) {
    ordered_json declared;
    if (title.declared) {
      declared = {{"conflict", title.declared->conflict},
                  {"reason", title.declared->reason},
                  {"at", title.declared->declared_at}};
    }
    entries.push_back({{"id", title.id},
                       {"project", title.project},
                       {"applicant", title.applicant},
                       {"track", title.track},
                       {"declared", declared}});
  }
  return http::json(status, dumped<ordered_json>({{"entries", entries}}));
}

Response list_recusals(Service& service, const Request&, const Principal& who) {
  return titles(service, who, 200);
}

Response declare_recusals(Service& service, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  std::vector<store::Recusal> recusals;
  try {
    for (const json& one : form->at("declarations")) {
      recusals.push_back({one.at("entry"), one.at("conflict"), one.value("reason", ""), {}});
      if (recusals.back().reason.size() > kMaxWords) {
        return wrong({"理由过长。", "The reason is too long."});
      }
    }
  } catch (const json::exception&) {
    return wrong({"请求应含 declarations，每项有 entry、conflict，可有 reason。",
                  "The body has declarations, each with entry and conflict, and maybe reason."});
  }
  const auto declared = service.declare(who, recusals);
  return declared ? titles(service, who, 201) : problem(declared.error());
}

Response audit(Service& service, const Request& request, const Principal&) {
  const auto limit = positive(request.query_value("limit").value_or(std::to_string(kAtOnce)));
  const auto before_text = request.query_value("before");
  const auto before = positive(before_text);
  if (!limit || *limit > kMost || (before_text && !before)) {
    return wrong({"参数 limit 应为 1 到 1000，before 应为记录的序号。",
                  "limit is 1 to 1000, before the number of a record."});
  }
  const store::EventFilter filter{request.query_value("actor").value_or(""),
                                  request.query_value("entry").value_or(""),
                                  request.query_value("type").value_or("")};
  const auto events = service.audit(filter, before.value_or(0), static_cast<int>(*limit));
  if (!events) return problem(events.error());
  const auto accounts = service.accounts().accounts();
  if (!accounts) return problem(accounts.error());
  std::map<std::string, std::string> titles;
  for (const store::Account& account : *accounts) titles[account.actor()] = account.title;
  ordered_json list = ordered_json::array();
  for (const store::Event& event : *events) {
    json data = json::parse(event.data_json, nullptr, false);
    list.push_back({{"seq", event.seq},
                    {"at", event.at},
                    {"type", event.type},
                    {"entry", event.entry.empty() ? event.about : event.entry},
                    {"actor", event.actor},
                    {"actor_title", event.actor.empty() ? "" : titles[event.actor]},
                    {"data", data.is_object() ? data : json::object()}});
  }
  const bool more = static_cast<std::int64_t>(events->size()) == *limit && events->back().seq > 1;
  return http::json(
      200, dumped<ordered_json>(
               {{"events", list},
                {"next_before", more ? ordered_json(events->back().seq) : ordered_json()}}));
}

Response check_audit(Service& service, const Request& request, const Principal&) {
  const auto text = request.query_value("through");
  const auto through = positive(text);
  if (text && !through) {
    return wrong({"参数 through 应为正整数。", "through is a whole number from 1."});
  }
  const auto check = service.check_audit(through.value_or(0));
  if (!check) return problem(check.error());
  const bool whole = check->first_fault == 0;
  return http::json(200,
                    dumped<ordered_json>(
                        {{"whole", whole},
                         {"events", check->events},
                         {"first_fault", whole ? ordered_json() : ordered_json(check->first_fault)},
                         {"digest", check->digest}}));
}

}  // namespace

std::vector<Operation> contest_operations(Service& service) {
  const Bound with{service};
  const std::string submission = "/api/v1/entries/{id}/submission";
  const std::string recusals = "/api/v1/recusals";
  const auto get = Method::get;
  const auto post = Method::post;
  return {
      {post, "/api/v1/eligibility", "checkEligibility", with(eligibility), kMaxForm},
      {get, submission, "getSubmission", with(get_submission)},
      {post, submission, "submitEntry", with(submit), kMaxForm},
      {get, "/api/v1/entries/{id}/receipt.pdf", "getReceiptPdf", with(receipt), 0, true},
      {Method::del, submission, "withdrawEntry", with(withdraw)},
      {get, recusals, "listRecusals", with(list_recusals)},
      {post, recusals, "declareRecusals", with(declare_recusals), kMaxForm},
      {get, "/api/v1/audit", "listAudit", with(audit)},
      {get, "/api/v1/audit/check", "checkAudit", with(check_audit), 0, true},
  };
}

}  // namespace jianzhen::http
