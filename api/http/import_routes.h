#pragma once

// The operations of openapi.yaml on tables of the administrator's and on who came how far.

#include <vector>

#include "api/http/gate.h"

namespace jianzhen::http {

std::vector<Operation> import_operations(api::Service& service);

}  // namespace jianzhen::http
