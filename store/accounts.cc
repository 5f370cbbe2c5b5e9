#include "store/accounts.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "store/accounts_state.h"
#include "store/event_log.h"
#include "store/migrations.h"

namespace jianzhen::store {

using core::ErrorCode;
using core::fail;
using core::Result;
using nlohmann::json;

namespace {

constexpr char kColumns[] =
    "SELECT id, name, title, email, role, password, locked, created_at FROM account ";

std::set<std::string> assigned(soci::session& sql, const char* query, long long account) {
  const soci::rowset<std::string> rows = (sql.prepare << query, soci::use(account));
  return {rows.begin(), rows.end()};
}

Account account_of(const soci::row& row) {
  Account account;
  long long id = 0;
  int locked = 0;
  row >> id >> account.name >> account.title >> account.email >> account.role >> account.password >>
      locked >> account.created_at;
  account.id = id;
  account.locked = locked != 0;
  return account;
}

void fill(soci::session& sql, Account& account) {
  const long long id = account.id;
  int factors = 0;
  sql << "SELECT count(*) FROM second_factor WHERE account = :id AND in_use = 1", soci::use(id),
      soci::into(factors);
  account.second_factor = factors != 0;
  sql << "SELECT subject FROM account_subject WHERE account = :id", soci::use(id),
      soci::into(account.subject);
  account.tracks = assigned(sql, "SELECT track FROM account_track WHERE account = :id", account.id);
  account.entries =
      assigned(sql, "SELECT entry FROM account_entry WHERE account = :id", account.id);
}

std::optional<Account> found(soci::session& sql, std::int64_t number) {
  soci::row row;
  const long long id = number;
  sql << kColumns << "WHERE id = :id", soci::use(id), soci::into(row);
  if (!sql.got_data()) return std::nullopt;
  Account account = account_of(row);
  fill(sql, account);
  return account;
}

tl::unexpected<core::Error> no_such_account() {
  return fail(ErrorCode::not_found, {"没有这个账号。", "There is no such account."});
}

void put_assignments(soci::session& sql, const Account& account) {
  const long long id = account.id;
  sql << "DELETE FROM account_track WHERE account = :id", soci::use(id);
  for (const std::string& track : account.tracks) {
    sql << "INSERT INTO account_track (account, track) VALUES (:id, :track)", soci::use(id),
        soci::use(track);
  }
  sql << "DELETE FROM account_entry WHERE account = :id", soci::use(id);
  for (const std::string& entry : account.entries) {
    sql << "INSERT INTO account_entry (account, entry) VALUES (:id, :entry)", soci::use(id),
        soci::use(entry);
  }
}

Result<void> all_storable(const Account& account) {
  std::vector<std::string> texts = {account.name, account.title, account.email, account.role};
  texts.insert(texts.end(), account.tracks.begin(), account.tracks.end());
  texts.insert(texts.end(), account.entries.begin(), account.entries.end());
  for (const std::string& text : texts) {
    if (auto good = storable(text); !good) return good;
  }
  return {};
}

// Numbers, roles and assignments; never a name: events cannot be erased.
std::string data_of(const Account& account) {
  return json{{"account", account.actor()},
              {"role", account.role},
              {"locked", account.locked},
              {"tracks", account.tracks},
              {"entries", account.entries}}
      .dump();
}

void note(soci::session& sql, const std::string& type, const std::string& data,
          const std::string& actor) {
  write_event(sql, {0, {}, {}, type, data, actor, {}});
}

bool administrator_left(soci::session& sql) {
  long long left = 0;
  sql << "SELECT count(*) FROM account WHERE role = 'administrator' AND locked = 0",
      soci::into(left);
  return left > 0;
}

}  // namespace

std::string actor_of(std::int64_t account) { return "A" + std::to_string(account); }

std::int64_t account_of_actor(const std::string& actor) {
  std::int64_t id = 0;
  if (actor.starts_with('A')) {
    std::from_chars(actor.data() + 1, actor.data() + actor.size(), id);
  }
  return id;
}

Accounts::Accounts(std::unique_ptr<State> state) : state_(std::move(state)) {}
Accounts::~Accounts() = default;

Result<std::unique_ptr<Accounts>> Accounts::open(const std::string& connection,
                                                 std::optional<SealKey> key) {
  auto sessions = open_migrated(connection);
  if (!sessions) return fail(sessions.error());
  std::unique_ptr<Accounts> accounts(
      new Accounts(std::make_unique<State>(State{std::move(*sessions), key})));
  if (key) {
    if (auto sealed = accounts->seal_second_factors(); !sealed) return fail(sealed.error());
  }
  return accounts;
}

Result<bool> Accounts::any() {
  return state_->sessions->run([](soci::session& sql) -> Result<bool> {
    long long count = 0;
    sql << "SELECT count(*) FROM account", soci::into(count);
    return count > 0;
  });
}

Result<std::vector<Account>> Accounts::all() {
  return state_->sessions->run([](soci::session& sql) -> Result<std::vector<Account>> {
    std::vector<Account> accounts;
    {
      const soci::rowset<soci::row> rows = (sql.prepare << kColumns << "ORDER BY id");
      for (const soci::row& row : rows) accounts.push_back(account_of(row));
    }
    for (Account& account : accounts) fill(sql, account);
    return accounts;
  });
}

Result<Account> Accounts::account(std::int64_t id) {
  return state_->sessions->run([&](soci::session& sql) -> Result<Account> {
    auto account = found(sql, id);
    if (!account) return no_such_account();
    return std::move(*account);
  });
}

Result<std::optional<Account>> Accounts::account_named(const std::string& name) {
  if (!storable(name)) return std::optional<Account>();
  return state_->sessions->run([&](soci::session& sql) -> Result<std::optional<Account>> {
    long long id = 0;
    sql << "SELECT id FROM account WHERE name = :name", soci::use(name), soci::into(id);
    if (!sql.got_data()) return std::optional<Account>();
    return found(sql, id);
  });
}

Result<std::vector<Account>> Accounts::with_entry(const std::string& entry) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::vector<Account>> {
    auto accounts = all_of<Account>(
        (sql.prepare << kColumns
                     << "WHERE id IN (SELECT account FROM account_entry WHERE entry = :entry) "
                        "ORDER BY id",
         soci::use(entry)),
        account_of);
    for (Account& account : accounts) fill(sql, account);
    return accounts;
  });
}

