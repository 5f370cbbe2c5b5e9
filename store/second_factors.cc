#include "store/accounts_state.h"
#include "store/event_log.h"

namespace jianzhen::store {

using core::fail;
using core::Result;

namespace {

void note(soci::session& sql, const std::string& type, std::int64_t account,
          const std::string& actor) {
  const std::string data = R"({"account":")" + actor_of(account) + R"("})";
  write_event(sql, {0, {}, {}, type, data, actor, {}});
}

void drop(soci::session& sql, long long id) {
  sql << "DELETE FROM second_factor WHERE account = :id", soci::use(id);
  sql << "DELETE FROM recovery_code WHERE account = :id", soci::use(id);
}

// Whoever holds the catalogue of another machine, or lost the key, must be told by what to mend it.
tl::unexpected<core::Error> other_key() {
  return fail(
      core::ErrorCode::unreadable,
      {"两步验证的密钥无法解开：数据目录中的 service.key 不是原来的文件。请管理员放回原文件，"
       "或停用该账号的两步验证。",
       "The second factor cannot be opened: service.key of the data folder is not the file "
       "it was sealed with. Put that back, or let an administrator end the factor."},
      "second_factor", "service.key");
}

}  // namespace

// In one transaction, and without leaving what it replaces in the free pages of SQLite.
Result<void> Accounts::seal_second_factors() {
  const bool embedded = state_->sessions->engine() == Engine::sqlite3;
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    if (embedded) sql << "PRAGMA secure_delete = ON";
    std::vector<std::pair<long long, std::string>> plain;
    {
      const soci::rowset<soci::row> rows =
          (sql.prepare << "SELECT account, totp_key FROM second_factor WHERE sealed = 0");
      for (const soci::row& row : rows) {
        plain.emplace_back(row.get<long long>(0), row.get<std::string>(1));
      }
    }
    for (const auto& [account, key] : plain) {
      const std::string sealed = state_->key->seal(key);
      sql << "UPDATE second_factor SET totp_key = :key, sealed = 1 WHERE account = :id",
          soci::use(sealed), soci::use(account);
    }
    return {};
  });
}

Result<std::optional<SecondFactor>> Accounts::second_factor(std::int64_t account) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::optional<SecondFactor>> {
    const long long id = account;
    SecondFactor factor;
    int in_use = 0;
    long long used = 0;
    sql << "SELECT totp_key, in_use, used_step FROM second_factor WHERE account = :id",
        soci::use(id), soci::into(factor.key), soci::into(in_use), soci::into(used);
    if (!sql.got_data()) return std::optional<SecondFactor>();
    auto key = state_->key ? state_->key->open(factor.key) : std::nullopt;
    if (!key) return other_key();
    factor.key = std::move(*key);
    factor.in_use = in_use != 0;
    factor.used_step = used;
    sql << "SELECT count(*) FROM recovery_code WHERE account = :id", soci::use(id),
        soci::into(factor.recovery_codes);
    return std::optional(factor);
  });
}

Result<void> Accounts::begin_second_factor(std::int64_t account, const std::string& key) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long id = account;
    int in_use = 0;
    sql << "SELECT count(*) FROM second_factor WHERE account = :id AND in_use = 1", soci::use(id),
        soci::into(in_use);
    if (in_use != 0) {
      return fail(core::ErrorCode::conflict,
                  {"该账号已经启用两步验证。", "The account has a second factor already."});
    }
    if (!state_->key) return other_key();
    const std::string sealed = state_->key->seal(key);
    drop(sql, id);
    sql << "INSERT INTO second_factor (account, totp_key, sealed, in_use, used_step) "
           "VALUES (:id, :key, 1, 0, 0)",
        soci::use(id), soci::use(sealed);
    return {};
  });
}

Result<void> Accounts::use_second_factor(std::int64_t account, std::int64_t step,
                                         const std::vector<std::string>& recovery) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long id = account;
    const long long used = step;
    sql << "UPDATE second_factor SET in_use = 1, used_step = :step WHERE account = :id",
        soci::use(used), soci::use(id);
    for (const std::string& secret : recovery) {
      sql << "INSERT INTO recovery_code (account, secret) VALUES (:id, :secret)", soci::use(id),
          soci::use(secret);
    }
    note(sql, "account.second_factor_on", account, actor_of(account));
    return {};
  });
}

Result<bool> Accounts::used_step(std::int64_t account, std::int64_t step) {
  return state_->sessions->write([&](soci::session& sql) -> Result<bool> {
    const long long id = account;
    const long long used = step;
    soci::statement update = (sql.prepare << "UPDATE second_factor SET used_step = :step "
                                             "WHERE account = :id AND used_step < :before",
                              soci::use(used), soci::use(id), soci::use(used));
    update.execute(true);
    return update.get_affected_rows() == 1;
  });
}

Result<bool> Accounts::used_recovery_code(std::int64_t account, const std::string& secret) {
  return state_->sessions->write([&](soci::session& sql) -> Result<bool> {
    const long long id = account;
    soci::statement gone =
        (sql.prepare << "DELETE FROM recovery_code WHERE account = :id AND secret = :secret",
         soci::use(id), soci::use(secret));
    gone.execute(true);
    if (gone.get_affected_rows() != 1) return false;
    note(sql, "account.recovery_code_used", account, actor_of(account));
    return true;
  });
}

Result<void> Accounts::end_second_factor(std::int64_t account, const std::string& actor) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    drop(sql, account);
    note(sql, "account.second_factor_off", account, actor);
    return {};
  });
}

}  // namespace jianzhen::store
