#include "store/event_log.h"

#include <limits>

#include "core/text.h"
#include "store/sql.h"

namespace jianzhen::store {
namespace {

constexpr char kColumns[] = "SELECT seq, at, entry, type, data, actor, about FROM event ";

Event event_of(const soci::row& row) {
  Event event;
  long long seq = 0;
  row >> seq >> event.at >> event.entry >> event.type >> event.data_json >> event.actor >>
      event.about;
  event.seq = seq;
  return event;
}

}  // namespace

std::int64_t next_number(soci::session& sql, const std::string& counter) {
  sql << "UPDATE counter SET value = value + 1 WHERE name = :name", soci::use(counter);
  long long value = 0;
  sql << "SELECT value FROM counter WHERE name = :name", soci::use(counter), soci::into(value);
  return value;
}

Event write_event(soci::session& sql, Event event) {
  event.seq = next_number(sql, "event");
  event.at = utc_now();
  const long long seq = event.seq;
  sql << "INSERT INTO event (seq, at, entry, type, data, actor, about) "
         "VALUES (:seq, :at, :entry, :type, :data, :actor, :about)",
      soci::use(seq), soci::use(event.at), soci::use(event.entry), soci::use(event.type),
      soci::use(event.data_json), soci::use(event.actor), soci::use(event.about);
  return event;
}

std::vector<Event> events_after(soci::session& sql, const std::string& entry,
                                std::int64_t after_seq, int limit) {
  const long long after = after_seq;
  if (entry.empty()) {
    return all_of<Event>((sql.prepare << kColumns << "WHERE seq > :after ORDER BY seq LIMIT :limit",
                          soci::use(after), soci::use(limit)),
                         event_of);
  }
  return all_of<Event>(
      (sql.prepare << kColumns << "WHERE entry = :entry AND seq > :after ORDER BY seq LIMIT :limit",
       soci::use(entry), soci::use(after), soci::use(limit)),
      event_of);
}

std::vector<Event> events_before(soci::session& sql, const EventFilter& filter,
                                 std::int64_t before_seq, int limit) {
  const long long before = before_seq > 0 ? before_seq : std::numeric_limits<long long>::max();
  // Words of ours only make up the statement; what was asked for is bound.
  std::string where = "WHERE seq < :before";
  if (!filter.actor.empty()) where += " AND actor = :actor";
  if (!filter.entry.empty()) where += " AND (entry = :entry OR about = :about)";
  const bool family = filter.type.ends_with('.');
  const std::string type = family ? filter.type + "%" : filter.type;
  if (!type.empty()) where += family ? " AND type LIKE :type" : " AND type = :type";
  soci::details::prepare_temp_type query =
      (sql.prepare << kColumns << where << " ORDER BY seq DESC LIMIT :limit", soci::use(before));
  if (!filter.actor.empty()) query, soci::use(filter.actor);
  if (!filter.entry.empty()) query, soci::use(filter.entry), soci::use(filter.entry);
  if (!type.empty()) query, soci::use(type);
  query, soci::use(limit);
  return all_of<Event>(query, event_of);
}

core::Result<void> storable(const std::string& text) {
  if (core::is_utf8(text) && text.find('\0') == std::string::npos) return {};
  return core::fail(core::ErrorCode::usage,
                    {"名称中含有无法保存的字符，请改名后重试。",
                     "A name holds characters that cannot be stored; rename it and try again."});
}

}  // namespace jianzhen::store
