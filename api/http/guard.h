#pragma once

// Keeps other people's web pages away from a service that trusts whoever reaches it. Pure
// functions.

#include <optional>
#include <string>
#include <string_view>

#include "api/http/message.h"
#include "api/http/problem.h"

namespace jianzhen::http {

// On a loopback address only loopback names are ours: a foreign name there is DNS rebinding.
bool is_loopback_name(std::string_view host_header);

// By which names this service is reached.
struct OwnNames {
  bool loopback = true;     // it listens on a loopback address
  std::string public_host;  // of the proxy in front of it; empty: none is
};

// What a request is refused for before anything looks at it. On a loopback address only loopback
// names and the proxy's are ours. Changing methods from another origin are refused: by
// Sec-Fetch-Site where the browser sends it, else by Origin against Host; a client that sends
// neither is no browser.
std::optional<Refusal> refused(const Request& request, const OwnNames& names);

}  // namespace jianzhen::http
