#pragma once

// Files on their way from the wire to the service, in pieces.

#include "api/http/router.h"
#include "api/service.h"

namespace jianzhen::http {

// One file is the whole body (uploadFile).
Begun receive_file(api::Service& service, const Request& request, const api::Principal& who);

// Several files in a form (uploadFiles): what cannot be taken is told, the others are kept.
Begun receive_form(api::Service& service, const Request& request, const api::Principal& who);

}  // namespace jianzhen::http
