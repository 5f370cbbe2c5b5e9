#include "api/account_desk.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "api/mail_message.h"
#include "core/text.h"
#include "store/secrets.h"
#include "store/totp.h"

namespace jianzhen::api {

using core::ErrorCode;
using core::fail;
using core::Result;
using store::Account;
using store::Seconds;

namespace {

constexpr Seconds kMinute = 60;
constexpr Seconds kHour = 60 * kMinute;
constexpr Seconds kDay = 24 * kHour;

constexpr Seconds kSession = 12 * kHour;  // a day's work
constexpr Seconds kIdle = 2 * kHour;
constexpr Seconds kInvitation = 7 * kDay;
constexpr int kMaxTokenDays = 366;
constexpr std::size_t kRecoveryCodes = 10;
constexpr std::size_t kMinPassword = 10;  // characters
constexpr std::size_t kMaxPassword = 256;
constexpr std::size_t kMaxName = 64;
constexpr std::size_t kMaxTitle = 200;

// A name is what an attacker aims at, an address is what many people share behind one wall.
struct Patience {
  std::string source;
  int free;         // failures without a delay
  Seconds longest;  // of the delay, which doubles with each failure
};
constexpr Seconds kForgotten = kDay;  // after the last failure

std::array<Patience, 2> patience_of(const std::string& name, const std::string& address) {
  return {Patience{"account:" + name, 3, 5 * kMinute},
          Patience{"address:" + address, 20, 15 * kMinute}};
}

Seconds delay_after(int failures, const Patience& patience) {
  constexpr int kMaxDoublings = 20;
  if (failures <= patience.free) return 0;
  const int doublings = std::min(failures - patience.free, kMaxDoublings);
  return std::min(Seconds{1} << doublings, patience.longest);
}

// Names are told apart without regard to case, as people type them.
std::string login_name(std::string_view name) { return core::lower_ascii(std::string(name)); }

Result<void> check_name(const std::string& name) {
  const bool good = !name.empty() && name.size() <= kMaxName && core::is_utf8(name) &&
                    std::none_of(name.begin(), name.end(), [](unsigned char c) {
                      return c <= 0x20 || c == 0x7f || c == '/' || c == ':';
                    });
  if (good) return {};
  return fail(ErrorCode::usage,
              {"账号名最长 64 字节，不能含有空格、斜杠、冒号或控制字符。",
               "An account's name has at most 64 bytes, no space, slash, colon or control "
               "character."});
}

Result<void> check_password(const std::string& name, const std::string& password) {
  const std::size_t length = core::code_point_count(password);
  if (!core::is_utf8(password) || length < kMinPassword || length > kMaxPassword) {
    return fail(ErrorCode::usage, {"口令应为 10 到 256 个字符，可以是一句话。",
                                   "A password has 10 to 256 characters; it may be a sentence."});
  }
  if (core::lower_ascii(password).find(name) != std::string::npos) {
    return fail(ErrorCode::usage,
                {"口令中不能含有账号名。", "A password must not hold the account's name."});
  }
  return {};
}

Result<void> check_account(const Account& account) {
  if (auto good = check_name(account.name); !good) return good;
  if (account.title.empty() || account.title.size() > kMaxTitle) {
    return fail(ErrorCode::usage, {"请填写姓名或单位名称（最长 200 字节）。",
                                   "Give the person's or unit's name, at most 200 bytes."});
  }
  if (!account.email.empty() && !is_mail_address(account.email)) {
    return fail(ErrorCode::usage, {"邮箱地址不正确。", "That is no e-mail address."});
  }
  const auto role = role_of(account.role);
  if (role && *role != Role::nobody && *role != Role::local) return {};
  return fail(ErrorCode::usage, {"没有“" + account.role + "”这种角色。",
                                 "There is no role \"" + account.role + "\"."});
}

tl::unexpected<core::Error> wrong_password() {
  return fail(ErrorCode::login, {"账号或口令不正确。", "The name or the password is wrong."});
}

tl::unexpected<core::Error> wrong_code() {
  return fail(ErrorCode::login, {"口令或验证码不正确；每个验证码只能用一次。",
                                 "The password or the code is wrong; a code counts once."});
}

tl::unexpected<core::Error> no_such_link() {
  return fail(ErrorCode::not_found, {"链接无效：可能已使用或已过期，请向管理员索取新的链接。",
                                     "The link is not valid: used already, or expired. Ask the "
                                     "administrator for a new one."});
}

}  // namespace

AccountDesk::AccountDesk(std::unique_ptr<store::Accounts> accounts, Clock clock)
    : accounts_(std::move(accounts)), clock_(std::move(clock)) {}

Result<bool> AccountDesk::in_use() {
  if (in_use_) return true;
  auto any = accounts_->any();  // another process may have made the first
  if (any && *any) in_use_ = true;
  return any;
}

Result<std::optional<Principal>> AccountDesk::principal(std::int64_t id) {
  const auto account = accounts_->account(id);
  if (!account) return fail(account.error());
  const auto role = role_of(account->role);
  if (account->locked || !role) return std::optional<Principal>();
  Principal principal;
  principal.role = *role;
  principal.actor = account->actor();
  principal.name = account->name;
  principal.title = account->title;
  principal.account = account->id;
  principal.tracks = account->tracks;
  principal.entries = account->entries;
  if (principal.may(Action::recusal_declare)) {
    const auto recusals = accounts_->recusals(id);
    if (!recusals) return fail(recusals.error());
    for (const store::Recusal& recusal : *recusals) {
      (recusal.conflict ? principal.recused : principal.cleared).insert(recusal.entry);
    }
  }
  return std::optional(std::move(principal));
}

Result<std::optional<Principal>> AccountDesk::by_session(const std::string& secret, Use use) {
  const std::string hash = store::hash_of_secret(secret);
  const auto account = accounts_->session(hash, clock_(), kIdle);
  if (!account) return fail(account.error());
  if (!*account) return std::optional<Principal>();
  if (use == Use::request) {
    if (auto used = accounts_->used_session(hash, clock_()); !used) return fail(used.error());
  }
  return principal(**account);
}

Result<std::optional<Principal>> AccountDesk::by_token(const std::string& secret) {
  const auto token = accounts_->token(store::hash_of_secret(secret), clock_());
  if (!token) return fail(token.error());
  if (!*token) return std::optional<Principal>();
  auto who = principal((*token)->account);
  if (!who || !*who) return who;
  (*who)->scopes.emplace();
  for (const std::string& scope : (*token)->scopes) {
    if (const auto action = action_of(scope)) (*who)->scopes->insert(*action);
  }
  return who;
}

Result<Seconds> AccountDesk::wait(const std::string& name, const std::string& address) {
  Seconds wait = 0;
  for (const Patience& patience : patience_of(login_name(name), address)) {
    const auto attempts = accounts_->attempts(patience.source);
    if (!attempts) return fail(attempts.error());
    const Seconds until = attempts->last + delay_after(attempts->failures, patience);
    wait = std::max(wait, until - clock_());
  }
  return wait;
}

Result<std::string> AccountDesk::open_session(std::int64_t account, bool by_provider) {
  std::string secret = store::new_secret();
  const Seconds now = clock_();
  const auto opened = accounts_->open_session(store::hash_of_secret(secret), account, now,
                                              now + kSession, by_provider);
  if (!opened) return fail(opened.error());
  return secret;
}

Result<void> AccountDesk::count_failure(const std::string& name, const std::string& address) {
  for (const Patience& patience : patience_of(name, address)) {
    if (auto counted = accounts_->failed(patience.source, clock_(), kForgotten); !counted) {
      return counted;
    }
  }
  return {};
}

// The telephone's code, or one for recovery; each counts once.
Result<bool> AccountDesk::shows_code(std::int64_t account, const std::string& key,
                                     const std::string& code) {
  if (const auto step = store::totp_step(key, code, clock_(), 0)) {
    return accounts_->used_step(account, *step);
  }
  return accounts_->used_recovery_code(account,
                                       store::hash_of_secret(store::plain_recovery_code(code)));
}

Result<std::optional<std::string>> AccountDesk::log_in(const std::string& given,
                                                       const std::string& password,
                                                       const std::string& code,
                                                       const std::string& address) {
  const std::string name = login_name(given);
  const auto account = accounts_->account_named(name);
  if (!account) return fail(account.error());
  bool right = store::is_password(password, *account ? (*account)->password : std::string()) &&
               !(*account)->locked;
  if (right) {
    const auto factor = accounts_->second_factor((*account)->id);
    if (!factor) return fail(factor.error());
    if (*factor && (*factor)->in_use) {
      if (code.empty()) return std::optional<std::string>();
      const auto shown = shows_code((*account)->id, (*factor)->key, code);
      if (!shown) return fail(shown.error());
      right = *shown;
    }
  }
  if (!right) {
    if (auto counted = count_failure(name, address); !counted) return fail(counted.error());
    return code.empty() ? wrong_password() : wrong_code();
  }
  // The address keeps its count: one good account must not clear the way for guesses at others.
  if (auto done = accounts_->succeeded("account:" + name); !done) return fail(done.error());
  auto secret = open_session((*account)->id);
  if (!secret) return fail(secret.error());
  return std::optional(std::move(*secret));
}

Result<void> AccountDesk::log_out(const std::string& secret) {
  return accounts_->close_session(store::hash_of_secret(secret));
}

Result<std::string> AccountDesk::change_password(const Principal& who,
                                                 const std::string& old_password,
                                                 const std::string& new_password) {
  const auto account = accounts_->account(who.account);
  if (!account) return fail(account.error());
  if (!store::is_password(old_password, account->password)) return wrong_password();
  if (auto good = check_password(account->name, new_password); !good) return fail(good.error());
  const auto set =
      accounts_->set_password(who.account, store::hash_of_password(new_password), who.actor);
  if (!set) return fail(set.error());
  return open_session(who.account);
}

Result<std::optional<store::SecondFactor>> AccountDesk::second_factor(const Principal& who) {
  auto factor = accounts_->second_factor(who.account);
  if (factor && *factor && !(*factor)->in_use) factor->reset();
  return factor;
}

Result<void> AccountDesk::knows_password(const Principal& who, const std::string& password) {
  const auto account = accounts_->account(who.account);
  if (!account) return fail(account.error());
  return store::is_password(password, account->password) ? Result<void>() : wrong_password();
}

Result<AccountDesk::NewFactor> AccountDesk::begin_second_factor(const Principal& who,
                                                                const std::string& password) {
  if (auto known = knows_password(who, password); !known) return fail(known.error());
  NewFactor made;
  made.key = store::new_totp_key();
  made.uri = store::totp_uri(made.key, "鉴真", who.name);
  if (auto begun = accounts_->begin_second_factor(who.account, made.key); !begun) {
    return fail(begun.error());
  }
  return made;
}

Result<std::vector<std::string>> AccountDesk::use_second_factor(const Principal& who,
                                                                const std::string& code) {
  const auto factor = accounts_->second_factor(who.account);
  if (!factor) return fail(factor.error());
  if (!*factor || (*factor)->in_use) {
    return fail(ErrorCode::conflict,
                {"没有待启用的两步验证，请重新开始。", "There is none to be used; begin again."});
  }
  const auto step = store::totp_step((*factor)->key, code, clock_(), 0);
  if (!step) return wrong_code();
  std::vector<std::string> codes(kRecoveryCodes);
  std::vector<std::string> hashes;
  for (std::string& one : codes) {
    one = store::new_recovery_code();
    hashes.push_back(store::hash_of_secret(store::plain_recovery_code(one)));
  }
  if (auto done = accounts_->use_second_factor(who.account, *step, hashes); !done) {
    return fail(done.error());
  }
  return codes;
}

Result<void> AccountDesk::end_second_factor(const Principal& who, const std::string& password) {
  if (auto known = knows_password(who, password); !known) return known;
  return accounts_->end_second_factor(who.account, who.actor);
}

Result<void> AccountDesk::end_second_factor(std::int64_t id, const Principal& by) {
  if (const auto account = accounts_->account(id); !account) return fail(account.error());
  return accounts_->end_second_factor(id, by.actor);
}

Result<std::vector<Account>> AccountDesk::accounts() { return accounts_->all(); }

Result<Account> AccountDesk::account(std::int64_t id) { return accounts_->account(id); }

Result<Account> AccountDesk::of_actor(const std::string& actor) {
  return accounts_->account(store::account_of_actor(actor));
}

Result<std::vector<Account>> AccountDesk::with_entry(const std::string& entry) {
  return accounts_->with_entry(entry);
}

Result<Account> AccountDesk::add(Account account, const Principal& by,
                                 const std::optional<std::string>& password) {
  account.name = login_name(account.name);
  if (auto good = check_account(account); !good) return fail(good.error());
  const auto others = in_use();
  if (!others) return fail(others.error());
  if (!*others && account.role != word(Role::administrator)) {
    return fail(ErrorCode::usage, {"第一个账号必须是管理员（administrator）。",
                                   "The first account must be an administrator."});
  }
  if (password) {
    if (auto good = check_password(account.name, *password); !good) return fail(good.error());
    account.password = store::hash_of_password(*password);
  }
  return accounts_->add(account, by.actor);
}

Result<Account> AccountDesk::change(const Account& account, const Principal& by) {
  if (auto good = check_account(account); !good) return fail(good.error());
  if (auto changed = accounts_->change(account, by.actor); !changed) return fail(changed.error());
  return accounts_->account(account.id);
}

Result<void> AccountDesk::set_password(std::int64_t id, const std::string& password,
                                       const Principal& by) {
  const auto account = accounts_->account(id);
  if (!account) return fail(account.error());
  if (auto good = check_password(account->name, password); !good) return good;
  return accounts_->set_password(id, store::hash_of_password(password), by.actor);
}

Result<std::string> AccountDesk::invite(std::int64_t id, const Principal& by) {
  const auto account = accounts_->account(id);
  if (!account) return fail(account.error());
  std::string secret = store::new_secret();
  const auto invited =
      accounts_->invite(store::hash_of_secret(secret), id, clock_() + kInvitation, by.actor);
  if (!invited) return fail(invited.error());
  return secret;
}

Result<Account> AccountDesk::invited(const std::string& secret) {
  const auto id = accounts_->invited(store::hash_of_secret(secret), clock_());
  if (!id) return fail(id.error());
  if (!*id) return no_such_link();
  auto account = accounts_->account(**id);
  if (account && account->locked) return no_such_link();
  return account;
}

Result<void> AccountDesk::accept(const std::string& secret, const std::string& password) {
  const auto account = invited(secret);
  if (!account) return fail(account.error());
  if (auto good = check_password(account->name, password); !good) return good;
  auto set =
      accounts_->set_password(account->id, store::hash_of_password(password), account->actor());
  if (!set) return set;
  return accounts_->succeeded("account:" + account->name);
}

Result<void> AccountDesk::give(const Principal& owner, const std::string& entry) {
  return accounts_->assign(owner.account, entry);
}

Result<AccountDesk::NewToken> AccountDesk::add_token(const Principal& who, const std::string& label,
                                                     const std::set<std::string>& scopes,
                                                     int days) {
  if (label.empty() || label.size() > kMaxTitle || scopes.empty() || days < 1 ||
      days > kMaxTokenDays) {
    return fail(ErrorCode::usage, {"令牌要有用途说明、至少一项权限，有效期为 1 到 366 天。",
                                   "A token has a label, one scope at least, and 1 to 366 days."});
  }
  for (const std::string& scope : scopes) {
    const auto action = action_of(scope);
    if (action && who.may(*action) && *action != Action::session_own) continue;
    return fail(ErrorCode::usage,
                {"不能授予权限“" + scope + "”。", "The scope \"" + scope + "\" cannot be given."});
  }
  NewToken fresh;
  fresh.secret = "jz_" + store::new_secret();
  auto token = accounts_->add_token(store::hash_of_secret(fresh.secret),
                                    {0, who.account, label, scopes, clock_() + days * kDay, {}});
  if (!token) return fail(token.error());
  fresh.token = std::move(*token);
  return fresh;
}

Result<std::vector<store::ApiToken>> AccountDesk::tokens(const Principal& who) {
  return accounts_->tokens(who.account);
}

Result<void> AccountDesk::remove_token(const Principal& who, std::int64_t id) {
  return accounts_->remove_token(who.account, id);
}

Result<std::vector<store::Recusal>> AccountDesk::recusals(const Principal& who) {
  return accounts_->recusals(who.account);
}

Result<void> AccountDesk::declare(const Principal& who,
                                  const std::vector<store::Recusal>& recusals) {
  return accounts_->declare(who.account, recusals);
}

Seconds wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

}  // namespace jianzhen::api
