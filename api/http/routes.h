#pragma once

// The table of operations: thin handlers between HTTP and the service. api/http/openapi.yaml
// describes every one of them (routes_test.cc compares).

#include <vector>

#include "api/http/gate.h"
#include "api/http/router.h"
#include "api/http/web.h"
#include "api/service.h"

namespace jianzhen::http {

// All three must outlive the routes.
std::vector<Route> routes(api::Service& service, const Gate& gate, const Web& web);

}  // namespace jianzhen::http
