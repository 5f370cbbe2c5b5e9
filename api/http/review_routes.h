#pragma once

// The operations of the verifier's desk, of the submitter's answers to it, and of reports.

#include <vector>

#include "api/http/gate.h"
#include "api/service.h"

namespace jianzhen::http {

// The service must outlive the operations.
std::vector<Operation> review_operations(api::Service& service);

}  // namespace jianzhen::http
