#pragma once

// Log-in by the provider of identities: there, back, and a code where the account asks for one.

#include <vector>

#include "api/http/gate.h"
#include "api/service.h"

namespace jianzhen::http {

// Both must outlive the operations.
std::vector<Operation> provider_operations(api::Service& service, const Gate& gate);

}  // namespace jianzhen::http
