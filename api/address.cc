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

Result<void> issuer_address(const std::string& url) {
  const std::size_t scheme = url.find("://");
  std::string_view host =
      std::string_view(url).substr(scheme == std::string::npos ? 0 : scheme + 3);
  host = host.substr(0, host.find('/'));
  const std::string_view name =
      host.substr(0, host.starts_with('[') ? host.find(']') + 1 : host.find(':'));
  const bool here = name == "127.0.0.1" || name == "[::1]" || name == "localhost";
  const bool closed = url.starts_with("https://") || (url.starts_with("http://") && here);
  if (closed && !name.empty() && url.find_first_of("?#@ \\") == std::string::npos) return {};
  return fail(
      ErrorCode::usage,
      {"统一身份认证服务的地址应以 https:// 开头（本机可用 http://），不含 ? 和 #。",
       "A provider's address begins with https:// (on this machine http:// will do) and has "
       "neither ? nor #."},
      url);
}

}  // namespace jianzhen::api
