#include "store/replays.h"

#include "store/event_log.h"
#include "store/migrations.h"
#include "store/sql.h"

namespace jianzhen::store {

using core::fail;
using core::Result;

namespace {

constexpr std::int64_t kKept = std::int64_t{24} * 3600;  // seconds
// A service that died while it answered must not block the request for a day.
constexpr std::int64_t kAnswering = 120;

}  // namespace

struct Replays::State {
  std::unique_ptr<Sessions> sessions;
};

Replays::Replays(std::unique_ptr<State> state) : state_(std::move(state)) {}
Replays::~Replays() = default;

Result<std::unique_ptr<Replays>> Replays::open(const std::string& connection) {
  auto sessions = open_migrated(connection);
  if (!sessions) return fail(sessions.error());
  return std::unique_ptr<Replays>(
      new Replays(std::make_unique<State>(State{std::move(*sessions)})));
}

Result<std::optional<Replay>> Replays::begin(const std::string& request,
                                             const std::string& fingerprint, std::int64_t now) {
  if (auto good = storable(request); !good) return fail(good.error());
  return state_->sessions->write([&](soci::session& sql) -> Result<std::optional<Replay>> {
    const long long at = now;
    const long long old = now - kKept;
    const long long stuck = now - kAnswering;
    sql << "DELETE FROM replay WHERE at < :old OR (status = 0 AND at < :stuck)", soci::use(old),
        soci::use(stuck);
    Replay known;
    sql << "SELECT fingerprint, status, body, location FROM replay WHERE request = :request",
        soci::use(request), soci::into(known.fingerprint), soci::into(known.status),
        soci::into(known.body), soci::into(known.location);
    if (sql.got_data()) return std::optional(std::move(known));
    sql << "INSERT INTO replay (request, fingerprint, status, body, location, at) "
           "VALUES (:request, :fingerprint, 0, '', '', :at)",
        soci::use(request), soci::use(fingerprint), soci::use(at);
    return std::optional<Replay>();
  });
}

Result<void> Replays::finish(const std::string& request, const Replay& answer) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    sql << "UPDATE replay SET status = :status, body = :body, location = :location "
           "WHERE request = :request",
        soci::use(answer.status), soci::use(answer.body), soci::use(answer.location),
        soci::use(request);
    return {};
  });
}

Result<void> Replays::forget(const std::string& request) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    sql << "DELETE FROM replay WHERE request = :request", soci::use(request);
    return {};
  });
}

}  // namespace jianzhen::store
