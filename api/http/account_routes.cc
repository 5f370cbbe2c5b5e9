#include "api/http/account_routes.h"

#include <nlohmann/json.hpp>

#include "api/http/account_forms.h"
#include "api/http/json_text.h"
#include "api/http/log_in.h"
#include "api/http/numbers.h"
#include "api/http/problem.h"
#include "api/qr.h"

namespace jianzhen::http {
namespace {

using api::AccountDesk;
using api::Principal;
using core::ErrorCode;
using core::Result;
using nlohmann::ordered_json;

constexpr std::uint64_t kMaxForm = 64 << 10;  // bytes
constexpr int kTokenDays = 90;                // unless they say otherwise

template <typename Value, typename Form>
std::string list_of(std::string_view name, const std::vector<Value>& values, Form form) {
  ordered_json list = ordered_json::array();
  for (const Value& value : values) list.push_back(form(value));
  return dumped<ordered_json>({{name, list}});
}

Response get_session(const Desk& desk, const Request& request, const Principal& who) {
  return session_of(desk, who, desk.gate.session_of(request), 200);
}

Response log_in(const Desk& desk, const Request& request, const Principal&) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto name = text_of(*form, "name");
  const auto password = text_of(*form, "password");
  if (!name || !password) return problem(name ? password.error() : name.error());
  const std::string address = desk.gate.address_of(request);
  if (auto early = too_early(desk, *name, address)) return std::move(*early);
  const std::string code = form->contains("code") ? text_of(*form, "code").value_or("") : "";
  return entered(desk, desk.accounts().log_in(*name, *password, code, address));
}

// 401 would say that they are not logged in.
Response not_proven(const core::Error& error) {
  return problem(error, error.code == ErrorCode::login ? 403 : 0);
}

Response log_out(const Desk& desk, const Request& request, const Principal&) {
  if (const auto out = desk.accounts().log_out(desk.gate.session_of(request)); !out) {
    return problem(out.error());
  }
  Response response = no_content();
  response.set("set-cookie", desk.gate.cookie({}));
  return response;
}

Response change_password(const Desk& desk, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto old_password = text_of(*form, "old");
  const auto new_password = text_of(*form, "new");
  if (!old_password || !new_password) {
    return problem(old_password ? new_password.error() : old_password.error());
  }
  const auto secret = desk.accounts().change_password(who, *old_password, *new_password);
  return secret ? with_session(desk, *secret) : not_proven(secret.error());
}

Response get_second_factor(const Desk& desk, const Request&, const Principal& who) {
  const auto factor = desk.accounts().second_factor(who);
  if (!factor) return problem(factor.error());
  return json(200,
              dumped<ordered_json>({{"in_use", factor->has_value()},
                                    {"recovery_codes", *factor ? (*factor)->recovery_codes : 0}}));
}

Response begin_second_factor(const Desk& desk, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto password = text_of(*form, "password");
  if (!password) return problem(password.error());
  const auto made = desk.accounts().begin_second_factor(who, *password);
  if (!made) return not_proven(made.error());
  return json(201, dumped<ordered_json>({{"key", made->key},
                                         {"uri", made->uri},
                                         {"picture", api::qr_svg(api::qr_code(made->uri))}}));
}

Response use_second_factor(const Desk& desk, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto code = text_of(*form, "code");
  if (!code) return problem(code.error());
  const auto codes = desk.accounts().use_second_factor(who, *code);
  return codes ? json(200, dumped<ordered_json>({{"recovery_codes", *codes}}))
               : not_proven(codes.error());
}

Response end_second_factor(const Desk& desk, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto password = text_of(*form, "password");
  if (!password) return problem(password.error());
  const auto ended = desk.accounts().end_second_factor(who, *password);
  return ended ? no_content() : not_proven(ended.error());
}

Response end_anothers_factor(const Desk& desk, const Request& request, const Principal& who) {
  const auto ended = desk.accounts().end_second_factor(number_in(request, "account"), who);
  return ended ? no_content() : problem(ended.error());
}

Response look_at_invitation(const Desk& desk, const Request& request, const Principal&) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto token = text_of(*form, "token");
  if (!token) return problem(token.error());
  const auto account = desk.accounts().invited(*token);
  if (!account) return problem(account.error());
  return json(200,
              dumped<ordered_json>(
                  {{"name", account->name}, {"title", account->title}, {"role", account->role}}));
}

Response accept_invitation(const Desk& desk, const Request& request, const Principal&) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  const auto token = text_of(*form, "token");
  const auto password = text_of(*form, "password");
  if (!token || !password) return problem(token ? password.error() : token.error());
  const auto account = desk.accounts().invited(*token);
  if (!account) return problem(account.error());
  if (const auto done = desk.accounts().accept(*token, *password); !done) {
    return problem(done.error());
  }
  return entered(
      desk, desk.accounts().log_in(account->name, *password, "", desk.gate.address_of(request)));
}

