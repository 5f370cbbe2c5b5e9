#include "api/http/head.h"

#include <algorithm>
#include <array>
#include <boost/beast/http/status.hpp>
#include <ctime>

#include "api/http/times.h"

namespace jianzhen::http {
namespace {

using Header = std::pair<std::string_view, std::string_view>;

// Sent unless the response has its own.
constexpr std::array<Header, 6> kAlways = {{
    {"content-security-policy", kPagePolicy},
    {"x-content-type-options", "nosniff"},
    {"referrer-policy", "no-referrer"},
    {"cross-origin-opener-policy", "same-origin"},
    {"cross-origin-resource-policy", "same-origin"},
    {"cache-control", "no-store"},
}};

void add(std::string& head, std::string_view name, std::string_view value) {
  head += name;
  head += ": ";
  std::copy_if(value.begin(), value.end(), std::back_inserter(head),
               [](unsigned char c) { return c >= 0x20 && c != 0x7f; });
  head += "\r\n";
}

}  // namespace

std::string head_of(const Response& response, const HeadFacts& facts) {
  const auto status = static_cast<boost::beast::http::status>(response.status);
  const auto reason = boost::beast::http::obsolete_reason(status);
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(reason.data(), reason.size());
  head += "\r\n";
  for (const auto& [name, value] : response.headers) add(head, name, value);
  for (const auto& [name, value] : kAlways) {
    if (find(response.headers, name) == nullptr) add(head, name, value);
  }
  if (facts.length && response.status != 204 && response.status != 304) {
    add(head, "content-length", std::to_string(*facts.length));
  }
  add(head, "x-request-id", facts.trace_id);
  add(head, "date", http_date(std::time(nullptr)));
  add(head, "connection", facts.keep_alive ? "keep-alive" : "close");
  return head + "\r\n";
}

}  // namespace jianzhen::http
