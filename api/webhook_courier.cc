#include "api/webhook_courier.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "store/base64.h"

namespace jianzhen::api {

using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

constexpr int kAtOnce = 200;  // events read in one go
constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kNewBytes = 32;
constexpr std::size_t kLeastBytes = 24;
constexpr std::size_t kMostBytes = 64;

// Empty: no Base64.
std::string bytes_of(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return {};
  std::string bytes(text.size() / 4 * 3, '\0');
  if (EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size())) < 0) {
    return {};
  }
  bytes.resize(bytes.size() - (text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0));
  return bytes;
}

std::string key_of(const std::string& secret) {
  return secret.starts_with(kPrefix) ? bytes_of(std::string_view(secret).substr(kPrefix.size()))
                                     : std::string();
}

// The path of a file may name people; who needs it asks the API.
std::string body_of(const store::Event& event) {
  auto data = nlohmann::ordered_json::parse(event.data_json, nullptr, false);
  if (!data.is_object()) data = nlohmann::ordered_json::object();
  data.erase("path");
  data["entry"] = event.entry;
  data["event"] = event.seq;
  return nlohmann::ordered_json{
      {"type", event.type}, {"timestamp", event.at}, {"data", std::move(data)}}
      .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

const std::vector<std::string>& webhook_events() {
  static const std::vector<std::string> kEvents = {
      "entry.checked",   "entry.submitted", "entry.withdrawn",     "material.received",
      "review.disposed", "review.vetoed",   "supplement.answered", "supplement.asked"};
  return kEvents;
}

std::string new_webhook_secret() {
  std::array<unsigned char, kNewBytes> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("OpenSSL has no random bytes");
  }
  return std::string(kPrefix) +
         store::base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

bool is_webhook_secret(const std::string& secret) {
  const std::size_t bytes = key_of(secret).size();
  return bytes >= kLeastBytes && bytes <= kMostBytes;
}

std::string webhook_signature(const std::string& secret, const std::string& id,
                              store::Seconds timestamp, const std::string& body) {
  const std::string key = key_of(secret);
  const std::string said = id + "." + std::to_string(timestamp) + "." + body;
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned length = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(said.data()), said.size(), mac.data(),
           &length) == nullptr) {
    throw std::runtime_error("OpenSSL cannot compute an HMAC");
  }
  return "v1," + store::base64({reinterpret_cast<const char*>(mac.data()), length});
}

WebhookCourier::WebhookCourier(Parts parts)
    : parts_(std::move(parts)), rounds_([this] { return send_due(); }, parts_.log) {}

Result<std::vector<store::Webhook>> WebhookCourier::all() { return parts_.hooks->all(); }

Result<store::Webhook> WebhookCourier::add(store::Webhook hook, const std::string& actor) {
  if (hook.secret.empty()) hook.secret = new_webhook_secret();
  if (!is_webhook_secret(hook.secret)) {
    return fail(ErrorCode::usage,
                {"签名密钥应为 whsec_ 加 24 至 64 字节的 Base64；留空则自动生成。",
                 "A secret is whsec_ and the Base64 of 24 to 64 bytes; left empty, one is made."});
  }
  const auto& known = webhook_events();
  const bool all_known =
      std::all_of(hook.events.begin(), hook.events.end(), [&](const std::string& type) {
        return std::find(known.begin(), known.end(), type) != known.end();
      });
  if (hook.events.empty() || !all_known) {
    return fail(ErrorCode::usage, {"请选择要通知的事件。", "Choose events that are sent."});
  }
  const std::string secret = hook.secret;
  hook.secret = parts_.key.seal(secret);
  auto added = parts_.hooks->add(std::move(hook), actor);
  if (added) added->secret = secret;  // shown this once
  return added;
}

Result<store::Webhook> WebhookCourier::resume(std::int64_t id, const std::string& actor) {
  return parts_.hooks->resume(id, actor);
}

Result<void> WebhookCourier::remove(std::int64_t id, const std::string& actor) {
  return parts_.hooks->remove(id, actor);
}

Result<void> WebhookCourier::send_due() {
  auto hooks = parts_.hooks->all();
  if (!hooks) return fail(hooks.error());
  for (store::Webhook& hook : *hooks) {
    if (!hook.active || hook.next_at > parts_.clock()) continue;
    if (auto sent = send(hook); !sent) return sent;
  }
  return {};
}

// All that waits for one receiver, up to what it does not take.
Result<void> WebhookCourier::send(store::Webhook& hook) {
  while (!rounds_.stopping()) {
    const auto events = parts_.catalogue.events("", hook.delivered, kAtOnce);
    if (!events) return fail(events.error());
    if (events->empty()) return {};
    bool goes_on = true;
    for (const store::Event& event : *events) {
      goes_on = !hook.events.contains(event.type) || taken(hook, event);
      if (!goes_on) break;
      hook.delivered = event.seq;
    }
    if (auto kept = parts_.hooks->keep_progress(hook); !kept || !goes_on) return kept;
  }
  return {};
}

bool WebhookCourier::taken(store::Webhook& hook, const store::Event& event) {
  const store::Seconds now = parts_.clock();
  hook.tried_at = now;
  const auto fails = [&](std::string trouble) {
    hook.trouble = std::move(trouble);
    hook.next_at = retry_at(now, ++hook.failures);
    if (hook.failures >= kMostFailures) hook.active = false;
    return false;
  };
  const auto secret = parts_.key.open_if_sealed(hook.secret);
  if (!secret) return fails(kOtherKey);
  const std::string id = "evt_" + std::to_string(hook.id) + "_" + std::to_string(event.seq);
  OutgoingRequest request;
  request.url = hook.url;
  request.body = body_of(event);
  request.internal = hook.internal;
  request.headers = {{"webhook-id", id},
                     {"webhook-timestamp", std::to_string(now)},
                     {"webhook-signature", webhook_signature(*secret, id, now, request.body)},
                     {"content-type", "application/json"}};
  const auto answer = parts_.ask(request);
  if (answer && answer->status >= 200 && answer->status < 300) {
    hook.failures = 0;
    hook.next_at = 0;
    hook.trouble.clear();
    return true;
  }
  const core::Bilingual wrong = answer ? core::Bilingual{} : answer.error().message;
  return fails(answer ? "HTTP " + std::to_string(answer->status) : wrong.zh + " " + wrong.en);
}

}  // namespace jianzhen::api
