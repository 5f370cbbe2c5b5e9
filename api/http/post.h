#pragma once

// One POST to somebody else's server. Thread-safe.

#include "api/webhook_courier.h"
#include "core/error.h"

namespace jianzhen::http {

// The status of the answer; redirects are not followed. Certificates are checked against the
// machine's. Errors: usage (the address), unreadable (nobody answers, or too late).
core::Result<int> post(const api::Post& request);

// Errors: usage (no address of ours).
core::Result<void> check_url(const std::string& url);

}  // namespace jianzhen::http
