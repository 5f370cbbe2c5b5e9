#include "api/http/times.h"

#include <array>

namespace jianzhen::http {
namespace {

std::string in_utc(std::time_t time, const char* format) {
  std::tm utc{};
  gmtime_r(&time, &utc);
  std::array<char, 40> out{};
  return {out.data(), std::strftime(out.data(), out.size(), format, &utc)};
}

}  // namespace

std::string rfc3339(std::time_t time) { return in_utc(time, "%Y-%m-%dT%H:%M:%SZ"); }

std::string http_date(std::time_t time) { return in_utc(time, "%a, %d %b %Y %H:%M:%S GMT"); }

}  // namespace jianzhen::http
