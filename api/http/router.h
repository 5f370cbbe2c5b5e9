#pragma once

// The table of what the service answers: method and pattern → operation. Patterns are OpenAPI's,
// "/entries/{id}"; a last "{path*}" takes the rest of the path, its slashes included.
// Immutable after construction; thread-safe.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/http/message.h"
#include "core/error.h"

namespace jianzhen::http {

// Answers a request whose body is there as a whole. May block; called by several threads at once.
using Handler = std::function<Response(const Request&)>;

// Begins to take a body in pieces, or answers before any of it is read.
using Begun = tl::expected<std::unique_ptr<BodySink>, Response>;
using Receiver = std::function<Begun(const Request&)>;

struct Route {
  Method method = Method::get;
  std::string pattern;
  std::string operation;  // OpenAPI's operationId; empty for what is no operation (the web)
  std::variant<Handler, Receiver> serve;
  std::uint64_t max_body = 0;  // bytes
  // Takes seconds of processor time: has threads of its own, so that it never holds up the others.
  bool heavy = false;
};

class Router {
 public:
  explicit Router(std::vector<Route> routes);

  const std::vector<Route>& routes() const { return routes_; }

  struct Match {
    const Route* route = nullptr;  // nullptr: none for this method
    // By name, decoded.
    std::map<std::string, std::string, std::less<>> parameters;
    std::vector<Method> allowed;  // of the path; empty: nobody knows the path
  };

  // Among the patterns that fit, the first in the table counts. HEAD goes where GET goes.
  // Errors: usage (a path that cannot be decoded).
  core::Result<Match> match(Method method, std::string_view path) const;

 private:
  std::vector<Route> routes_;
  std::vector<std::vector<std::string>> patterns_;  // segments, per route
};

}  // namespace jianzhen::http
