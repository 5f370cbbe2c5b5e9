#include <nlohmann/json.hpp>

#include "store/accounts_state.h"
#include "store/event_log.h"

namespace jianzhen::store {

using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

// Never the subject: events cannot be erased.
void note(soci::session& sql, const std::string& type, std::int64_t account,
          const std::string& actor) {
  const nlohmann::json data = {{"account", actor_of(account)}};
  write_event(sql, {0, {}, {}, type, data.dump(), actor, {}});
}

std::optional<std::int64_t> holder_of(soci::session& sql, const Subject& subject) {
  long long account = 0;
  sql << "SELECT account FROM account_subject WHERE issuer = :issuer AND subject = :subject",
      soci::use(subject.issuer), soci::use(subject.id), soci::into(account);
  return sql.got_data() ? std::optional<std::int64_t>(account) : std::nullopt;
}

}  // namespace

Result<std::optional<std::int64_t>> Accounts::bound_to(const Subject& subject) {
  if (!storable(subject.id)) return std::optional<std::int64_t>();
  return state_->sessions->run([&](soci::session& sql) -> Result<std::optional<std::int64_t>> {
    return holder_of(sql, subject);
  });
}

Result<void> Accounts::bind(std::int64_t account, const Subject& subject,
                            const std::string& actor) {
  if (auto good = storable(subject.id); !good) return good;
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    if (holder_of(sql, subject).value_or(account) != account) {
      return fail(ErrorCode::conflict, {"该身份已绑定其他账号，请联系管理员。",
                                        "That identity is another account's. Ask the "
                                        "administrator."});
    }
    const long long id = account;
    sql << "INSERT INTO account_subject (account, issuer, subject) "
           "VALUES (:id, :issuer, :subject) ON CONFLICT (account) DO UPDATE SET "
           "issuer = excluded.issuer, subject = excluded.subject",
        soci::use(id), soci::use(subject.issuer), soci::use(subject.id);
    sql << "DELETE FROM session WHERE account = :id", soci::use(id);
    sql << "DELETE FROM invitation WHERE account = :id", soci::use(id);
    note(sql, "account.bound", account, actor);
    return {};
  });
}

Result<void> Accounts::unbind(std::int64_t account, const std::string& actor) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long id = account;
    sql << "DELETE FROM account_subject WHERE account = :id", soci::use(id);
    sql << "DELETE FROM session WHERE account = :id", soci::use(id);
    note(sql, "account.unbound", account, actor);
    return {};
  });
}

Result<void> Accounts::begin_provider_login(const std::string& secret, const ProviderLogin& login,
                                            Seconds now, Seconds expires) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long at = now;
    const long long until = expires;
    const long long id = login.account.value_or(0);
    soci::indicator known = login.account ? soci::i_ok : soci::i_null;
    sql << "DELETE FROM provider_login WHERE expires_at <= :now", soci::use(at);
    sql << "INSERT INTO provider_login (secret, invitation, account, expires_at) "
           "VALUES (:secret, :invitation, :account, :until)",
        soci::use(secret), soci::use(login.invitation), soci::use(id, known), soci::use(until);
    return {};
  });
}

Result<std::optional<ProviderLogin>> Accounts::provider_login(const std::string& secret,
                                                              Seconds now) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::optional<ProviderLogin>> {
    ProviderLogin login;
    long long account = 0;
    soci::indicator known = soci::i_null;
    const long long at = now;
    sql << "SELECT invitation, account FROM provider_login "
           "WHERE secret = :secret AND expires_at > :now",
        soci::use(secret), soci::use(at), soci::into(login.invitation), soci::into(account, known);
    if (!sql.got_data()) return std::optional<ProviderLogin>();
    if (known == soci::i_ok) login.account = account;
    return std::optional(std::move(login));
  });
}

Result<bool> Accounts::end_provider_login(const std::string& secret) {
  return state_->sessions->write([&](soci::session& sql) -> Result<bool> {
    soci::statement gone =
        (sql.prepare << "DELETE FROM provider_login WHERE secret = :secret", soci::use(secret));
    gone.execute(true);
    return gone.get_affected_rows() == 1;
  });
}

}  // namespace jianzhen::store
