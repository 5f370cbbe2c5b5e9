#pragma once

#include "api/http/gate.h"

namespace jianzhen::http {

// Handlers of the service, with it and, where they look at it, whoever asks.
struct Bound {
  api::Service& service;

  Answer operator()(Response (*handler)(api::Service&, const Request&)) const {
    return
        [&s = service, handler](const Request& r, const api::Principal&) { return handler(s, r); };
  }
  Answer operator()(Response (*handler)(api::Service&, const Request&,
                                        const api::Principal&)) const {
    return [&s = service, handler](const Request& r, const api::Principal& p) {
      return handler(s, r, p);
    };
  }
  Intake operator()(Begun (*receiver)(api::Service&, const Request&, const api::Principal&)) const {
    return [&s = service, receiver](const Request& r, const api::Principal& p) {
      return receiver(s, r, p);
    };
  }
};

}  // namespace jianzhen::http
