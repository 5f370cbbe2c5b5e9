#include "api/http/once.h"

#include <algorithm>
#include <array>

#include "api/http/problem.h"
#include "store/hash.h"

namespace jianzhen::http {
namespace {

using api::Action;
using core::ErrorCode;

constexpr std::size_t kMaxKey = 255;
constexpr int kServerFault = 500;
constexpr std::array kSecret = {Action::session_open, Action::session_own, Action::account_manage,
                                Action::webhook_manage};

Response replayed(const store::Replay& replay) {
  Response response = json(replay.status, replay.body);
  if (replay.status >= 400) response.set("content-type", "application/problem+json");
  if (!replay.location.empty()) response.set("location", replay.location);
  response.set("idempotent-replayed", "true");
  return response;
}

}  // namespace

bool is_answered_once(const Request& request, Action action) {
  return request.method == Method::post && request.header("idempotency-key") != nullptr &&
         std::find(kSecret.begin(), kSecret.end(), action) == kSecret.end();
}

Response once(api::Service& service, const Request& request, const std::string& operation,
              const api::Principal& who, const std::function<Response()>& answer) {
  const std::string& key = *request.header("idempotency-key");
  if (key.empty() || key.size() > kMaxKey) {
    return problem(ErrorCode::usage, {"Idempotency-Key 应为 1 到 255 个字节。",
                                      "Idempotency-Key has 1 to 255 bytes."});
  }
  const std::string id = who.actor + " " + operation + " " + key;
  const std::string fingerprint = store::sha256_of(request.path + "\n" + request.body).hex();
  const auto known = service.replays().begin(id, fingerprint, service.now());
  if (!known) return problem(known.error());
  if (*known && (*known)->fingerprint != fingerprint) {
    return problem(ErrorCode::usage,
                   {"这个 Idempotency-Key 已用于另一个请求。",
                    "This Idempotency-Key came with another request before."},
                   422);
  }
  if (*known && (*known)->status == 0) {
    return problem(ErrorCode::conflict, {"同一请求正在处理。", "The same request is on its way."});
  }
  if (*known) return replayed(**known);
  Response response = answer();
  const auto* body = std::get_if<std::string>(&response.body);
  const std::string* location = find(response.headers, "location");
  const auto kept = response.status < kServerFault && body != nullptr
                        ? service.replays().finish(id, {fingerprint, response.status, *body,
                                                        location == nullptr ? "" : *location})
                        : service.replays().forget(id);
  if (!kept) response.log_detail += " " + kept.error().detail;
  return response;
}

}  // namespace jianzhen::http
