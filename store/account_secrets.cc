#include <nlohmann/json.hpp>
#include <sstream>

#include "store/accounts_state.h"
#include "store/event_log.h"

namespace jianzhen::store {

using core::fail;
using core::Result;
using nlohmann::json;

namespace {

constexpr Seconds kSeenStep = 60;  // a session's last sight is written at most so often

std::string joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::set<std::string> split(const std::string& text) {
  std::istringstream words(text);
  return {std::istream_iterator<std::string>(words), {}};
}

ApiToken token_of(const soci::row& row) {
  ApiToken token;
  long long id = 0;
  long long account = 0;
  long long expires = 0;
  std::string scopes;
  row >> id >> account >> token.label >> scopes >> expires >> token.created_at;
  token.id = id;
  token.account = account;
  token.scopes = split(scopes);
  token.expires = expires;
  return token;
}

constexpr char kTokenColumns[] =
    "SELECT id, account, label, scopes, expires_at, created_at FROM api_token ";

void note(soci::session& sql, const std::string& type, std::int64_t account,
          const std::string& actor, json data = json::object()) {
  data["account"] = actor_of(account);
  write_event(sql, {0, {}, {}, type, data.dump(), actor, {}});
}

}  // namespace

Result<void> Accounts::open_session(const std::string& secret, std::int64_t account, Seconds now,
                                    Seconds expires, bool by_provider) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long id = account;
    const long long seen = now;
    const long long until = expires;
    sql << "DELETE FROM session WHERE expires_at <= :now", soci::use(seen);
    sql << "INSERT INTO session (secret, account, seen_at, expires_at) "
           "VALUES (:secret, :account, :seen, :until)",
        soci::use(secret), soci::use(id), soci::use(seen), soci::use(until);
    note(sql, "session.opened", account, actor_of(account),
         by_provider ? json{{"by", "provider"}} : json::object());
    return {};
  });
}

Result<std::optional<std::int64_t>> Accounts::session(const std::string& secret, Seconds now,
                                                      Seconds idle) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::optional<std::int64_t>> {
    long long account = 0;
    const long long used_after = now - idle;
    const long long at = now;
    sql << "SELECT account FROM session "
           "WHERE secret = :secret AND expires_at > :now AND seen_at > :used",
        soci::use(secret), soci::use(at), soci::use(used_after), soci::into(account);
    if (!sql.got_data()) return std::optional<std::int64_t>();
    return std::optional<std::int64_t>(account);
  });
}

Result<void> Accounts::used_session(const std::string& secret, Seconds now) {
  long long seen = 0;
  const auto known = state_->sessions->run([&](soci::session& sql) -> Result<bool> {
    sql << "SELECT seen_at FROM session WHERE secret = :secret", soci::use(secret),
        soci::into(seen);
    return sql.got_data();
  });
  if (!known) return fail(known.error());
  if (!*known || now - seen < kSeenStep) return {};
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long at = now;
    sql << "UPDATE session SET seen_at = :now WHERE secret = :secret", soci::use(at),
        soci::use(secret);
    return {};
  });
}

Result<void> Accounts::close_session(const std::string& secret) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    long long account = 0;
    sql << "SELECT account FROM session WHERE secret = :secret", soci::use(secret),
        soci::into(account);
    if (!sql.got_data()) return {};
    sql << "DELETE FROM session WHERE secret = :secret", soci::use(secret);
    note(sql, "session.closed", account, actor_of(account));
    return {};
  });
}

Result<void> Accounts::close_sessions(std::int64_t account) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long id = account;
    sql << "DELETE FROM session WHERE account = :id", soci::use(id);
    return {};
  });
}

Result<void> Accounts::invite(const std::string& secret, std::int64_t account, Seconds expires,
                              const std::string& actor) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long id = account;
    const long long until = expires;
    sql << "DELETE FROM invitation WHERE account = :id", soci::use(id);
    sql << "INSERT INTO invitation (secret, account, expires_at) VALUES (:secret, :id, :until)",
        soci::use(secret), soci::use(id), soci::use(until);
    note(sql, "account.invited", account, actor);
    return {};
  });
}

