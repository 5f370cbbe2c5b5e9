#include "api/http/account_forms.h"

#include <nlohmann/json.hpp>

#include "api/http/json_text.h"
#include "api/http/times.h"

namespace jianzhen::http {

using core::ErrorCode;
using core::fail;
using core::Result;
using nlohmann::json;
using nlohmann::ordered_json;

namespace {

tl::unexpected<core::Error> wrong_form(const std::string& what) {
  return fail(ErrorCode::usage,
              {"请求内容不符合接口说明：" + what + "。",
               "The body does not follow the description of the API: " + what + "."});
}

}  // namespace

std::string session_form(const api::Principal& who, bool accounts_in_use, const std::string& csrf,
                         const std::string& provider) {
  ordered_json may = ordered_json::array();
  for (const api::Action action : api::all_actions()) {
    if (who.may(action)) may.push_back(api::word(action));
  }
  const ordered_json form = {{"accounts", accounts_in_use},
                             {"role", api::word(who.role)},
                             {"name", who.name},
                             {"title", who.title},
                             {"tracks", who.tracks},
                             {"may", may},
                             {"csrf", csrf},
                             {"provider", provider}};
  return dumped(form);
}

ordered_json account_form(const store::Account& account) {
  return {{"id", account.id},
          {"name", account.name},
          {"title", account.title},
          {"email", account.email},
          {"role", account.role},
          {"locked", account.locked},
          {"tracks", account.tracks},
          {"entries", account.entries},
          {"second_factor", account.second_factor},
          {"has_password", !account.password.empty()},
          {"subject", account.subject},
          {"created_at", account.created_at}};
}

ordered_json token_form(const store::ApiToken& token) {
  return {{"id", token.id},
          {"label", token.label},
          {"scopes", token.scopes},
          {"expires_at", rfc3339(token.expires)},
          {"created_at", token.created_at}};
}

Result<json> parsed_object(const std::string& body) {
  json object = json::parse(body, nullptr, false);
  if (!object.is_object()) return wrong_form("JSON {…}");
  return object;
}

Result<std::string> text_of(const json& object, const std::string& name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return wrong_form(name);
  return found->get<std::string>();
}

Result<store::Account> account_of(const json& form, store::Account base) {
  try {
    if (base.id == 0) base.name = form.at("name").get<std::string>();
    base.title = form.value("title", base.title);
    base.email = form.value("email", base.email);
    base.role = form.value("role", base.role);
    base.locked = form.value("locked", base.locked);
    base.tracks = form.value("tracks", base.tracks);
    base.entries = form.value("entries", base.entries);
  } catch (const json::exception& wrong) {
    return wrong_form("name, title, email, role, locked, tracks, entries");
  }
  return base;
}

}  // namespace jianzhen::http
