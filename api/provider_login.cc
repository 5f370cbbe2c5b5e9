// The part of AccountDesk that lets people in whom a provider of identities has named.

#include "api/account_desk.h"
#include "store/secrets.h"

namespace jianzhen::api {

using core::ErrorCode;
using core::fail;
using core::Result;
using store::Account;
using store::ProviderLogin;
using store::Seconds;
using store::Subject;

namespace {

constexpr Seconds kOnTheWay = 600;  // there, a log-in with all its steps, and back

tl::unexpected<core::Error> not_on_the_way() {
  return fail(ErrorCode::login,
              {"这次登录已失效：可能已经完成、超过 10 分钟或是在另一个浏览器中开始的。请重新登录。",
               "This log-in is over: it was finished already, took longer than 10 minutes or was "
               "begun in another browser. Log in again."});
}

tl::unexpected<core::Error> nobodys() {
  return fail(ErrorCode::forbidden,
              {"统一身份认证已通过，但该身份没有绑定本系统的账号。请先打开管理员发来的邀请链接，在"
               "那里用统一身份认证登录一次；没有链接请联系赛程组管理员。",
               "The provider knows you, but that identity is bound to no account here. Open the "
               "link that the administrator sent and log in by the provider there, once; without a "
               "link, ask the administrator."});
}

tl::unexpected<core::Error> locked() {
  return fail(ErrorCode::forbidden, {"该账号已停用，请联系赛程组管理员。",
                                     "The account is locked. Ask the administrator."});
}

}  // namespace

Result<std::string> AccountDesk::begin_provider_login(const std::string& invitation) {
  ProviderLogin login;
  if (!invitation.empty()) {
    if (const auto account = invited(invitation); !account) return fail(account.error());
    login.invitation = store::hash_of_secret(invitation);
  }
  std::string secret = store::new_secret();
  const Seconds now = clock_();
  const auto begun =
      accounts_->begin_provider_login(store::hash_of_secret(secret), login, now, now + kOnTheWay);
  if (!begun) return fail(begun.error());
  return secret;
}

Result<ProviderLogin> AccountDesk::take_provider_login(const std::string& secret) {
  const std::string hash = store::hash_of_secret(secret);
  auto login = accounts_->provider_login(hash, clock_());
  if (!login) return fail(login.error());
  if (!*login || (*login)->account) return not_on_the_way();
  const auto taken = accounts_->end_provider_login(hash);
  if (!taken) return fail(taken.error());
  if (!*taken) return not_on_the_way();
  return std::move(**login);
}

// Whose it is; with a link, whose it is from now on.
Result<Account> AccountDesk::holder_of(const ProviderLogin& login, const Subject& subject) {
  const bool by_link = !login.invitation.empty();
  const auto id =
      by_link ? accounts_->invited(login.invitation, clock_()) : accounts_->bound_to(subject);
  if (!id) return fail(id.error());
  if (!*id) return by_link ? not_on_the_way() : nobodys();
  auto account = accounts_->account(**id);
  if (!account) return account;
  if (account->locked) return locked();
  if (!by_link) return account;
  const auto bound = accounts_->bind(account->id, subject, account->actor());
  if (!bound) return fail(bound.error());
  return account;
}

Result<std::optional<std::string>> AccountDesk::enter(const ProviderLogin& login,
                                                      const Subject& subject,
                                                      const std::string& secret) {
  const auto account = holder_of(login, subject);
  if (!account) return fail(account.error());
  if (account->second_factor) {
    const Seconds now = clock_();
    const auto waits = accounts_->begin_provider_login(store::hash_of_secret(secret),
                                                       {{}, account->id}, now, now + kOnTheWay);
    if (!waits) return fail(waits.error());
    return std::optional<std::string>();
  }
  auto session = open_session(account->id, true);
  if (!session) return fail(session.error());
  return std::optional(std::move(*session));
}

Result<Account> AccountDesk::waits_for_code(const std::string& secret) {
  const auto login = accounts_->provider_login(store::hash_of_secret(secret), clock_());
  if (!login) return fail(login.error());
  if (!*login || !(*login)->account) return not_on_the_way();
  auto account = accounts_->account(*(*login)->account);
  if (account && account->locked) return locked();
  return account;
}

Result<std::string> AccountDesk::enter_with_code(const std::string& secret, const std::string& code,
                                                 const std::string& address) {
  const auto account = waits_for_code(secret);
  if (!account) return fail(account.error());
  const auto factor = accounts_->second_factor(account->id);
  if (!factor) return fail(factor.error());
  // Ended meanwhile, by an administrator: then it lacks nothing any more.
  const auto shown = *factor ? shows_code(account->id, (*factor)->key, code) : Result<bool>(true);
  if (!shown) return fail(shown.error());
  if (!*shown) {
    if (auto counted = count_failure(account->name, address); !counted) {
      return fail(counted.error());
    }
    return fail(ErrorCode::login,
                {"验证码不正确；每个验证码只能用一次。", "The code is wrong; a code counts once."});
  }
  const auto taken = accounts_->end_provider_login(store::hash_of_secret(secret));
  if (!taken) return fail(taken.error());
  if (!*taken) return not_on_the_way();
  if (auto done = accounts_->succeeded("account:" + account->name); !done) {
    return fail(done.error());
  }
  return open_session(account->id, true);
}

Result<Account> AccountDesk::bind(std::int64_t id, const Subject& subject, const Principal& by) {
  if (const auto account = accounts_->account(id); !account) return fail(account.error());
  if (subject.id.empty()) {
    return fail(ErrorCode::usage, {"请填写统一身份认证标识。", "Give the subject."});
  }
  if (auto bound = accounts_->bind(id, subject, by.actor); !bound) return fail(bound.error());
  return accounts_->account(id);
}

Result<void> AccountDesk::unbind(std::int64_t id, const Principal& by) {
  if (const auto account = accounts_->account(id); !account) return fail(account.error());
  return accounts_->unbind(id, by.actor);
}

}  // namespace jianzhen::api