Result<std::optional<std::int64_t>> Accounts::invited(const std::string& secret, Seconds now) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::optional<std::int64_t>> {
    long long account = 0;
    const long long at = now;
    sql << "SELECT account FROM invitation WHERE secret = :secret AND expires_at > :now",
        soci::use(secret), soci::use(at), soci::into(account);
    if (!sql.got_data()) return std::optional<std::int64_t>();
    return std::optional<std::int64_t>(account);
  });
}

Result<ApiToken> Accounts::add_token(const std::string& secret, const ApiToken& given) {
  if (auto good = storable(given.label); !good) return fail(good.error());
  return state_->sessions->write([&](soci::session& sql) -> Result<ApiToken> {
    ApiToken token = given;
    token.id = next_number(sql, "api_token");
    token.created_at = utc_now();
    const long long id = token.id;
    const long long account = token.account;
    const long long until = token.expires;
    const std::string scopes = joined(token.scopes);
    sql << "INSERT INTO api_token (id, secret, account, label, scopes, expires_at, created_at) "
           "VALUES (:id, :secret, :account, :label, :scopes, :until, :created)",
        soci::use(id), soci::use(secret), soci::use(account), soci::use(token.label),
        soci::use(scopes), soci::use(until), soci::use(token.created_at);
    note(sql, "token.created", token.account, actor_of(token.account),
         {{"token", token.id}, {"scopes", token.scopes}});
    return token;
  });
}

Result<std::optional<ApiToken>> Accounts::token(const std::string& secret, Seconds now) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::optional<ApiToken>> {
    soci::row row;
    const long long at = now;
    sql << kTokenColumns << "WHERE secret = :secret AND expires_at > :now", soci::use(secret),
        soci::use(at), soci::into(row);
    if (!sql.got_data()) return std::optional<ApiToken>();
    return std::optional(token_of(row));
  });
}

Result<std::vector<ApiToken>> Accounts::tokens(std::int64_t account) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::vector<ApiToken>> {
    const long long id = account;
    return all_of<ApiToken>(
        (sql.prepare << kTokenColumns << "WHERE account = :id ORDER BY id", soci::use(id)),
        token_of);
  });
}

Result<void> Accounts::remove_token(std::int64_t account, std::int64_t id) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long whose = account;
    const long long number = id;
    long long known = 0;
    sql << "SELECT count(*) FROM api_token WHERE id = :id AND account = :account",
        soci::use(number), soci::use(whose), soci::into(known);
    if (known == 0) {
      return fail(core::ErrorCode::not_found, {"没有这个访问令牌。", "There is no such token."});
    }
    sql << "DELETE FROM api_token WHERE id = :id", soci::use(number);
    note(sql, "token.removed", account, actor_of(account), {{"token", id}});
    return {};
  });
}

Result<Attempts> Accounts::attempts(const std::string& source) {
  if (!storable(source)) return Attempts{};
  return state_->sessions->run([&](soci::session& sql) -> Result<Attempts> {
    Attempts attempts;
    long long last = 0;
    sql << "SELECT failures, last_at FROM attempt WHERE source = :source", soci::use(source),
        soci::into(attempts.failures), soci::into(last);
    attempts.last = last;
    return attempts;
  });
}

Result<void> Accounts::failed(const std::string& source, Seconds now, Seconds forgotten_after) {
  if (!storable(source)) return {};
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long at = now;
    const long long old = now - forgotten_after;
    sql << "DELETE FROM attempt WHERE last_at < :old", soci::use(old);
    sql << "INSERT INTO attempt (source, failures, last_at) VALUES (:source, 1, :now) "
           "ON CONFLICT (source) DO UPDATE SET failures = attempt.failures + 1, "
           "last_at = excluded.last_at",
        soci::use(source), soci::use(at);
    return {};
  });
}

Result<void> Accounts::succeeded(const std::string& source) {
  if (!storable(source)) return {};
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    sql << "DELETE FROM attempt WHERE source = :source", soci::use(source);
    return {};
  });
}

}  // namespace jianzhen::store
