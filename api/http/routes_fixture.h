#pragma once

// The whole table of operations over a service of its own. For tests only.

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "api/http/openapi.h"
#include "api/http/problem.h"
#include "api/http/routes.h"
#include "api/http/schema_check.h"
#include "api/http/uri.h"
#include "api/service_fixture.h"

namespace jianzhen::http {

// Asks the operations as the server would, without a wire between.
class RoutesTest : public api::ServiceFixture {
 protected:
  void SetUp() override {
    api::ServiceFixture::SetUp();
    web_ = std::make_unique<Web>(std::span<const Asset>{});
    gate_ = std::make_unique<Gate>(*service_, GateOptions{});
    router_ = std::make_unique<Router>(routes(*service_, *gate_, *web_));
  }

  Response ask(Method method, const std::string& target, const std::string& body = {},
               Headers headers = {}) {
    Request request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) {
      request.query = parsed_query(target.substr(request.path.size() + 1)).value();
    }
    request.headers = std::move(headers);
    request.remote = "192.0.2.1";
    const auto match = router_->match(method, request.path);
    EXPECT_TRUE(match && match->route != nullptr) << target;
    request.parameters = match->parameters;
    operation_ = match->route->operation;
    if (const auto* handler = std::get_if<Handler>(&match->route->serve)) {
      request.body = body;
      return (*handler)(request);
    }
    auto sink = std::get<Receiver>(match->route->serve)(request);
    if (!sink) return std::move(sink.error());
    if (auto taken = (*sink)->take(body); !taken) return problem(taken.error());
    return (*sink)->finish();
  }
  Response get(const std::string& target, Headers headers = {}) {
    return ask(Method::get, target, {}, std::move(headers));
  }

  using json = nlohmann::json;

  static json body_of(const Response& response) {
    return json::parse(std::get<std::string>(response.body));
  }

  // What of the answer does not follow the description of the operation that was asked.
  std::vector<std::string> faults(const Response& response) {
    for (const auto& [path, item] : description_["paths"].items()) {
      for (const auto& [method, operation] : item.items()) {
        if (!operation.is_object() || operation.value("operationId", "") != operation_) continue;
        return faults_of(operation["responses"], response);
      }
    }
    return {"no operation " + operation_};
  }

  std::vector<std::string> faults_of(const json& responses, const Response& response) {
    const std::string status = std::to_string(response.status);
    json described = responses.value(status, responses.value("default", json()));
    if (described.is_null()) return {"no answer " + status};
    if (described.contains("$ref")) {
      described =
          description_.at(json::json_pointer(described["$ref"].get<std::string>().substr(1)));
    }
    const std::string type = *find(response.headers, "content-type");
    if (!described["content"].contains(type)) return {"no answer of type " + type};
    return SchemaCheck(description_)
        .faults(described["content"][type]["schema"], body_of(response));
  }

  const json description_ = json::parse(api_description());
  std::unique_ptr<Web> web_;
  std::unique_ptr<Gate> gate_;
  std::unique_ptr<Router> router_;
  std::string operation_;
};

}  // namespace jianzhen::http