Result<Account> Accounts::add(const Account& given, const std::string& actor) {
  if (auto good = all_storable(given); !good) return fail(good.error());
  return state_->sessions->write([&](soci::session& sql) -> Result<Account> {
    long long taken = 0;
    sql << "SELECT count(*) FROM account WHERE name = :name", soci::use(given.name),
        soci::into(taken);
    if (taken > 0) {
      return fail(ErrorCode::conflict, {"账号“" + given.name + "”已存在。",
                                        "The account \"" + given.name + "\" exists already."});
    }
    Account account = given;
    account.id = next_number(sql, "account");
    account.created_at = utc_now();
    const long long id = account.id;
    const int locked = account.locked ? 1 : 0;
    sql << "INSERT INTO account (id, name, title, email, role, password, locked, created_at) "
           "VALUES (:id, :name, :title, :email, :role, :password, :locked, :created_at)",
        soci::use(id), soci::use(account.name), soci::use(account.title), soci::use(account.email),
        soci::use(account.role), soci::use(account.password), soci::use(locked),
        soci::use(account.created_at);
    put_assignments(sql, account);
    note(sql, "account.created", data_of(account), actor);
    return account;
  });
}

Result<void> Accounts::change(const Account& given, const std::string& actor) {
  if (auto good = all_storable(given); !good) return good;
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const auto before = found(sql, given.id);
    if (!before) return no_such_account();
    const long long id = given.id;
    const int locked = given.locked ? 1 : 0;
    sql << "UPDATE account SET title = :title, email = :email, role = :role, locked = :locked "
           "WHERE id = :id",
        soci::use(given.title), soci::use(given.email), soci::use(given.role), soci::use(locked),
        soci::use(id);
    put_assignments(sql, given);
    if (given.locked || given.role != before->role) {
      sql << "DELETE FROM session WHERE account = :id", soci::use(id);
    }
    if (!administrator_left(sql)) {
      return fail(ErrorCode::conflict, {"至少要保留一个可登录的管理员账号。",
                                        "One administrator must remain who can log in."});
    }
    note(sql, "account.changed", data_of(given), actor);
    return {};
  });
}

Result<void> Accounts::set_password(std::int64_t number, const std::string& hash,
                                    const std::string& actor) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const auto account = found(sql, number);
    if (!account) return no_such_account();
    const long long id = number;
    sql << "UPDATE account SET password = :hash WHERE id = :id", soci::use(hash), soci::use(id);
    sql << "DELETE FROM session WHERE account = :id", soci::use(id);
    sql << "DELETE FROM invitation WHERE account = :id", soci::use(id);
    note(sql, "account.password", json{{"account", account->actor()}}.dump(), actor);
    return {};
  });
}

Result<void> Accounts::assign(std::int64_t number, const std::string& entry) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    if (!found(sql, number)) return no_such_account();
    const long long id = number;
    sql << "INSERT INTO account_entry (account, entry) VALUES (:id, :entry) "
           "ON CONFLICT (account, entry) DO NOTHING",
        soci::use(id), soci::use(entry);
    return {};
  });
}

Result<std::vector<Recusal>> Accounts::recusals(std::int64_t account) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::vector<Recusal>> {
    std::vector<Recusal> recusals;
    const long long id = account;
    const soci::rowset<soci::row> rows =
        (sql.prepare << "SELECT entry, conflict, reason, declared_at FROM recusal "
                        "WHERE account = :id ORDER BY entry",
         soci::use(id));
    for (const soci::row& row : rows) {
      recusals.push_back({row.get<std::string>(0), row.get<int>(1) != 0, row.get<std::string>(2),
                          row.get<std::string>(3)});
    }
    return recusals;
  });
}

Result<void> Accounts::declare(std::int64_t number, const std::vector<Recusal>& recusals) {
  for (const Recusal& recusal : recusals) {
    if (auto good = storable(recusal.reason); !good) return good;
  }
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const auto account = found(sql, number);
    if (!account) return no_such_account();
    const long long id = number;
    const std::string now = utc_now();
    for (const Recusal& recusal : recusals) {
      const int conflict = recusal.conflict ? 1 : 0;
      sql << "INSERT INTO recusal (account, entry, conflict, reason, declared_at) "
             "VALUES (:id, :entry, :conflict, :reason, :now) "
             "ON CONFLICT (account, entry) DO UPDATE SET conflict = excluded.conflict, "
             "reason = excluded.reason, declared_at = excluded.declared_at "
             "WHERE recusal.conflict = 0",
          soci::use(id), soci::use(recusal.entry), soci::use(conflict), soci::use(recusal.reason),
          soci::use(now);
      const json data = {{"conflict", recusal.conflict}};
      write_event(sql,
                  {0, {}, {}, "recusal.declared", data.dump(), account->actor(), recusal.entry});
    }
    return {};
  });
}

}  // namespace jianzhen::store
