#include "api/http/uri.h"

#include <algorithm>
#include <cctype>

#include "core/text.h"

namespace jianzhen::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Cuts the next `name=value` off `rest`; the value unquoted.
std::pair<std::string_view, std::string> next_parameter(std::string_view& rest) {
  const std::size_t equals = rest.find_first_of("=;");
  const std::string_view name = trimmed(rest.substr(0, equals));
  if (equals == std::string_view::npos || rest[equals] == ';') {
    rest.remove_prefix(equals == std::string_view::npos ? rest.size() : equals + 1);
    return {name, {}};
  }
  rest = trimmed(rest.substr(equals + 1));
  std::string value;
  std::size_t at = 0;
  if (!rest.empty() && rest.front() == '"') {
    for (at = 1; at < rest.size() && rest[at] != '"'; ++at) {
      // Browsers write " as %22 and a backslash as it is; only \" and \\ are escapes.
      if (rest[at] == '\\' && at + 1 < rest.size() &&
          (rest[at + 1] == '"' || rest[at + 1] == '\\')) {
        ++at;
      }
      value += rest[at];
    }
  } else {
    value = trimmed(rest.substr(0, rest.find(';')));
  }
  const std::size_t end = rest.find(';', at);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return {name, value};
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) return std::nullopt;
    out += c;
  }
  if (!core::is_utf8(out)) return std::nullopt;
  return out;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

std::optional<std::vector<std::string>> path_segments(std::string_view path) {
  if (path.empty() || path.front() != '/') return std::nullopt;
  std::vector<std::string> segments;
  path.remove_prefix(1);
  while (true) {
    const std::size_t slash = path.find('/');
    auto segment = percent_decoded(path.substr(0, slash));
    if (!segment) return std::nullopt;
    segments.push_back(std::move(*segment));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

std::optional<std::map<std::string, std::string, std::less<>>> parsed_query(
    std::string_view query) {
  std::map<std::string, std::string, std::less<>> values;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    std::string pair(query.substr(0, end));
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (pair.empty()) continue;
    std::replace(pair.begin(), pair.end(), '+', ' ');
    const std::size_t equals = pair.find('=');
    const std::string_view view = pair;
    auto name = percent_decoded(view.substr(0, equals));
    auto value = equals == std::string_view::npos ? std::optional<std::string>("")
                                                  : percent_decoded(view.substr(equals + 1));
    if (!name || !value) return std::nullopt;
    values.emplace(std::move(*name), std::move(*value));
  }
  return values;
}

std::string attachment_disposition(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  std::string plain;  // for clients that know no filename*
  for (const char c : name) {
    plain += unreserved(c) ? c : '_';
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + percent_encoded(name);
}

std::optional<std::string> header_parameter(std::string_view header, std::string_view name) {
  const std::size_t start = header.find(';');
  if (start == std::string_view::npos) return std::nullopt;
  std::string_view rest = header.substr(start + 1);
  const std::string extended = std::string(name) + "*";
  std::optional<std::string> found;
  while (!trimmed(rest).empty()) {
    auto [key, value] = next_parameter(rest);
    if (same_word(key, extended)) {
      constexpr std::string_view kUtf8 = "utf-8''";
      if (value.size() >= kUtf8.size() &&
          same_word(std::string_view(value).substr(0, kUtf8.size()), kUtf8)) {
        if (auto decoded = percent_decoded(std::string_view(value).substr(kUtf8.size()))) {
          return decoded;
        }
      }
    } else if (same_word(key, name) && !found) {
      found = std::move(value);
    }
  }
  return found;
}

}  // namespace jianzhen::http
