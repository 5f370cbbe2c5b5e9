#pragma once

// Addresses of the service and of whom it relies on, as people write them. Pure functions;
// thread-safe.

#include <cstdint>
#include <string>

#include "core/error.h"

namespace jianzhen::api {

struct ListenAddress {
  std::string host;
  std::uint16_t port = 0;  // 0: any that is free
};

// "127.0.0.1:8080", "[::1]:8080", "localhost:0". Errors: usage.
core::Result<ListenAddress> listen_address(const std::string& text);

// The host of "https://HOST[:PORT]"; empty for nothing. Errors: usage.
core::Result<std::string> public_host(const std::string& origin);

// Whether a provider of identities may be reached there: https, or without it on this machine
// alone. No query, no fragment (OpenID Connect Discovery, 3). Errors: usage.
core::Result<void> issuer_address(const std::string& url);

}  // namespace jianzhen::api
