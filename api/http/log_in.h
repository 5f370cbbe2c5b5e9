#pragma once

// What every way of logging in shares: who waits, and what whoever came in is told.

#include <optional>
#include <string>

#include "api/http/gate.h"
#include "api/service.h"

namespace jianzhen::http {

// What the handlers about people work with; both outlive them.
struct Desk {
  api::Service& service;
  const Gate& gate;
  api::AccountDesk& accounts() const { return service.accounts(); }
};

// Makes operations' answers out of functions of a Desk.
struct BoundDesk {
  api::Service& service;
  const Gate& gate;

  using Act = Response (*)(const Desk&, const Request&, const api::Principal&);
  Answer operator()(Act act) const {
    return [desk = Desk{service, gate}, act](const Request& request, const api::Principal& who) {
      return act(desk, request, who);
    };
  }
};

// Who they are and what they may. `secret`: of the session they show; empty: none.
Response session_of(const Desk& desk, const api::Principal& who, const std::string& secret,
                    int status);

// Of whoever shows the secret from now on.
Response with_session(const Desk& desk, const std::string& secret);

// The proof was right; nullopt: and a code is asked for besides, which nobody else learns.
Response entered(const Desk& desk, const core::Result<std::optional<std::string>>& secret);

// The refusal, after too many failures for that name or from there. nullopt: they may try.
std::optional<Response> too_early(const Desk& desk, const std::string& name,
                                  const std::string& address);

}  // namespace jianzhen::http
