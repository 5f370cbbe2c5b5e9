#include "api/http/log_in.h"

#include "api/http/account_forms.h"
#include "api/http/problem.h"

namespace jianzhen::http {

using api::Principal;
using core::ErrorCode;

Response session_of(const Desk& desk, const Principal& who, const std::string& secret, int status) {
  const auto in_use = desk.accounts().in_use();
  if (!in_use) return problem(in_use.error());
  const bool by_cookie = who.account != 0 && !secret.empty();
  const api::IdentityProvider* provider = desk.service.provider();
  return json(status, session_form(who, *in_use, by_cookie ? Gate::csrf_of(secret) : "",
                                   provider == nullptr ? "" : provider->name()));
}

Response with_session(const Desk& desk, const std::string& secret) {
  const auto who = desk.accounts().by_session(secret);
  if (!who) return problem(who.error());
  Response response = session_of(desk, who->value_or(Principal()), secret, 201);
  response.set("set-cookie", desk.gate.cookie(secret));
  return response;
}

Response entered(const Desk& desk, const core::Result<std::optional<std::string>>& secret) {
  if (!secret) return problem(secret.error());
  return *secret ? with_session(desk, **secret) : json(200, R"({"code_needed":true})");
}

std::optional<Response> too_early(const Desk& desk, const std::string& name,
                                  const std::string& address) {
  const auto wait = desk.accounts().wait(name, address);
  if (!wait) return problem(wait.error());
  if (*wait <= 0) return std::nullopt;
  const std::string seconds = std::to_string(*wait);
  Response response = problem(ErrorCode::too_many,
                              {"登录失败次数过多，请在 " + seconds + " 秒后再试。",
                               "Too many log-ins failed; try again in " + seconds + " seconds."});
  response.set("retry-after", seconds);
  return response;
}

}  // namespace jianzhen::http
