#pragma once

#include <string>

namespace jianzhen::http {

// One line. What comes from submitters' bytes may be anything: replaced, never thrown over.
template <typename Json>
std::string dumped(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace jianzhen::http
