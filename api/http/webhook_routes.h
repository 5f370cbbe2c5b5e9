#pragma once

// The operations of openapi.yaml on where events are sent to.

#include <vector>

#include "api/http/gate.h"

namespace jianzhen::http {

std::vector<Operation> webhook_operations(api::Service& service);

}  // namespace jianzhen::http
