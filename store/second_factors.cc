#include "store/accounts_state.h"
#include "store/event_log.h"

namespace jianzhen::store {

using core::fail;
using core::Result;

namespace {

void note(soci::session& sql, const std::string& type, std::int64_t account,
          const std::string& actor) {
  const std::string data = R"({"account":"A)" + std::to_string(account) + R"("})";
  write_event(sql, {0, {}, {}, type, data, actor, {}});
}

std::string actor_of(std::int64_t account) { return "A" + std::to_string(account); }

void drop(soci::session& sql, long long id) {
  sql << "DELETE FROM second_factor WHERE account = :id", soci::use(id);
  sql << "DELETE FROM recovery_code WHERE account = :id", soci::use(id);
}

}  // namespace

Result<std::optional<SecondFactor>> Accounts::second_factor(std::int64_t account) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::optional<SecondFactor>> {
    const long long id = account;
    SecondFactor factor;
    int in_use = 0;
    long long used = 0;
    sql << "SELECT totp_key, in_use, used_step FROM second_factor WHERE account = :id",
        soci::use(id), soci::into(factor.key), soci::into(in_use), soci::into(used);
    if (!sql.got_data()) return std::optional<SecondFactor>();
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
    drop(sql, id);
    sql << "INSERT INTO second_factor (account, totp_key, in_use, used_step) "
           "VALUES (:id, :key, 0, 0)",
        soci::use(id), soci::use(key);
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
