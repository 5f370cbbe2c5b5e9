#include "api/http/import_routes.h"

#include <nlohmann/json.hpp>

#include "api/http/bound.h"
#include "api/http/json_text.h"
#include "api/http/problem.h"

namespace jianzhen::http {
namespace {

using api::Principal;
using api::Service;
using core::ErrorCode;
using nlohmann::ordered_json;

constexpr std::uint64_t kMaxTable = std::uint64_t{16} << 20;  // bytes
constexpr int kConflict = 409;

ordered_json plan_form(const api::ImportPlan& plan, bool written) {
  ordered_json faults = ordered_json::array();
  for (const api::ImportFault& fault : plan.faults) {
    faults.push_back({{"row", fault.line},
                      {"column", fault.column},
                      {"value", fault.value},
                      {"message", {{"zh", fault.message.zh}, {"en", fault.message.en}}}});
  }
  return {{"rows", plan.rows},       {"added", plan.added},
          {"changed", plan.changed}, {"unchanged", plan.unchanged},
          {"removed", plan.removed}, {"passed_over", plan.passed_over},
          {"faults", faults},        {"written", written}};
}

Response import_table(Service& service, const Request& request, const Principal& who) {
  const auto kind = api::import_kind_of(request.parameter("import"));
  if (!kind) {
    return problem(ErrorCode::not_found, {"只能导入参赛项目、入围名单或获奖名单。",
                                          "Entries, finalists or prizes are imported."});
  }
  const bool write = request.query_value("write") == "true";
  const auto plan = service.import(*kind, request.body, write, who);
  if (!plan) return problem(plan.error());
  const bool refused = write && !plan->faults.empty();
  return json(refused ? kConflict : 200, dumped(plan_form(*plan, write && !refused)));
}

Response list_results(Service& service, const Request&, const Principal& who) {
  const auto ranked = service.results(who);
  if (!ranked) return problem(ranked.error());
  ordered_json results = ordered_json::array();
  for (const api::RankedEntry& one : *ranked) {
    results.push_back({{"entry", one.entry.id},
                       {"project", one.entry.project.name},
                       {"applicant", one.entry.applicant.name},
                       {"track", one.entry.project.track},
                       {"finalist", one.result.finalist},
                       {"prize", one.result.prize}});
  }
  return json(200, dumped<ordered_json>({{"results", results}}));
}

}  // namespace

std::vector<Operation> import_operations(Service& service) {
  const Bound with{service};
  return {
      {Method::post, "/api/v1/imports/{import}", "importTable", with(import_table), kMaxTable},
      {Method::get, "/api/v1/results", "listResults", with(list_results)},
  };
}

}  // namespace jianzhen::http
