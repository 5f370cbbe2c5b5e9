#pragma once

// The operations of openapi.yaml on notices by e-mail.

#include <vector>

#include "api/http/gate.h"

namespace jianzhen::http {

std::vector<Operation> mail_operations(api::Service& service);

}  // namespace jianzhen::http
