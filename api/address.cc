#include "api/address.h"

#include <charconv>

namespace jianzhen::api {

using core::ErrorCode;
using core::fail;
using core::Result;

Result<ListenAddress> listen_address(const std::string& text) {
  ListenAddress address;
  const std::size_t colon = text.rfind(':');
  if (colon != std::string::npos && colon > 0) {
    address.host = text.substr(0, colon);
    if (address.host.front() == '[' && address.host.back() == ']') {
      address.host = address.host.substr(1, address.host.size() - 2);
    }
    const char* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data() + colon + 1, end, address.port);
    if (error == std::errc() && at == end) return address;
  }
  return fail(ErrorCode::usage,
              {"监听地址应写作 HOST:PORT，例如 127.0.0.1:8080。",
               "The address to listen on is HOST:PORT, for example 127.0.0.1:8080."},
              text);
}

Result<std::string> public_host(const std::string& origin) {
  constexpr std::string_view kScheme = "https://";
  if (origin.empty()) return std::string();
  const std::string host = origin.starts_with(kScheme) ? origin.substr(kScheme.size()) : "";
  if (!host.empty() && host.find_first_of("/?#@ ") == std::string::npos) return host;
  return fail(ErrorCode::usage,
              {"对外地址应写作 https://HOST，例如 https://contest.example.cn。",
               "The public address is https://HOST, for example https://contest.example.cn."},
              origin);
}

}  // namespace jianzhen::api