Response list_accounts(const Desk& desk, const Request&, const Principal&) {
  const auto accounts = desk.accounts().accounts();
  if (!accounts) return problem(accounts.error());
  return json(200, list_of("accounts", *accounts, account_form));
}

// A link of its own goes to the person: nobody else ever knows their password.
Response invited(const Desk& desk, const store::Account& account, const Principal& by, int status) {
  const auto secret = desk.accounts().invite(account.id, by);
  if (!secret) return problem(secret.error());
  const auto mailed = desk.service.mails().invite(account, *secret);
  if (!mailed) return problem(mailed.error());
  return json(status, dumped<ordered_json>({{"account", account_form(account)},
                                            {"invitation", "/#/join/" + *secret},
                                            {"mailed", *mailed}}));
}

Response create_account(const Desk& desk, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  auto account = account_of(*form, {});
  if (!account) return problem(account.error());
  const auto added = desk.accounts().add(std::move(*account), who);
  return added ? invited(desk, *added, who, 201) : problem(added.error());
}

Response get_account(const Desk& desk, const Request& request, const Principal&) {
  const auto account = desk.accounts().account(number_in(request, "account"));
  return account ? json(200, dumped(account_form(*account))) : problem(account.error());
}

Response put_account(const Desk& desk, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  auto before = desk.accounts().account(number_in(request, "account"));
  if (!before) return problem(before.error());
  auto account = account_of(*form, std::move(*before));
  if (!account) return problem(account.error());
  const auto changed = desk.accounts().change(*account, who);
  return changed ? json(200, dumped(account_form(*changed))) : problem(changed.error());
}

Response invite(const Desk& desk, const Request& request, const Principal& who) {
  const auto account = desk.accounts().account(number_in(request, "account"));
  return account ? invited(desk, *account, who, 201) : problem(account.error());
}

Response list_tokens(const Desk& desk, const Request&, const Principal& who) {
  const auto tokens = desk.accounts().tokens(who);
  if (!tokens) return problem(tokens.error());
  return json(200, list_of("tokens", *tokens, token_form));
}

Response create_token(const Desk& desk, const Request& request, const Principal& who) {
  const auto form = parsed_object(request.body);
  if (!form) return problem(form.error());
  Result<AccountDesk::NewToken> token;
  try {
    token = desk.accounts().add_token(who, form->at("label"),
                                      form->at("scopes").get<std::set<std::string>>(),
                                      form->value("days", kTokenDays));
  } catch (const nlohmann::json::exception&) {
    return problem(ErrorCode::usage, {"请求应含 label、scopes，可含 days。",
                                      "The body has label and scopes, and may have days."});
  }
  if (!token) return problem(token.error());
  ordered_json answer = token_form(token->token);
  answer["token"] = token->secret;
  return json(201, dumped(answer));
}

Response remove_token(const Desk& desk, const Request& request, const Principal& who) {
  const auto removed = desk.accounts().remove_token(who, number_in(request, "token"));
  return removed ? no_content() : problem(removed.error());
}

}  // namespace

std::vector<Operation> account_operations(api::Service& service, const Gate& gate) {
  const BoundDesk with{service, gate};
  const std::string session = "/api/v1/session";
  const std::string factor = session + "/second-factor";
  const std::string accounts = "/api/v1/accounts";
  const std::string account = accounts + "/{account}";
  const std::string tokens = "/api/v1/tokens";
  const std::string invitations = "/api/v1/invitations";
  const auto get = Method::get;
  const auto post = Method::post;
  // What hashes a password takes 64 MiB and a tenth of a second: two at once are enough.
  return {
      {get, session, "getSession", with(get_session)},
      {post, session, "logIn", with(log_in), kMaxForm, true},
      {Method::del, session, "logOut", with(log_out)},
      {Method::put, session + "/password", "changePassword", with(change_password), kMaxForm, true},
      {get, factor, "getSecondFactor", with(get_second_factor)},
      {post, factor, "beginSecondFactor", with(begin_second_factor), kMaxForm, true},
      {Method::put, factor, "useSecondFactor", with(use_second_factor), kMaxForm},
      {post, factor + "/end", "endSecondFactor", with(end_second_factor), kMaxForm, true},
      {Method::del, account + "/second-factor", "endAccountsFactor", with(end_anothers_factor)},
      {post, invitations + "/look", "lookAtInvitation", with(look_at_invitation), kMaxForm},
      {post, invitations + "/accept", "acceptInvitation", with(accept_invitation), kMaxForm, true},
      {get, accounts, "listAccounts", with(list_accounts)},
      {post, accounts, "createAccount", with(create_account), kMaxForm},
      {get, account, "getAccount", with(get_account)},
      {Method::put, account, "putAccount", with(put_account), kMaxForm},
      {post, account + "/invitation", "invite", with(invite)},
      {get, tokens, "listTokens", with(list_tokens)},
      {post, tokens, "createToken", with(create_token), kMaxForm},
      {Method::del, tokens + "/{token}", "removeToken", with(remove_token)},
  };
}

}  // namespace jianzhen::http
