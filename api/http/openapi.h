#pragma once

// The description of the API (api/http/openapi.yaml, compiled in) as the JSON that is served.

#include <string>
#include <string_view>

#include "core/error.h"

namespace jianzhen::http {

// YAML of the JSON schema (YAML 1.2, 10.2) as JSON, keys in their order. Errors: corrupt.
core::Result<std::string> json_of_yaml(std::string_view yaml);

// The description of this API. Made once.
const std::string& api_description();

}  // namespace jianzhen::http
