#pragma once

// What systemd and the service say to each other: listening sockets come as in sd_listen_fds(3),
// states go as in sd_notify(3).

#include <optional>
#include <string_view>

#include "core/error.h"

namespace jianzhen::http {

// The socket to listen on that whoever started this program opened before; nullopt: none. Takes it
// out of the environment, so that children know nothing of it. Errors: usage (more than one, or one
// that is not listening on TCP).
core::Result<std::optional<int>> inherited_socket();

// "READY=1", "STOPPING=1". To nobody, where nobody wants to know.
void tell_service_manager(std::string_view state);

}  // namespace jianzhen::http
