#pragma once

// Accounts and what belongs to them as the JSON of openapi.yaml, and back. Pure functions; no hash
// of a secret ever leaves.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "api/access.h"
#include "core/error.h"
#include "store/accounts.h"

namespace jianzhen::http {

// `csrf`: empty where nobody is logged in by a cookie. `provider`: its name, of one by which people
// may log in; empty: there is none.
std::string session_form(const api::Principal& who, bool accounts_in_use, const std::string& csrf,
                         const std::string& provider);
nlohmann::ordered_json account_form(const store::Account& account);
nlohmann::ordered_json token_form(const store::ApiToken& token);

// A JSON object. Errors: usage.
core::Result<nlohmann::json> parsed_object(const std::string& body);
// A text of it. Errors: usage (it is not there, or no text).
core::Result<std::string> text_of(const nlohmann::json& object, const std::string& name);

// The name stays as it is in `base`; what is not said, too. Errors: usage.
core::Result<store::Account> account_of(const nlohmann::json& form, store::Account base);

}  // namespace jianzhen::http
