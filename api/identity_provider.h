#pragma once

// The provider of identities (OpenID Connect) by which people may log in: asks it who they are.
// What it says of itself and its keys are kept for an hour; a token by a key nobody knows makes it
// be asked again, at most once a minute. A few log-ins talk to it at once: one that is slow must
// not stall the service. Thread-safe.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>

#include "api/oidc.h"
#include "api/outgoing.h"

namespace jianzhen::api {

struct ProviderOptions {
  OidcClient client;
  std::string name;  // as its button says
};

class IdentityProvider {
 public:
  using Clock = std::function<store::Seconds()>;
  IdentityProvider(ProviderOptions options, Outgoing ask, Clock clock);

  const std::string& name() const { return options_.name; }
  const std::string& issuer() const { return options_.client.issuer; }

  // Where a browser goes that keeps `secret`, to come back to `redirect_uri`. Errors: unreadable
  // (the provider does not answer), corrupt (what it answers), too_many (at once).
  core::Result<std::string> address(const std::string& secret, const std::string& redirect_uri);

  // Who came back. Errors: login, and those of address().
  core::Result<store::Subject> subject(const ProviderAnswer& answer, const std::string& secret,
                                       const std::string& redirect_uri);

 private:
  struct Known {
    ProviderMetadata metadata;
    std::shared_ptr<const KeySet> keys;  // shared: one request may replace what another reads
    store::Seconds at = 0;
  };
  core::Result<Known> known(store::Seconds not_older);
  core::Result<Known> asked();
  core::Result<OutgoingAnswer> ask(OutgoingRequest request);

  ProviderOptions options_;
  Outgoing ask_;
  Clock clock_;
  static constexpr int kAtOnce = 4;
  std::counting_semaphore<kAtOnce> places_{kAtOnce};
  std::mutex mutex_;  // over known_
  std::optional<Known> known_;
};

}  // namespace jianzhen::api
