#include "api/http/conditional.h"

#include <algorithm>
#include <charconv>

#include "api/http/numbers.h"
#include "api/http/problem.h"

namespace jianzhen::http {
namespace {

// Digits only; nullopt for anything else, and for what no file can have.
std::optional<std::uint64_t> number(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || digits.empty()) {
    return std::nullopt;
  }
  return value;
}

// "0-99", "100-", "-50" against a size.
RangeAnswer parsed(std::string_view range, std::uint64_t size) {
  using Kind = RangeAnswer::Kind;
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) return {};
  const auto first = number(range.substr(0, dash));
  const auto last = number(range.substr(dash + 1));
  const bool open_end = dash + 1 == range.size();
  if (dash == 0) {
    if (!last) return {};
    const std::uint64_t length = std::min(*last, size);
    if (length == 0) return {Kind::unsatisfiable, {}};
    return {Kind::part, {size - length, length}};
  }
  if (!first || (!last && !open_end) || (last && *last < *first)) return {};
  if (*first >= size) return {Kind::unsatisfiable, {}};
  const std::uint64_t end = last ? std::min(*last, size - 1) : size - 1;
  return {Kind::part, {*first, end - *first + 1}};
}

}  // namespace

bool none_match_fails(const Request& request, std::string_view etag) {
  const std::string* held = request.header("if-none-match");
  if (held == nullptr) return false;
  std::string_view rest = *held;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    std::string_view one = rest.substr(0, comma);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    one.remove_prefix(std::min(one.find_first_not_of(" \t"), one.size()));
    one = one.substr(0, one.find_last_not_of(" \t") + 1);
    if (one.starts_with("W/")) one.remove_prefix(2);  // weak comparison (RFC 9110, 13.1.2)
    if (one == "*" || one == etag) return true;
  }
  return false;
}

std::string version_etag(int version) { return "\"" + std::to_string(version) + "\""; }

std::optional<int> matched_version(const Request& request) {
  const std::string* header = request.header("if-match");
  if (header == nullptr || header->size() < 3 || header->front() != '"' || header->back() != '"') {
    return std::nullopt;
  }
  return whole_number<int>(std::string_view(*header).substr(1, header->size() - 2));
}

RangeAnswer range_of(const Request& request, std::string_view etag, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  const std::string* asked = request.header("range");
  if (asked == nullptr || request.method != Method::get || !asked->starts_with(kUnit)) return {};
  if (const std::string* held = request.header("if-range"); held != nullptr && *held != etag) {
    return {};
  }
  const std::string_view ranges = std::string_view(*asked).substr(kUnit.size());
  if (ranges.find(',') != std::string_view::npos) return {};
  return parsed(ranges, size);
}

Response send_file(const Request& request, FileBody file, std::string_view etag,
                   std::string_view media_type) {
  const std::uint64_t size = file.size();
  Response response;
  if (none_match_fails(request, etag)) {
    response.status = 304;
    response.set("etag", std::string(etag));
    return response;
  }
  const RangeAnswer range = range_of(request, etag, size);
  if (range.kind == RangeAnswer::Kind::unsatisfiable) {
    response = problem(
        core::ErrorCode::usage,
        {"所请求的字节范围超出文件。", "The range asked for lies beyond the end of the file."},
        416);
    response.set("content-range", "bytes */" + std::to_string(size));
    return response;
  }
  if (range.kind == RangeAnswer::Kind::part) {
    const auto& [offset, length] = range.part;
    response.status = 206;
    response.set("content-range", "bytes " + std::to_string(offset) + "-" +
                                      std::to_string(offset + length - 1) + "/" +
                                      std::to_string(size));
    file.narrow(offset, length);
  }
  response.set("content-type", std::string(media_type));
  response.set("etag", std::string(etag));
  response.set("accept-ranges", "bytes");
  response.body = std::move(file);
  return response;
}

}  // namespace jianzhen::http
