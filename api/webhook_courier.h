#pragma once

// Sends events to where the administrator wants them (docs/webhooks.md), each at least once and in
// order: what was not taken is sent again, later and later, and after three days not any more. The
// table of events is the queue. One thread. Thread-safe.

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/delivery.h"
#include "api/outgoing.h"
#include "core/error.h"
#include "store/catalogue.h"
#include "store/webhooks.h"

namespace jianzhen::api {

// Types of events that are sent.
const std::vector<std::string>& webhook_events();

// A signing key as people hand it on: `whsec_` and the Base64 of 24 to 64 bytes.
std::string new_webhook_secret();
bool is_webhook_secret(const std::string& secret);

// Of what is sent, by Standard Webhooks: `v1,` and the Base64 of an HMAC-SHA256.
std::string webhook_signature(const std::string& secret, const std::string& id,
                              store::Seconds timestamp, const std::string& body);

class WebhookCourier {
 public:
  struct Parts {
    store::Catalogue& catalogue;
    std::unique_ptr<store::Webhooks> hooks;
    Outgoing ask;
    std::function<store::Seconds()> clock;
    std::function<void(const core::Error&)> log;
    store::SealKey key;  // what waits in the database is sealed with it, where it is secret
  };

  explicit WebhookCourier(Parts parts);

  // Nothing is sent before start() or after stop().
  void start() { rounds_.start(); }
  void stop() { rounds_.stop(); }

  core::Result<std::vector<store::Webhook>> all();
  // Errors: usage (the secret, the events).
  core::Result<store::Webhook> add(store::Webhook hook, const std::string& actor);
  core::Result<store::Webhook> resume(std::int64_t id, const std::string& actor);
  core::Result<void> remove(std::int64_t id, const std::string& actor);

  // Whatever can be sent now. Errors: of the catalogue.
  core::Result<void> send_due();

 private:
  core::Result<void> send(store::Webhook& hook);
  bool taken(store::Webhook& hook, const store::Event& event);

  Parts parts_;
  Rounds rounds_;  // last: it uses all the rest
};

}  // namespace jianzhen::api
