#pragma once

// The operations about who people are: log-in, links, tokens, accounts, recusal.

#include <vector>

#include "api/http/gate.h"
#include "api/service.h"

namespace jianzhen::http {

// Both must outlive the operations.
std::vector<Operation> account_operations(api::Service& service, const Gate& gate);

}  // namespace jianzhen::http
