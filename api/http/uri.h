#pragma once

// The text forms of HTTP that carry names: percent-encoding (RFC 3986), queries, file names in
// headers (RFC 6266, RFC 8187). Pure functions.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::http {

// nullopt where the encoding is broken, or the result is no well-formed UTF-8 or holds a control
// character: a name that nobody may mean.
std::optional<std::string> percent_decoded(std::string_view text);

// Everything but unreserved characters encoded.
std::string percent_encoded(std::string_view text);

// "/a/b%2Fc" → {"a", "b/c"}; nullopt where a segment cannot be decoded. Dots are plain characters
// here: nothing in the server follows them.
std::optional<std::vector<std::string>> path_segments(std::string_view path);

// "a=1&b=%E4%B8%AD+x"; the first of each name; nullopt where it cannot be decoded.
std::optional<std::map<std::string, std::string, std::less<>>> parsed_query(std::string_view query);

// `attachment; filename="…"; filename*=UTF-8''…` for the last segment of `path`.
std::string attachment_disposition(std::string_view path);

// The value of parameter `name` in a header as `form-data; name="a"; filename="b"`; understands
// quoted strings and `name*` in UTF-8.
std::optional<std::string> header_parameter(std::string_view header, std::string_view name);

}  // namespace jianzhen::http
