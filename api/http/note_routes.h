#pragma once

// The operations of openapi.yaml on what judges write for themselves.

#include <vector>

#include "api/http/gate.h"

namespace jianzhen::http {

std::vector<Operation> note_operations(api::Service& service);

}  // namespace jianzhen::http
