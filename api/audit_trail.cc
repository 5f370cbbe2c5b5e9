#include "api/audit_trail.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "store/hash.h"

namespace jianzhen::api {
namespace {

constexpr store::Seconds kOneReading = 600;

}  // namespace

core::Result<void> AuditTrail::note(const std::string& actor, const Reading& reading,
                                    store::Seconds now) {
  // Pages have numbers of their own; what is read as a whole is told apart by how.
  const bool whole = reading.page == 0;
  const Key key{actor, reading.material, reading.page,
                whole ? reading.operation + " " + reading.entry : std::string()};
  {
    const std::lock_guard lock(mutex_);
    if (now - swept_ >= kOneReading) {
      std::erase_if(noted_, [now](const auto& one) { return now - one.second >= kOneReading; });
      swept_ = now;
    }
    const auto known = noted_.find(key);
    if (known != noted_.end() && now - known->second < kOneReading) return {};
  }
  nlohmann::json data = {{"operation", reading.operation}};
  if (reading.material != 0) data["material"] = reading.material;
  if (reading.page != 0) data["page"] = reading.page;
  const auto event =
      catalogue_.append_event({0, {}, {}, "material.seen", data.dump(), actor, reading.entry});
  if (!event) return core::fail(event.error());
  const std::lock_guard lock(mutex_);
  noted_[key] = now;
  return {};
}

core::Result<AuditCheck> AuditTrail::check(std::int64_t through) {
  constexpr int kAtOnce = 1000;
  if (through <= 0) through = std::numeric_limits<std::int64_t>::max();
  AuditCheck result;
  store::Hasher hasher;
  while (result.events < through) {
    const auto events = catalogue_.events("", result.events, kAtOnce);
    if (!events) return core::fail(events.error());
    if (events->empty()) break;
    for (const store::Event& event : *events) {
      if (result.events == through) break;
      if (event.seq != result.events + 1) {
        result.first_fault = result.events + 1;
        return result;
      }
      ++result.events;
      const nlohmann::json row = {event.seq,       event.at,    event.entry, event.type,
                                  event.data_json, event.actor, event.about};
      hasher.update(row.dump() + "\n");
    }
  }
  result.digest = hasher.finish().hex();
  return result;
}

}  // namespace jianzhen::api
