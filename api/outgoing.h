#pragma once

// What the service asks of somebody else's server, as values: where it is sent from is api/http's.

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"

namespace jianzhen::api {

struct OutgoingRequest {
  enum class Verb { get, post } verb = Verb::post;
  std::string url;                                           // http: or https:
  std::vector<std::pair<std::string, std::string>> headers;  // beside those of HTTP itself
  std::string body;
  // Whether the address may be one of this machine or of a private network; those of the link
  // alone (169.254.0.0/16, fe80::/10), where clouds keep their secrets, never are.
  bool internal = false;
  std::size_t most = 0;  // bytes of the answer's body, of which more is an error; 0: it is not read
  std::chrono::milliseconds within{10'000};
};

struct OutgoingAnswer {
  int status = 0;
  std::string body;
};

// Thread-safe. Errors: usage (the address), unreadable (nobody answers, too late or too much).
using Outgoing = std::function<core::Result<OutgoingAnswer>(const OutgoingRequest&)>;

}  // namespace jianzhen::api
