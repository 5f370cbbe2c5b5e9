#pragma once

// Letting people in and keeping their accounts: log-in with a growing delay, sessions, links,
// tokens. Thread-safe.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/access.h"
#include "core/error.h"
#include "store/accounts.h"

namespace jianzhen::api {

class AccountDesk {
 public:
  using Clock = std::function<store::Seconds()>;
  AccountDesk(std::unique_ptr<store::Accounts> accounts, Clock clock);

  // Whether people must say who they are: from the first account on, whoever made it.
  core::Result<bool> in_use();

  // Who shows that session or token; nullopt: nobody (expired, unknown, locked). A session ends
  // where nobody uses it: a page that only listens does not.
  enum class Use { request, listening };
  core::Result<std::optional<Principal>> by_session(const std::string& secret,
                                                    Use use = Use::request);
  core::Result<std::optional<Principal>> by_token(const std::string& secret);

  // Seconds until a log-in of that name from that address is listened to; 0: now.
  core::Result<store::Seconds> wait(const std::string& name, const std::string& address);
  // The secret of a new session; nullopt where name and password are right and the account asks
  // for a code besides (of the telephone, or one for recovery). Errors: login (name or password are
  // wrong, the same for each; the code is).
  core::Result<std::optional<std::string>> log_in(const std::string& name,
                                                  const std::string& password,
                                                  const std::string& code,
                                                  const std::string& address);
  core::Result<void> log_out(const std::string& secret);

  // Log-in by the provider of identities (identity_provider.h), in steps that the browser's secret
  // holds together. `invitation`: a link's that is taken with it; empty: none. Errors: not_found
  // (the link).
  core::Result<std::string> begin_provider_login(const std::string& invitation);
  // Once: an answer that comes again finds nothing. Errors: login.
  core::Result<store::ProviderLogin> take_provider_login(const std::string& secret);
  // As log_in: nullopt where a code is asked for besides. No account is made. Errors: forbidden
  // (nobody's subject; locked), conflict (another account's), login (the link was taken meanwhile).
  core::Result<std::optional<std::string>> enter(const store::ProviderLogin& login,
                                                 const store::Subject& subject,
                                                 const std::string& secret);
  // Whose code it waits for, and showing it. Errors: login, forbidden.
  core::Result<store::Account> waits_for_code(const std::string& secret);
  core::Result<std::string> enter_with_code(const std::string& secret, const std::string& code,
                                            const std::string& address);
  // Errors: not_found, usage, conflict (it is another account's).
  core::Result<store::Account> bind(std::int64_t account, const store::Subject& subject,
                                    const Principal& by);
  core::Result<void> unbind(std::int64_t account, const Principal& by);

  // Ends every session of theirs and gives a new one. Errors: login (the old one is wrong), usage
  // (the new one).
  core::Result<std::string> change_password(const Principal& who, const std::string& old_password,
                                            const std::string& new_password);

  // The second factor of whoever asks; nullopt: none in use.
  core::Result<std::optional<store::SecondFactor>> second_factor(const Principal& who);
  // A new key, as a camera reads it and as a person types it, to be shown a code of. Errors: login
  // (the password is wrong), conflict (one is in use).
  struct NewFactor {
    std::string key;
    std::string uri;
  };
  core::Result<NewFactor> begin_second_factor(const Principal& who, const std::string& password);
  // From now on it is asked for; gives the codes for recovery, which nobody sees again. Errors:
  // login (no such code), conflict (there is none to be used).
  core::Result<std::vector<std::string>> use_second_factor(const Principal& who,
                                                           const std::string& code);
  // One's own. Errors: login (the password is wrong).
  core::Result<void> end_second_factor(const Principal& who, const std::string& password);
  // Of who lost the telephone and the codes. Errors: not_found.
  core::Result<void> end_second_factor(std::int64_t account, const Principal& by);

  // Accounts. The first is an administrator. Errors: usage, conflict, not_found.
  core::Result<std::vector<store::Account>> accounts();
  core::Result<store::Account> account(std::int64_t id);
  // As events name it. Errors: not_found.
  core::Result<store::Account> of_actor(const std::string& actor);
  // To whom the entry is given.
  core::Result<std::vector<store::Account>> with_entry(const std::string& entry);
  // `password`: none where they get a link instead.
  core::Result<store::Account> add(store::Account account, const Principal& by,
                                   const std::optional<std::string>& password = std::nullopt);
  core::Result<store::Account> change(const store::Account& account, const Principal& by);
  core::Result<void> set_password(std::int64_t id, const std::string& password,
                                  const Principal& by);
  // The secret of a link with which they choose a password; it ends any older one.
  core::Result<std::string> invite(std::int64_t id, const Principal& by);
  // Whom a link invites, and taking it. Errors: not_found (expired, used, unknown), usage.
  core::Result<store::Account> invited(const std::string& secret);
  core::Result<void> accept(const std::string& secret, const std::string& password);
  // An entry of their own.
  core::Result<void> give(const Principal& owner, const std::string& entry);

  // Tokens for programs: at most what their owner may. Errors: usage, not_found.
  struct NewToken {
    store::ApiToken token;
    std::string secret;  // shown once
  };
  core::Result<NewToken> add_token(const Principal& who, const std::string& label,
                                   const std::set<std::string>& scopes, int days);
  core::Result<std::vector<store::ApiToken>> tokens(const Principal& who);
  core::Result<void> remove_token(const Principal& who, std::int64_t id);

  core::Result<std::vector<store::Recusal>> recusals(const Principal& who);
  core::Result<void> declare(const Principal& who, const std::vector<store::Recusal>& recusals);

 private:
  core::Result<std::optional<Principal>> principal(std::int64_t account);
  core::Result<std::string> open_session(std::int64_t account, bool by_provider = false);
  core::Result<void> count_failure(const std::string& name, const std::string& address);
  core::Result<store::Account> holder_of(const store::ProviderLogin& login,
                                         const store::Subject& subject);
  core::Result<void> knows_password(const Principal& who, const std::string& password);
  core::Result<bool> shows_code(std::int64_t account, const std::string& key,
                                const std::string& code);

  std::unique_ptr<store::Accounts> accounts_;
  Clock clock_;
  std::atomic<bool> in_use_ = false;  // there is no way back to a service without accounts
};

// Seconds since 1970, by the machine's clock.
store::Seconds wall_clock();

}  // namespace jianzhen::api
