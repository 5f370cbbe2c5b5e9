#pragma once

// The operations of the contest's course: who may enter, submission, recusal, the audit trail.

#include <vector>

#include "api/http/gate.h"
#include "api/service.h"

namespace jianzhen::http {

// The service must outlive the operations.
std::vector<Operation> contest_operations(api::Service& service);

}  // namespace jianzhen::http
