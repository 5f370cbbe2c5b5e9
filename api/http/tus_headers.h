#pragma once

// The headers of tus 1.0 (https://tus.io/protocols/resumable-upload) as values. Pure functions over
// what a client wrote: nullopt for whatever is not of their form.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::http {

// RFC 4648, 4, with its padding.
std::optional<std::string> from_base64(std::string_view text);

// A whole number without sign, up to what a file can hold.
std::optional<std::uint64_t> byte_count(std::string_view text);

// Upload-Metadata: "key base64,key,key base64"; each key once.
using UploadMetadata = std::map<std::string, std::string, std::less<>>;
std::optional<UploadMetadata> upload_metadata(std::string_view header);

// Upload-Checksum: "sha256 base64".
struct UploadChecksum {
  std::string algorithm;
  std::string sum;
};
std::optional<UploadChecksum> upload_checksum(std::string_view header);

// Upload-Concat: "partial", or "final;" and the addresses of the parts, absolute or not.
struct UploadConcat {
  bool partial = false;
  std::vector<std::string> parts;  // by id: the last segment of each address
};
std::optional<UploadConcat> upload_concat(std::string_view header);

}  // namespace jianzhen::http
