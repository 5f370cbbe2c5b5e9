#pragma once

// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): the same request sent again, because
// its answer was lost, is not done again.

#include <functional>
#include <string>

#include "api/access.h"
#include "api/http/message.h"
#include "api/service.h"

namespace jianzhen::http {

// A POST with a key, but for those whose answer holds a secret: that is kept nowhere.
bool is_answered_once(const Request& request, api::Action action);

// The first answer, for a day. 422 where the key came with another request, 409 while the first is
// being answered. A fault of the service is no answer: it may be asked again.
Response once(api::Service& service, const Request& request, const std::string& operation,
              const api::Principal& who, const std::function<Response()>& answer);

}  // namespace jianzhen::http
