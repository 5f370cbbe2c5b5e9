#pragma once

#include <string>
#include <string_view>

#include "core/error.h"

namespace jianzhen::api {

// Well-formed, without a control character.
bool is_plain_text(std::string_view text);

// What an entry may be numbered: it stands in addresses, folders and tables. Errors: usage.
core::Result<void> check_entry_number(std::string_view number);

}  // namespace jianzhen::api
