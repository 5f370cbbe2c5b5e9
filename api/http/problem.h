#pragma once

// Errors on their way to the client: application/problem+json (RFC 9457), made by one map from the
// table of core/error.h. The message and the advice go out; the detail goes to the log only.

#include <string>
#include <string_view>

#include "api/http/message.h"
#include "core/error.h"

namespace jianzhen::http {

// `status` stands in for the code's own where HTTP has a closer word (413, 416 …).
Response problem(const core::Error& error, int status = 0);

Response problem(core::ErrorCode code, core::Bilingual message, int status = 0);

// The same as a JSON object, for a list of refusals.
std::string problem_json(const core::Error& error, int status = 0);

// What the server itself refuses, before any handler.
enum class Refusal {
  bad_request,
  foreign_host,
  foreign_origin,
  unknown_address,
  method_not_allowed,
  too_slow,
  length_required,
  body_too_large,
  header_too_large,
  too_many_connections,
  bug,
};
Response problem(Refusal refusal);

// The page that a problem's `type` points to, in Chinese and English; 404 for a word nobody knows.
Response problem_page(std::string_view code);

// Text into HTML.
std::string html_escaped(std::string_view text);

}  // namespace jianzhen::http
