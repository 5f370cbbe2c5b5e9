#include "api/audit_trail.h"

#include <nlohmann/json.hpp>

namespace jianzhen::api {
namespace {

constexpr store::Seconds kOneReading = 600;

}  // namespace

core::Result<void> AuditTrail::note(const std::string& actor, const Reading& reading,
                                    store::Seconds now) {
  const Key key{actor, reading.material, reading.page,
                reading.page == 0 ? reading.operation : std::string()};
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

}  // namespace jianzhen::api
