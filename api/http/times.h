#pragma once

#include <ctime>
#include <string>

namespace jianzhen::http {

std::string rfc3339(std::time_t time);    // "2024-07-21T10:00:00Z"
std::string http_date(std::time_t time);  // RFC 9110, 5.6.7: "Sun, 21 Jul 2024 10:00:00 GMT"

}  // namespace jianzhen::http
