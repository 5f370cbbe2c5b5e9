#include "api/http/guard.h"

#include <algorithm>

namespace jianzhen::http {
namespace {

bool changes(Method method) { return method != Method::get && method != Method::head; }

bool from_elsewhere(const Request& request) {
  if (const std::string* site = request.header("sec-fetch-site")) {
    return *site != "same-origin" && *site != "none";
  }
  const std::string* origin = request.header("origin");
  if (origin == nullptr) return false;
  const std::string* host = request.header("host");
  const std::size_t scheme = origin->find("://");
  return host == nullptr || scheme == std::string::npos || origin->substr(scheme + 3) != *host;
}

}  // namespace

bool is_loopback_name(std::string_view host_header) {
  if (host_header.starts_with('[')) return host_header.substr(0, host_header.find(']')) == "[::1";
  const std::string_view name = host_header.substr(0, host_header.find(':'));
  const bool v4 = name.starts_with("127.") && std::count(name.begin(), name.end(), '.') == 3 &&
                  name.find_first_not_of("0123456789.") == std::string_view::npos;
  return v4 || name == "localhost";
}

std::optional<Refusal> refused(const Request& request, const OwnNames& names) {
  const auto hosts = std::count_if(request.headers.begin(), request.headers.end(),
                                   [](const auto& header) { return header.first == "host"; });
  if (hosts != 1) return Refusal::bad_request;
  const std::string& host = *request.header("host");
  const bool closed = names.loopback || !names.public_host.empty();
  const bool ours = is_loopback_name(host) || (closed && host == names.public_host);
  if (closed && !ours) return Refusal::foreign_host;
  if (changes(request.method) && from_elsewhere(request)) return Refusal::foreign_origin;
  return std::nullopt;
}

}  // namespace jianzhen::http
