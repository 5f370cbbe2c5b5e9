#pragma once

#include <ctime>
#include <string>

#include "api/http/times.h"

namespace jianzhen::http {

// One line. What comes from submitters' bytes may be anything: replaced, never thrown over.
template <typename Json>
std::string dumped(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// A moment, null for one that was not or will not be (0).
template <typename Json>
Json moment(std::time_t at) {
  return at == 0 ? Json() : Json(rfc3339(at));
}

}  // namespace jianzhen::http
