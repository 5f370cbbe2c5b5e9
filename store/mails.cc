#include "store/mails.h"

#include <nlohmann/json.hpp>

#include "store/event_log.h"
#include "store/migrations.h"
#include "store/sql.h"

namespace jianzhen::store {

using core::ErrorCode;
using core::fail;
using core::Result;
using nlohmann::json;

namespace {

constexpr char kMails[] =
    "SELECT id, account, kind, entry, detail, refused, failures, next_at, trouble, created_at "
    "FROM mail ";

Mail mail_of(const soci::row& row) {
  Mail mail;
  long long id = 0;
  long long account = 0;
  long long next_at = 0;
  long long created_at = 0;
  int refused = 0;
  row >> id >> account >> mail.kind >> mail.entry >> mail.detail >> refused >> mail.failures >>
      next_at >> mail.trouble >> created_at;
  mail.id = id;
  mail.account = account;
  mail.refused = refused != 0;
  mail.next_at = next_at;
  mail.created_at = created_at;
  return mail;
}

// No part of the entry's own story: its submitter hears that by the mail.
void tell(soci::session& sql, const std::string& type, const Mail& mail, const std::string& actor) {
  const json data = {{"mail", mail.id}, {"kind", mail.kind}, {"account", actor_of(mail.account)}};
  write_event(sql, {0, {}, {}, type, data.dump(), actor, mail.entry});
}

Result<Mail> one_of(soci::session& sql, std::int64_t number) {
  const long long id = number;
  soci::row row;
  sql << kMails << "WHERE id = :id", soci::use(id), soci::into(row);
  if (sql.got_data()) return mail_of(row);
  return fail(ErrorCode::not_found,
              {"没有这封待发的邮件，可能已经发出。", "No such mail waits; it may have been sent."});
}

void insert(soci::session& sql, const Mail& mail) {
  const long long id = next_number(sql, "mail");
  const long long account = mail.account;
  const long long created_at = mail.created_at;
  sql << "INSERT INTO mail (id, account, kind, entry, detail, refused, failures, next_at, trouble, "
         "created_at) VALUES (:id, :account, :kind, :entry, :detail, 0, 0, 0, '', :created_at)",
      soci::use(id), soci::use(account), soci::use(mail.kind), soci::use(mail.entry),
      soci::use(mail.detail), soci::use(created_at);
}

void erase(soci::session& sql, std::int64_t number) {
  const long long id = number;
  sql << "DELETE FROM mail WHERE id = :id", soci::use(id);
}

}  // namespace

struct Mails::State {
  std::unique_ptr<Sessions> sessions;
};

Mails::Mails(std::unique_ptr<State> state) : state_(std::move(state)) {}
Mails::~Mails() = default;

Result<std::unique_ptr<Mails>> Mails::open(const std::string& connection) {
  auto sessions = open_migrated(connection);
  if (!sessions) return fail(sessions.error());
  return std::unique_ptr<Mails>(new Mails(std::make_unique<State>(State{std::move(*sessions)})));
}

Result<std::int64_t> Mails::delivered() {
  return state_->sessions->run([](soci::session& sql) -> Result<std::int64_t> {
    long long delivered = 0;
    sql << "SELECT delivered FROM mail_place", soci::into(delivered);
    return delivered;
  });
}

Result<void> Mails::put(const std::vector<Mail>& mails, std::int64_t delivered) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    for (const Mail& mail : mails) insert(sql, mail);
    const long long place = delivered;
    sql << "UPDATE mail_place SET delivered = :place", soci::use(place);
    return {};
  });
}

Result<void> Mails::put(const Mail& mail) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    insert(sql, mail);
    return {};
  });
}

Result<std::vector<Mail>> Mails::due(Seconds now, int limit) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::vector<Mail>> {
    const long long at = now;
    return all_of<Mail>(
        (sql.prepare << kMails << "WHERE refused = 0 AND next_at <= :now ORDER BY id LIMIT :limit",
         soci::use(at), soci::use(limit)),
        mail_of);
  });
}

Result<std::vector<Mail>> Mails::newest(int limit) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::vector<Mail>> {
    return all_of<Mail>(
        (sql.prepare << kMails << "ORDER BY refused DESC, id DESC LIMIT :limit", soci::use(limit)),
        mail_of);
  });
}

Result<MailCounts> Mails::counts() {
  return state_->sessions->run([](soci::session& sql) -> Result<MailCounts> {
    long long waiting = 0;
    long long refused = 0;
    sql << "SELECT count(*) FROM mail WHERE refused = 0", soci::into(waiting);
    sql << "SELECT count(*) FROM mail WHERE refused = 1", soci::into(refused);
    return MailCounts{waiting, refused};
  });
}

Result<void> Mails::keep_try(const Mail& mail) {
  if (auto good = storable(mail.trouble); !good) return good;
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long id = mail.id;
    const long long next_at = mail.next_at;
    const int refused = mail.refused ? 1 : 0;
    sql << "UPDATE mail SET refused = :refused, failures = :failures, next_at = :next_at, "
           "trouble = :trouble WHERE id = :id",
        soci::use(refused), soci::use(mail.failures), soci::use(next_at), soci::use(mail.trouble),
        soci::use(id);
    if (mail.refused) tell(sql, "mail.refused", mail, {});
    return {};
  });
}

Result<void> Mails::sent(const Mail& mail) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    erase(sql, mail.id);
    tell(sql, "mail.sent", mail, {});
    return {};
  });
}

Result<void> Mails::resume(std::int64_t number, const std::string& actor) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const auto mail = one_of(sql, number);
    if (!mail) return fail(mail.error());
    const long long id = number;
    sql << "UPDATE mail SET refused = 0, failures = 0, next_at = 0 WHERE id = :id", soci::use(id);
    tell(sql, "mail.resumed", *mail, actor);
    return {};
  });
}

Result<void> Mails::remove(std::int64_t number, const std::string& actor) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const auto mail = one_of(sql, number);
    if (!mail) return fail(mail.error());
    erase(sql, number);
    tell(sql, "mail.removed", *mail, actor);
    return {};
  });
}

}  // namespace jianzhen::store
