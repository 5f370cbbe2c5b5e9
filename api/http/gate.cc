#include "api/http/gate.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "api/http/numbers.h"
#include "api/http/once.h"
#include "api/http/openapi.h"
#include "api/http/problem.h"
#include "core/text.h"
#include "store/secrets.h"

namespace jianzhen::http {
namespace {

using api::Action;
using api::Principal;
using api::Role;
using core::ErrorCode;

// Browsers keep a "__Host-" cookie for https alone, and never take one from another host. On
// loopback there is no https, and some browsers then refuse it: the plain name serves there.
constexpr std::string_view kSecureCookie = "__Host-jianzhen";
constexpr std::string_view kLoopbackCookie = "jianzhen_session";
constexpr std::string_view kSecureLogin = "__Host-jianzhen-login";
constexpr std::string_view kLoopbackLogin = "jianzhen_login";

// A page of an entry is some ten requests, a folder that is dropped is hundreds of files; who has
// not logged in has little to send.
constexpr RatePolicy kReading{"read", 6000, 60};
constexpr RatePolicy kChanging{"change", 3000, 60};
constexpr RatePolicy kUnknownChanging{"open", 120, 60};

bool changes(Method method) {
  return method != Method::get && method != Method::head && method != Method::options;
}

// operationId → x-action, as openapi.yaml has them.
const std::map<std::string, Action>& actions() {
  static const std::map<std::string, Action> kActions = [] {
    std::map<std::string, Action> actions;
    const auto description = nlohmann::json::parse(api_description());
    for (const auto& [path, item] : description["paths"].items()) {
      for (const auto& [method, operation] : item.items()) {
        if (!operation.is_object() || !operation.contains("operationId")) continue;
        const auto action = api::action_of(operation.value("x-action", std::string()));
        if (action) actions.emplace(operation["operationId"].get<std::string>(), *action);
      }
    }
    return actions;
  }();
  return kActions;
}

std::optional<Action> action_of(const Operation& operation) {
  if (operation.id.empty()) return Action::service_live;  // the web itself, for everybody
  const auto found = actions().find(operation.id);
  if (found == actions().end()) return std::nullopt;
  return found->second;
}

Response login_needed() {
  Response response = problem(ErrorCode::login, {"请先登录；若已登录，会话可能已过期。",
                                                 "Log in first; if you were, your session may have "
                                                 "expired."});
  response.set("www-authenticate", "Bearer");
  return response;
}

Response not_allowed() {
  return problem(ErrorCode::forbidden,
                 {"您的角色不能进行这项操作。", "Your role may not do that."});
}

std::optional<std::string> bearer(const Request& request) {
  constexpr std::string_view kScheme = "bearer ";
  const std::string* header = request.header("authorization");
  if (header == nullptr || header->size() <= kScheme.size()) return std::nullopt;
  if (core::lower_ascii(header->substr(0, kScheme.size())) != kScheme) return std::nullopt;
  return header->substr(kScheme.size());
}

// The value of a cookie of that name (RFC 6265, 4.2.1); empty where there is none.
std::string cookie_named(const Request& request, std::string_view name) {
  for (const auto& [key, value] : request.headers) {
    if (key != "cookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      std::string_view pair = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
      pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
        return std::string(pair.substr(equals + 1));
      }
    }
  }
  return {};
}

}  // namespace

std::vector<Route> Gate::guarded(std::vector<Operation> operations) const {
  std::vector<Route> routes;
  for (Operation& one : operations) {
    // Shared by the copies that std::function may make of its work.
    const auto operation = std::make_shared<const Operation>(std::move(one));
    const auto action = action_of(*operation);
    Route route{operation->method, operation->pattern,  operation->id,
                Handler(),         operation->max_body, operation->heavy};
    if (std::holds_alternative<Answer>(operation->serve)) {
      route.serve = Handler([this, operation, action](const Request& request) {
        return answered(request, *operation, action);
      });
    } else {
      route.serve = Receiver([this, operation, action](const Request& request) -> Begun {
        auto admitted = this->admitted(request, *operation, action);
        if (!admitted) return tl::unexpected(std::move(admitted.error()));
        return std::get<Intake>(operation->serve)(request, admitted->who);
      });
    }
    routes.push_back(std::move(route));
  }
  return routes;
}

Response Gate::answered(const Request& request, const Operation& operation,
                        const std::optional<Action>& action) const {
  auto admitted = this->admitted(request, operation, action);
  if (!admitted) return std::move(admitted.error());
  const auto answer = [&] { return std::get<Answer>(operation.serve)(request, admitted->who); };
  Response response = is_answered_once(request, *action)
                          ? once(service_, request, operation.id, admitted->who, answer)
                          : answer();
  if (admitted->limit) admitted->limit->tell(response);
  return response;
}

std::string Gate::session_of(const Request& request) const {
  return cookie_named(request, behind_proxy() ? kSecureCookie : kLoopbackCookie);
}

std::string Gate::cookie(const std::string& secret) const {
  return cookie_form(behind_proxy() ? kSecureCookie : kLoopbackCookie, secret, "; SameSite=Lax");
}

