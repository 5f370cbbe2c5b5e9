#pragma once

// One request to somebody else's server. Thread-safe.

#include "api/outgoing.h"
#include "core/error.h"

namespace jianzhen::http {

// Redirects are not followed. Certificates are checked against the machine's. Errors: usage (the
// address), unreadable (nobody answers, too late or too much).
core::Result<api::OutgoingAnswer> ask_outside(const api::OutgoingRequest& request);

// Errors: usage (no address of ours).
core::Result<void> check_url(const std::string& url);

}  // namespace jianzhen::http
