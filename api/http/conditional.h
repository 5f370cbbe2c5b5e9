#pragma once

// Conditional requests and ranges (RFC 9110, 13 and 14). Pure functions but for the file they send.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/http/message.h"

namespace jianzhen::http {

// True where If-None-Match holds this ETag (quoted) or `*`.
bool none_match_fails(const Request& request, std::string_view etag);

// Of what has versions, from 1: the ETag of one.
std::string version_etag(int version);
// The version that If-Match names; nullopt without one, or with one that is none of ours.
std::optional<int> matched_version(const Request& request);

struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

struct RangeAnswer {
  enum class Kind { whole, part, unsatisfiable } kind = Kind::whole;
  ByteRange part;
};

// One range; several, a broken one, another unit, or an If-Range of another version: the whole.
RangeAnswer range_of(const Request& request, std::string_view etag, std::uint64_t size);

// The file, the part asked for, 304 or 416; ETag and Accept-Ranges set.
Response send_file(const Request& request, FileBody file, std::string_view etag,
                   std::string_view media_type);

}  // namespace jianzhen::http
