#pragma once

// Whole numbers in addresses and headers.

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "api/http/message.h"

namespace jianzhen::http {

// nullopt: not all of it is a number, it is negative, or too large.
template <typename Number>
std::optional<Number> whole_number(std::string_view digits) {
  Number value{};
  const char* end = digits.data() + digits.size();
  const auto [at, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || at != end || value < 0) return std::nullopt;
  return value;
}

// The number in the path. What is none is one that nobody has: 0.
template <typename Number = std::int64_t>
Number number_in(const Request& request, std::string_view parameter) {
  return whole_number<Number>(request.parameter(parameter)).value_or(0);
}

}  // namespace jianzhen::http
