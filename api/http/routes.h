#pragma once

// The table of operations: thin handlers between HTTP and the service. api/openapi.yaml describes
// every one of them (routes_test.cc compares).

#include <vector>

#include "api/http/router.h"
#include "api/http/web.h"
#include "api/service.h"

namespace jianzhen::http {

// Both must outlive the routes.
std::vector<Route> routes(api::Service& service, const Web& web);

}  // namespace jianzhen::http
