#pragma once

// The head of a response as it goes over the wire, with what every answer of ours carries.

#include <cstdint>
#include <optional>
#include <string>

#include "api/http/message.h"

namespace jianzhen::http {

// Our pages load nothing from elsewhere, run nothing inline, and stand in nobody's frame.
inline constexpr std::string_view kPagePolicy =
    "default-src 'self'; style-src 'self'; script-src 'self'; worker-src "
    "'self'; img-src 'self' data: blob:; font-src 'self' data: blob:; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

// For a submitter's bytes: they run nowhere, whatever they are.
inline constexpr std::string_view kUploadPolicy = "default-src 'none'; sandbox";

struct HeadFacts {
  std::optional<std::uint64_t> length;  // none: until the connection closes
  bool keep_alive = true;
  std::string trace_id;
};

// Control characters in values are dropped, so that no value can begin a line of its own.
std::string head_of(const Response& response, const HeadFacts& facts);

}  // namespace jianzhen::http
