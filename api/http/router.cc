#include "api/http/router.h"

#include <algorithm>

#include "api/http/uri.h"

namespace jianzhen::http {
namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;
using Segments = std::vector<std::string>;

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}

bool takes_rest(std::string_view segment) { return segment.ends_with("*}"); }

std::string_view name_of(std::string_view segment) {
  segment.remove_prefix(1);
  segment.remove_suffix(takes_rest(segment) ? 2 : 1);
  return segment;
}

std::string joined(Segments::const_iterator from, Segments::const_iterator to) {
  std::string path;
  for (auto segment = from; segment != to; ++segment) {
    if (segment != from) path += '/';
    path += *segment;
  }
  return path;
}

std::optional<Parameters> fit(const Segments& pattern, const Segments& path) {
  Parameters parameters;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (i >= path.size()) return std::nullopt;
    if (takes_rest(pattern[i])) {
      parameters.emplace(name_of(pattern[i]),
                         joined(path.begin() + static_cast<std::ptrdiff_t>(i), path.end()));
      return parameters;
    }
    if (is_parameter(pattern[i])) {
      if (path[i].empty()) return std::nullopt;
      parameters.emplace(name_of(pattern[i]), path[i]);
    } else if (pattern[i] != path[i]) {
      return std::nullopt;
    }
  }
  if (pattern.size() != path.size()) return std::nullopt;
  return parameters;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& route : routes_) {
    // Patterns are ours and always decode.
    patterns_.push_back(path_segments(route.pattern).value_or(Segments{}));
  }
}

core::Result<Router::Match> Router::match(Method method, std::string_view path) const {
  const auto segments = path_segments(path);
  if (!segments) {
    return core::fail(
        core::ErrorCode::usage,
        {"地址中含有无法识别的编码或控制字符。",
         "The address holds an encoding that cannot be read, or control characters."});
  }
  if (method == Method::head) method = Method::get;
  Match match;
  std::string_view pattern;  // of the first that fits
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!pattern.empty() && routes_[i].pattern != pattern) continue;
    auto parameters = fit(patterns_[i], *segments);
    if (!parameters) continue;
    pattern = routes_[i].pattern;
    match.allowed.push_back(routes_[i].method);
    if (routes_[i].method == method) {
      match.route = &routes_[i];
      match.parameters = std::move(*parameters);
    }
  }
  return match;
}

}  // namespace jianzhen::http
