#pragma once

// Writing and reading the event table, for whoever holds a session. Private to this folder. Throws
// soci::soci_error.

#include <soci/soci.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"
#include "store/catalogue.h"

namespace jianzhen::store {

// The next number of a row of `counter`. Within a transaction only: the number is lost with it.
std::int64_t next_number(soci::session& sql, const std::string& counter);

// Within a transaction only. Gives the event its number and time.
Event write_event(soci::session& sql, Event event);

std::vector<Event> events_after(soci::session& sql, const std::string& entry,
                                std::int64_t after_seq, int limit);
std::vector<Event> events_before(soci::session& sql, const EventFilter& filter,
                                 std::int64_t before_seq, int limit);

// Text that every engine takes: PostgreSQL refuses a zero byte and what is not UTF-8.
core::Result<void> storable(const std::string& text);

}  // namespace jianzhen::store
