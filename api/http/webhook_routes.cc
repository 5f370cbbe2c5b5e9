#include "api/http/webhook_routes.h"

#include <nlohmann/json.hpp>

#include "api/http/account_forms.h"
#include "api/http/bound.h"
#include "api/http/json_text.h"
#include "api/http/numbers.h"
#include "api/http/outgoing.h"
#include "api/http/problem.h"

namespace jianzhen::http {
namespace {

using api::Principal;
using api::Service;
using core::ErrorCode;
using Json = nlohmann::json;

constexpr std::uint64_t kMaxForm = 64 << 10;

// Without its secret, which is told once.
Json webhook_form(const store::Webhook& hook) {
  return {{"id", hook.id},
          {"url", hook.url},
          {"events", hook.events},
          {"internal", hook.internal},
          {"active", hook.active},
          {"failures", hook.failures},
          {"trouble", hook.trouble},
          {"tried_at", moment<Json>(hook.tried_at)},
          {"next_at", moment<Json>(hook.next_at)},
          {"created_at", hook.created_at}};
}

Response list_webhooks(Service& service, const Request&, const Principal&) {
  const auto hooks = service.webhooks().all();
  if (!hooks) return problem(hooks.error());
  Json list = Json::array();
  for (const store::Webhook& hook : *hooks) list.push_back(webhook_form(hook));
  return json(200, dumped<Json>({{"webhooks", std::move(list)}}));
}

Response add_webhook(Service& service, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  store::Webhook hook;
  try {
    hook.url = form->at("url");
    hook.events = form->at("events").get<std::set<std::string>>();
    hook.secret = form->value("secret", std::string());
    hook.internal = form->value("internal", false);
  } catch (const Json::exception&) {
    return problem(ErrorCode::usage, {"请求应含 url、events，可含 secret、internal。",
                                      "The body has url and events, and may have secret and "
                                      "internal."});
  }
  if (const auto good = check_url(hook.url); !good) return problem(good.error());
  const auto added = service.webhooks().add(std::move(hook), who.actor);
  if (!added) return problem(added.error());
  Json made = webhook_form(*added);
  made["secret"] = added->secret;
  return json(201, dumped(made));
}

Response resume_webhook(Service& service, const Request& request, const Principal& who) {
  const auto hook = service.webhooks().resume(number_in(request, "webhook"), who.actor);
  return hook ? json(200, dumped(webhook_form(*hook))) : problem(hook.error());
}

Response remove_webhook(Service& service, const Request& request, const Principal& who) {
  const auto removed = service.webhooks().remove(number_in(request, "webhook"), who.actor);
  return removed ? no_content() : problem(removed.error());
}

}  // namespace

std::vector<Operation> webhook_operations(Service& service) {
  const Bound with{service};
  const std::string hooks = "/api/v1/webhooks";
  const std::string one = hooks + "/{webhook}";
  return {
      {Method::get, hooks, "listWebhooks", with(list_webhooks)},
      {Method::post, hooks, "addWebhook", with(add_webhook), kMaxForm},
      {Method::post, one + "/resume", "resumeWebhook", with(resume_webhook), kMaxForm},
      {Method::del, one, "removeWebhook", with(remove_webhook)},
  };
}

}  // namespace jianzhen::http
