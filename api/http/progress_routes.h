#pragma once

// The operation of openapi.yaml on how far the contest has come.

#include <vector>

#include "api/http/gate.h"

namespace jianzhen::http {

std::vector<Operation> progress_operations(api::Service& service);

}  // namespace jianzhen::http
