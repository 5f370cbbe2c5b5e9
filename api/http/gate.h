#pragma once

// Between the router and the handlers: who asks, whether they may, and the audit trail of what they
// read. Each operation does what its `x-action` in openapi.yaml says; one that says nothing is open
// to nobody. docs/decisions/0009 has the whole of it.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/access.h"
#include "api/http/message.h"
#include "api/http/rate_limit.h"
#include "api/http/router.h"
#include "api/service.h"

namespace jianzhen::http {

// As a Route's, with whoever asks: they may do what the operation does, to the entry it names.
using Answer = std::function<Response(const Request&, const api::Principal&)>;
using Intake = std::function<Begun(const Request&, const api::Principal&)>;

struct Operation {
  Method method = Method::get;
  std::string pattern;
  std::string id;  // operationId; empty for what is no operation (the web)
  std::variant<Answer, Intake> serve;
  std::uint64_t max_body = 0;
  bool heavy = false;
};

struct GateOptions {
  // "https://HOST" where browsers reach the service through a proxy that says whom it speaks for.
  std::string origin;
};

class Gate {
 public:
  // The service outlives the gate.
  Gate(api::Service& service, GateOptions options)
      : service_(service), options_(std::move(options)) {}

  // The gate outlives the routes.
  std::vector<Route> guarded(std::vector<Operation> operations) const;

  // The session of a browser: its secret out of the cookie, and the cookie's own form.
  std::string session_of(const Request& request) const;
  std::string cookie(const std::string& secret) const;  // empty: the one that ends it

  // The same of a log-in by a provider that is on its way.
  std::string login_of(const Request& request) const;
  std::string login_cookie(const std::string& secret) const;

  // "https://HOST", or on this machine "http://HOST:PORT".
  std::string origin_of(const Request& request) const;

  // What a page of ours must send back with every change, in X-CSRF-Token.
  static std::string csrf_of(const std::string& session);

  // Whom a request is from, for counting: the client's address, not the proxy's.
  std::string address_of(const Request& request) const;

  // Whether the request, which was admitted, still would be: what goes on for long asks again.
  bool still_may(const Request& request, api::Action action, const std::string& entry) const;

 private:
  using Use = api::AccountDesk::Use;
  bool behind_proxy() const { return !options_.origin.empty(); }
  std::string cookie_form(std::string_view name, const std::string& secret,
                          std::string_view more) const;
  tl::expected<api::Principal, Response> who(const Request& request, Use use) const;
  std::optional<RateDecision> limited(const Request& request,
                                      const api::Principal& principal) const;
  struct Admitted {
    api::Principal who;
    std::optional<RateDecision> limit;
  };
  tl::expected<Admitted, Response> admitted(const Request& request, const Operation& operation,
                                            const std::optional<api::Action>& action) const;
  std::optional<Response> unrecorded(const Request& request, const api::Principal& principal,
                                     const Operation& operation) const;

  Response answered(const Request& request, const Operation& operation,
                    const std::optional<api::Action>& action) const;

  api::Service& service_;
  GateOptions options_;
  mutable RateLimits limits_;  // counts, and is asked by handlers of many threads
};

}  // namespace jianzhen::http
