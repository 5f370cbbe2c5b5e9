#pragma once

// Resumable uploads: tus 1.0 with creation, creation-with-upload, checksum, expiration, termination
// and concatenation, over the service's ResumableUploads. Handlers as routes.cc names them.

#include "api/http/router.h"
#include "api/service.h"

namespace jianzhen::http {

constexpr const char* kTusAddress = "/api/v1/files";

Response describe_tus(const Request& request, const api::Principal& who);
Begun create_upload(api::Service& service, const Request& request, const api::Principal& who);
// Also of HEAD.
Response get_upload(api::Service& service, const Request& request, const api::Principal& who);
Response look_at_upload(api::Service& service, const Request& request, const api::Principal& who);
Begun continue_upload(api::Service& service, const Request& request, const api::Principal& who);
Response end_upload(api::Service& service, const Request& request, const api::Principal& who);

// Bytes of one upload, over all its requests.
constexpr std::uint64_t kMaxUpload = std::uint64_t{4} << 30;

}  // namespace jianzhen::http