std::string Gate::login_of(const Request& request) const {
  return cookie_named(request, behind_proxy() ? kSecureLogin : kLoopbackLogin);
}

// Only the page itself sends it, after the browser came back.
std::string Gate::login_cookie(const std::string& secret) const {
  return cookie_form(behind_proxy() ? kSecureLogin : kLoopbackLogin, secret,
                     "; SameSite=Strict; Max-Age=600");
}

std::string Gate::cookie_form(std::string_view name, const std::string& secret,
                              std::string_view more) const {
  std::string cookie = std::string(name) + "=" + secret + "; Path=/; HttpOnly" + std::string(more);
  if (behind_proxy()) cookie += "; Secure";
  if (secret.empty()) cookie += "; Max-Age=0";
  return cookie;
}

// What Host says was looked at before: it is this machine.
std::string Gate::origin_of(const Request& request) const {
  const std::string* host = request.header("host");
  return behind_proxy() ? options_.origin : "http://" + (host == nullptr ? "" : *host);
}

std::string Gate::csrf_of(const std::string& session) {
  return store::hash_of_secret("csrf:" + session);
}

std::string Gate::address_of(const Request& request) const {
  const std::string* forwarded = request.header("x-forwarded-for");
  if (!behind_proxy() || forwarded == nullptr) return request.remote;
  // The last is what our own proxy saw; those before it are what the client claims.
  const std::size_t comma = forwarded->rfind(',');
  std::string address = comma == std::string::npos ? *forwarded : forwarded->substr(comma + 1);
  std::erase(address, ' ');
  return address;
}

tl::expected<Principal, Response> Gate::who(const Request& request, Use use) const {
  api::AccountDesk& desk = service_.accounts();
  const auto in_use = desk.in_use();
  if (!in_use) return tl::unexpected(problem(in_use.error()));
  if (!*in_use) return api::local_principal();
  if (const auto token = bearer(request)) {
    auto principal = desk.by_token(*token);
    if (!principal) return tl::unexpected(problem(principal.error()));
    if (!*principal) return tl::unexpected(login_needed());
    return std::move(**principal);
  }
  const std::string session = session_of(request);
  if (session.empty()) return Principal();
  auto principal = desk.by_session(session, use);
  if (!principal) return tl::unexpected(problem(principal.error()));
  if (!*principal) return Principal();
  const std::string* sent = request.header("x-csrf-token");
  const bool ours = sent != nullptr && store::same_secret(*sent, csrf_of(session));
  if (changes(request.method) && !ours) return tl::unexpected(problem(Refusal::foreign_origin));
  return std::move(**principal);
}

tl::expected<Gate::Admitted, Response> Gate::admitted(const Request& request,
                                                      const Operation& operation,
                                                      const std::optional<Action>& action) const {
  // Whether the service runs, and the page itself: told whoever asks, and without the database.
  if (action == Action::service_live) return Admitted{};
  auto principal = who(request, Use::request);
  if (!principal) return tl::unexpected(std::move(principal.error()));
  const auto limit = limited(request, *principal);
  if (limit && !limit->allowed) {
    Response refusal = problem(ErrorCode::too_many, {"请求过于频繁。", "You ask too often."});
    limit->tell(refusal);
    return tl::unexpected(std::move(refusal));
  }
  if (!action) return tl::unexpected(not_allowed());
  if (!principal->may(*action)) {
    return tl::unexpected(principal->role == Role::nobody ? login_needed() : not_allowed());
  }
  const auto permitted = service_.permit(*principal, *action, request.parameter("id"));
  if (!permitted) return tl::unexpected(problem(permitted.error()));
  if (*action == Action::material_read) {
    if (auto refusal = unrecorded(request, *principal, operation)) {
      return tl::unexpected(std::move(*refusal));
    }
  }
  return Admitted{std::move(*principal), limit};
}

// nullopt: nobody counts what the person at the machine does.
std::optional<RateDecision> Gate::limited(const Request& request,
                                          const Principal& principal) const {
  if (principal.role == Role::local) return std::nullopt;
  const bool known = principal.account != 0;
  const RatePolicy& policy = !changes(request.method) ? kReading
                             : known                  ? kChanging
                                                      : kUnknownChanging;
  return limits_.take(known ? principal.actor : address_of(request), policy, service_.now());
}

bool Gate::still_may(const Request& request, Action action, const std::string& entry) const {
  const auto principal = who(request, Use::listening);
  return principal && principal->may(action) && service_.permit(*principal, action, entry);
}

// Nothing of a material goes out before it is written down who sees it.
std::optional<Response> Gate::unrecorded(const Request& request, const Principal& principal,
                                         const Operation& operation) const {
  const std::string& id = request.parameter("id");
  if (principal.account == 0 || id.empty()) return std::nullopt;
  const auto noted = service_.note_reading(
      principal, {id, number_in(request, "mid"), number_in<int>(request, "n"), operation.id});
  if (!noted) return problem(noted.error());
  return std::nullopt;
}

}  // namespace jianzhen::http
