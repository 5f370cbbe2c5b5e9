#include "store/webhooks.h"

#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "store/event_log.h"
#include "store/migrations.h"
#include "store/sql.h"

namespace jianzhen::store {

using core::ErrorCode;
using core::fail;
using core::Result;
using nlohmann::json;

namespace {

constexpr char kWebhooks[] =
    "SELECT id, url, secret, events, internal, active, delivered, failures, next_at, trouble, "
    "tried_at, created_at FROM webhook ";

Webhook webhook_of(const soci::row& row) {
  Webhook hook;
  long long id = 0;
  long long delivered = 0;
  long long next_at = 0;
  long long tried_at = 0;
  int internal = 0;
  int active = 0;
  std::string events;
  row >> id >> hook.url >> hook.secret >> events >> internal >> active >> delivered >>
      hook.failures >> next_at >> hook.trouble >> tried_at >> hook.created_at;
  hook.id = id;
  std::istringstream types(events);
  hook.events = {std::istream_iterator<std::string>(types), {}};
  hook.internal = internal != 0;
  hook.active = active != 0;
  hook.delivered = delivered;
  hook.next_at = next_at;
  hook.tried_at = tried_at;
  return hook;
}

// Never its address or its secret: events cannot be erased.
void tell(soci::session& sql, const std::string& type, std::int64_t id, const std::string& actor) {
  write_event(sql, {0, {}, {}, type, json{{"webhook", id}}.dump(), actor, {}});
}

Result<Webhook> one_of(soci::session& sql, std::int64_t number) {
  const long long id = number;
  soci::row row;
  sql << kWebhooks << "WHERE id = :id", soci::use(id), soci::into(row);
  if (sql.got_data()) return webhook_of(row);
  return fail(ErrorCode::not_found, {"没有这个接收地址。", "There is no such webhook."});
}

}  // namespace

struct Webhooks::State {
  std::unique_ptr<Sessions> sessions;
};

Webhooks::Webhooks(std::unique_ptr<State> state) : state_(std::move(state)) {}
Webhooks::~Webhooks() = default;

Result<std::unique_ptr<Webhooks>> Webhooks::open(const std::string& connection) {
  auto sessions = open_migrated(connection);
  if (!sessions) return fail(sessions.error());
  return std::unique_ptr<Webhooks>(
      new Webhooks(std::make_unique<State>(State{std::move(*sessions)})));
}

Result<std::vector<Webhook>> Webhooks::all() {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::vector<Webhook>> {
    return all_of<Webhook>((sql.prepare << kWebhooks << "ORDER BY id"), webhook_of);
  });
}

Result<Webhook> Webhooks::add(Webhook hook, const std::string& actor) {
  for (const std::string* text : {&hook.url, &hook.secret}) {
    if (auto good = storable(*text); !good) return fail(good.error());
  }
  return state_->sessions->write([&](soci::session& sql) -> Result<Webhook> {
    hook.id = next_number(sql, "webhook");
    hook.created_at = utc_now();
    tell(sql, "webhook.created", hook.id, actor);
    long long newest = 0;
    sql << "SELECT max(seq) FROM event", soci::into(newest);
    hook.delivered = newest;
    std::string events;
    for (const std::string& type : hook.events) events += (events.empty() ? "" : " ") + type;
    const long long id = hook.id;
    const int internal = hook.internal ? 1 : 0;
    sql << "INSERT INTO webhook (id, url, secret, events, internal, active, delivered, failures, "
           "next_at, trouble, tried_at, created_at) VALUES (:id, :url, :secret, :events, "
           ":internal, "
           "1, :delivered, 0, 0, '', 0, :at)",
        soci::use(id), soci::use(hook.url), soci::use(hook.secret), soci::use(events),
        soci::use(internal), soci::use(newest), soci::use(hook.created_at);
    return hook;
  });
}

Result<Webhook> Webhooks::resume(std::int64_t number, const std::string& actor) {
  return state_->sessions->write([&](soci::session& sql) -> Result<Webhook> {
    if (auto known = one_of(sql, number); !known) return known;
    const long long id = number;
    sql << "UPDATE webhook SET active = 1, failures = 0, next_at = 0 WHERE id = :id", soci::use(id);
    tell(sql, "webhook.resumed", number, actor);
    return one_of(sql, number);
  });
}

Result<void> Webhooks::remove(std::int64_t number, const std::string& actor) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    if (const auto known = one_of(sql, number); !known) return fail(known.error());
    const long long id = number;
    sql << "DELETE FROM webhook WHERE id = :id", soci::use(id);
    tell(sql, "webhook.removed", number, actor);
    return {};
  });
}

Result<void> Webhooks::keep_progress(const Webhook& hook) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long id = hook.id;
    const long long delivered = hook.delivered;
    const long long next_at = hook.next_at;
    const long long tried_at = hook.tried_at;
    const int active = hook.active ? 1 : 0;
    sql << "UPDATE webhook SET active = :active, delivered = :delivered, failures = :failures, "
           "next_at = :next_at, trouble = :trouble, tried_at = :tried_at WHERE id = :id",
        soci::use(active), soci::use(delivered), soci::use(hook.failures), soci::use(next_at),
        soci::use(hook.trouble), soci::use(tried_at), soci::use(id);
    return {};
  });
}

}  // namespace jianzhen::store
