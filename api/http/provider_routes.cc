#include "api/http/provider_routes.h"

#include <nlohmann/json.hpp>

#include "api/http/account_forms.h"
#include "api/http/json_text.h"
#include "api/http/log_in.h"
#include "api/http/numbers.h"
#include "api/http/problem.h"
#include "api/http/uri.h"

namespace jianzhen::http {
namespace {

using api::IdentityProvider;
using api::Principal;
using core::ErrorCode;
using nlohmann::ordered_json;

constexpr std::uint64_t kMaxForm = 64 << 10;     // bytes
constexpr const char* kComeBack = "/oidc";       // registered with the provider
constexpr std::string_view kScreen = "/#/oidc";  // of the web
constexpr int kBadGateway = 502;

std::string come_back(const Desk& desk, const Request& request) {
  return desk.gate.origin_of(request) + kComeBack;
}

Response no_provider() {
  return problem(ErrorCode::not_found,
                 {"本服务没有配置统一身份认证。", "This service has no provider to log in by."});
}

// What the provider does not answer, or answers amiss, is no fault of whoever asks.
Response provider_problem(const core::Error& error) {
  const bool theirs = error.code == ErrorCode::unreadable || error.code == ErrorCode::corrupt;
  return problem(error, theirs ? kBadGateway : 0);
}

// Of a form in which it may lack.
std::string optional_text(const nlohmann::json& form, const std::string& name) {
  return text_of(form, name).value_or("");
}

Response begin(const Desk& desk, const Request& request, const Principal&) {
  IdentityProvider* provider = desk.service.provider();
  if (provider == nullptr) return no_provider();
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto secret = desk.accounts().begin_provider_login(optional_text(*form, "invitation"));
  if (!secret) return problem(secret.error());
  const auto address = provider->address(*secret, come_back(desk, request));
  if (!address) return provider_problem(address.error());
  Response response = json(201, dumped<ordered_json>({{"address", *address}}));
  response.set("set-cookie", desk.gate.login_cookie(*secret));
  return response;
}

Response finish(const Desk& desk, const Request& request, const Principal&) {
  IdentityProvider* provider = desk.service.provider();
  if (provider == nullptr) return no_provider();
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto state = text_of(*form, "state");
  if (!state) return problem(state.error());
  const std::string secret = desk.gate.login_of(request);
  const auto login = desk.accounts().take_provider_login(secret);
  if (!login) return problem(login.error());
  const api::ProviderAnswer answer{optional_text(*form, "code"), *state,
                                   optional_text(*form, "iss"), optional_text(*form, "error")};
  const auto subject = provider->subject(answer, secret, come_back(desk, request));
  if (!subject) return provider_problem(subject.error());
  return entered(desk, desk.accounts().enter(*login, *subject, secret));
}

Response show_code(const Desk& desk, const Request& request, const Principal&) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto code = text_of(*form, "code");
  if (!code) return problem(code.error());
  const std::string secret = desk.gate.login_of(request);
  const std::string address = desk.gate.address_of(request);
  const auto account = desk.accounts().waits_for_code(secret);
  if (!account) return problem(account.error());
  if (auto early = too_early(desk, account->name, address)) return std::move(*early);
  const auto session = desk.accounts().enter_with_code(secret, *code, address);
  return session ? with_session(desk, *session) : problem(session.error());
}

Response bind(const Desk& desk, const Request& request, const Principal& who) {
  const IdentityProvider* provider = desk.service.provider();
  if (provider == nullptr) return no_provider();
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto subject = text_of(*form, "subject");
  if (!subject) return problem(subject.error());
  const auto bound =
      desk.accounts().bind(number_in(request, "account"), {provider->issuer(), *subject}, who);
  return bound ? json(200, dumped(account_form(*bound))) : problem(bound.error());
}

Response unbind(const Desk& desk, const Request& request, const Principal& who) {
  const auto gone = desk.accounts().unbind(number_in(request, "account"), who);
  return gone ? no_content() : problem(gone.error());
}

// The provider sends the browser here with its answer. The screen hands it in, so that what is
// wrong is said there; behind '#' it goes to no server and into no log on its way.
Response to_screen(const Request& request, const Principal&) {
  std::string query;
  for (const char* name : {"code", "state", "iss", "error"}) {
    const auto value = request.query_value(name);
    if (!value) continue;
    query += (query.empty() ? "?" : "&") + std::string(name) + "=" + percent_encoded(*value);
  }
  Response response = text(303, "text/plain; charset=utf-8", "");
  response.set("location", std::string(kScreen) + query);
  return response;
}

}  // namespace

std::vector<Operation> provider_operations(api::Service& service, const Gate& gate) {
  const BoundDesk with{service, gate};
  const std::string login = "/api/v1/session/provider";
  const std::string subject = "/api/v1/accounts/{account}/subject";
  const auto post = Method::post;
  return {
      {post, login, "beginProviderLogin", with(begin), kMaxForm},
      {post, login + "/answer", "finishProviderLogin", with(finish), kMaxForm},
      {post, login + "/code", "showProviderCode", with(show_code), kMaxForm},
      {Method::put, subject, "bindSubject", with(bind), kMaxForm},
      {Method::del, subject, "unbindSubject", with(unbind)},
      {Method::get, kComeBack, "", Answer(to_screen)},
  };
}

}  // namespace jianzhen::http
