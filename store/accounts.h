#pragma once

// Who may come in: accounts, what they are assigned, and hashes of the secrets they show. In the
// catalogue's database; what changes something writes its event in the same transaction. Times are
// the caller's, so that nothing here looks at a clock but events. Thread-safe.

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/error.h"
#include "store/seal.h"

namespace jianzhen::store {

using Seconds = std::int64_t;  // since 1970, UTC

// How events name who did something: "A12" for account 12; and back, 0 for another actor.
std::string actor_of(std::int64_t account);
std::int64_t account_of_actor(const std::string& actor);

struct Account {
  std::int64_t id = 0;
  std::string name;      // to log in with, in lower case
  std::string title;     // the person or unit, as shown
  std::string email;     // for notices; empty: they get none
  std::string role;      // "submitter", "verifier", "judge", "administrator", "supervisor"
  std::string password;  // its hash; empty before the first was chosen
  bool locked = false;
  bool second_factor = false;     // a code is asked for, too; not written with the account
  std::string subject;            // at its provider of identities; not written with the account
  std::set<std::string> tracks;   // assigned; "*": every one
  std::set<std::string> entries;  // a submitter's own, or assigned
  std::string created_at;         // RFC 3339, UTC

  // As events name it: "A12".
  std::string actor() const { return actor_of(id); }
};

struct Recusal {
  std::string entry;
  bool conflict = false;
  std::string reason;
  std::string declared_at;
};

struct ApiToken {
  std::int64_t id = 0;
  std::int64_t account = 0;
  std::string label;
  std::set<std::string> scopes;  // words of actions
  Seconds expires = 0;
  std::string created_at;
};

// The second proof beside the password (totp.h).
struct SecondFactor {
  std::string key;
  bool in_use = false;     // asked for at log-in, once a code of it was shown
  Seconds used_step = 0;   // no code up to this step counts any more
  int recovery_codes = 0;  // that are left
};

// Somebody as a provider of identities knows them (OpenID Connect: iss and sub).
struct Subject {
  std::string issuer;
  std::string id;
};

// A log-in by a provider that is on its way.
struct ProviderLogin {
  std::string invitation;               // hash of the link's secret that it takes; empty: none
  std::optional<std::int64_t> account;  // the provider has said who it is, and a code lacks
};

struct Attempts {
  int failures = 0;
  Seconds last = 0;
};

class Accounts {
 public:
  // The same connection strings as the catalogue's, with which it shares its tables; applies the
  // migrations that lack. With `key` the keys of second factors are sealed, those that an older
  // program left as they were, too; without it none is read or made. Errors: as Catalogue::open.
  static core::Result<std::unique_ptr<Accounts>> open(const std::string& connection,
                                                      std::optional<SealKey> key = std::nullopt);
  ~Accounts();

  core::Result<bool> any();                        // whether there is an account at all
  core::Result<std::vector<Account>> all();        // by id
  core::Result<Account> account(std::int64_t id);  // not_found
  // To whom the entry is given, by id.
  core::Result<std::vector<Account>> with_entry(const std::string& entry);
  core::Result<std::optional<Account>> account_named(const std::string& name);

  // Gives it its number. Errors: conflict (the name is taken), usage (what cannot be stored).
  core::Result<Account> add(const Account& account, const std::string& actor);
  // Title, address, role, lock and assignments as given; whoever is locked out or has another role
  // is logged out. Errors: not_found, conflict (no administrator could come in any more).
  core::Result<void> change(const Account& account, const std::string& actor);
  // Ends every session of the account and every link to it.
  core::Result<void> set_password(std::int64_t id, const std::string& hash,
                                  const std::string& actor);
  // One entry more.
  core::Result<void> assign(std::int64_t id, const std::string& entry);

  // Recusals. A declared conflict stands: only a later declaration of a conflict replaces one.
  core::Result<std::vector<Recusal>> recusals(std::int64_t account);
  core::Result<void> declare(std::int64_t account, const std::vector<Recusal>& recusals);

  // Sessions, by the hash of what the browser shows.
  // `by_provider`: of identities, which the event says.
  core::Result<void> open_session(const std::string& secret, std::int64_t account, Seconds now,
                                  Seconds expires, bool by_provider = false);
  // Whose it is, where it has not expired and was used within `idle`.
  core::Result<std::optional<std::int64_t>> session(const std::string& secret, Seconds now,
                                                    Seconds idle);
  core::Result<void> used_session(const std::string& secret, Seconds now);
  core::Result<void> close_session(const std::string& secret);
  core::Result<void> close_sessions(std::int64_t account);

  // Links with which an account chooses its first or a new password. A new one ends the older.
  core::Result<void> invite(const std::string& secret, std::int64_t account, Seconds expires,
                            const std::string& actor);
  core::Result<std::optional<std::int64_t>> invited(const std::string& secret, Seconds now);

  // Subjects. An account has one, and one is one account's.
  core::Result<std::optional<std::int64_t>> bound_to(const Subject& subject);
  // In the place of another. Ends every session of the account and every link to it. Errors:
  // conflict (it is another account's).
  core::Result<void> bind(std::int64_t account, const Subject& subject, const std::string& actor);
  core::Result<void> unbind(std::int64_t account, const std::string& actor);

  // Log-ins by a provider, by the hash of what the browser shows.
  core::Result<void> begin_provider_login(const std::string& secret, const ProviderLogin& login,
                                          Seconds now, Seconds expires);
  core::Result<std::optional<ProviderLogin>> provider_login(const std::string& secret, Seconds now);
  core::Result<bool> end_provider_login(const std::string& secret);  // false: it was no more

  // Second factors. nullopt: none. Errors: unreadable (it was sealed with another key).
  core::Result<std::optional<SecondFactor>> second_factor(std::int64_t account);
  // In the place of one that never came into use. Errors: conflict (one is in use).
  core::Result<void> begin_second_factor(std::int64_t account, const std::string& key);
  // `recovery`: hashes.
  core::Result<void> use_second_factor(std::int64_t account, std::int64_t step,
                                       const std::vector<std::string>& recovery);
  // False where that step, or a later one, was used already; where there is no such code.
  core::Result<bool> used_step(std::int64_t account, std::int64_t step);
  core::Result<bool> used_recovery_code(std::int64_t account, const std::string& secret);
  core::Result<void> end_second_factor(std::int64_t account, const std::string& actor);

  // Tokens for programs.
  core::Result<ApiToken> add_token(const std::string& secret, const ApiToken& token);
  core::Result<std::optional<ApiToken>> token(const std::string& secret, Seconds now);
  core::Result<std::vector<ApiToken>> tokens(std::int64_t account);
  core::Result<void> remove_token(std::int64_t account, std::int64_t id);  // not_found

  // Log-ins that failed, by source.
  core::Result<Attempts> attempts(const std::string& source);
  core::Result<void> failed(const std::string& source, Seconds now, Seconds forgotten_after);
  core::Result<void> succeeded(const std::string& source);

 private:
  struct State;
  explicit Accounts(std::unique_ptr<State> state);
  core::Result<void> seal_second_factors();
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::store
