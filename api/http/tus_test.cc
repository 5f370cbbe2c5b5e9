#include "api/http/tus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "api/http/openapi.h"
#include "api/http/problem.h"
#include "api/http/routes.h"
#include "api/http/schema_check.h"
#include "api/service_fixture.h"

namespace jianzhen::http {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

// entry E1, path 1.txt
constexpr const char* kMetadata = "entry RTE=,path MS50eHQ=";

class Tus : public api::ServiceFixture {
 protected:
  void SetUp() override {
    api::ServiceFixture::SetUp();
    create("E1");
    web_ = std::make_unique<Web>(std::span<const Asset>{});
    gate_ = std::make_unique<Gate>(*service_, GateOptions{});
    router_ = std::make_unique<Router>(routes(*service_, *gate_, *web_));
  }

  Response ask(Method method, const std::string& path, Headers headers,
               const std::string& body = {}) {
    Request request;
    request.method = method;
    request.path = path;
    request.headers = std::move(headers);
    const auto match = router_->match(method, path);
    request.parameters = match->parameters;
    if (const auto* handler = std::get_if<Handler>(&match->route->serve)) {
      return (*handler)(request);
    }
    auto sink = std::get<Receiver>(match->route->serve)(request);
    if (!sink) return std::move(sink.error());
    if (!body.empty()) {
      if (auto taken = (*sink)->take(body); !taken) return problem(taken.error());
    }
    return (*sink)->finish();
  }

  // With the version that every request of tus names.
  Response tus(Method method, const std::string& path, Headers headers,
               const std::string& body = {}) {
    headers.emplace_back("tus-resumable", "1.0.0");
    if (!body.empty()) headers.emplace_back("content-type", "application/offset+octet-stream");
    return ask(method, path, std::move(headers), body);
  }
  std::string begun(const std::string& length) {
    const Response response = tus(Method::post, "/api/v1/files",
                                  {{"upload-length", length}, {"upload-metadata", kMetadata}});
    EXPECT_EQ(response.status, 201);
    return header(response, "location");
  }
  std::string part(const std::string& text) {
    return header(
        tus(Method::post, "/api/v1/files",
            {{"upload-length", std::to_string(text.size())}, {"upload-concat", "partial"}}, text),
        "location");
  }

  static std::string header(const Response& response, const std::string& name) {
    const std::string* value = find(response.headers, name);
    return value == nullptr ? "" : *value;
  }
  static json body_of(const Response& response) {
    return json::parse(std::get<std::string>(response.body));
  }

  std::unique_ptr<Web> web_;
  std::unique_ptr<Gate> gate_;
  std::unique_ptr<Router> router_;
};

TEST_F(Tus, says_what_it_speaks) {
  const Response response = ask(Method::options, "/api/v1/files", {});
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(header(response, "tus-version"), "1.0.0");
  EXPECT_THAT(header(response, "tus-extension"), HasSubstr("creation-with-upload"));
  EXPECT_EQ(header(response, "tus-checksum-algorithm"), "sha1,sha256");
}

TEST_F(Tus, another_version_is_refused) {
  const Response response = ask(Method::post, "/api/v1/files", {{"upload-length", "5"}});
  EXPECT_EQ(response.status, 412);
  EXPECT_EQ(header(response, "tus-version"), "1.0.0");
}

TEST_F(Tus, an_upload_in_pieces_becomes_a_material) {
  const std::string upload = begun("10");
  Response response = tus(Method::patch, upload, {{"upload-offset", "0"}}, "hello");
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(header(response, "upload-offset"), "5");
  response = tus(Method::patch, upload, {{"upload-offset", "5"}}, "world");
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(body_of(ask(Method::get, upload, {}))["material"]["path"], "1.txt");
  EXPECT_EQ(header(response, "upload-material"),
            body_of(ask(Method::get, upload, {}))["material"]["id"].dump());
}

TEST_F(Tus, an_upload_may_come_with_its_creation) {
  const Response response = tus(Method::post, "/api/v1/files",
                                {{"upload-length", "5"}, {"upload-metadata", kMetadata}}, "hello");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(header(response, "upload-offset"), "5");
  EXPECT_EQ(body_of(response)["material"]["bytes"], 5);
}

TEST_F(Tus, head_tells_how_far_it_has_come) {
  const std::string upload = begun("10");
  tus(Method::patch, upload, {{"upload-offset", "0"}}, "hello");
  const Response response = tus(Method::head, upload, {});
  EXPECT_EQ(header(response, "upload-offset"), "5");
  EXPECT_EQ(header(response, "upload-length"), "10");
  EXPECT_EQ(header(response, "upload-metadata"), kMetadata);
  EXPECT_THAT(header(response, "upload-expires"), HasSubstr("GMT"));
}

TEST_F(Tus, a_piece_at_another_offset_is_a_conflict) {
  EXPECT_EQ(tus(Method::patch, begun("10"), {{"upload-offset", "3"}}, "lo").status, 409);
}

TEST_F(Tus, a_piece_of_another_type_is_refused) {
  const Headers headers = {{"upload-offset", "0"}, {"content-type", "text/plain"}};
  EXPECT_EQ(tus(Method::patch, begun("10"), headers).status, 415);
}

TEST_F(Tus, a_piece_with_another_sum_is_told_as_such) {
  const std::string upload = begun("5");
  const std::string of_hello = "sha1 qvTGHdzF6KLavt4PO0gs2a6pQ00=";
  EXPECT_EQ(
      tus(Method::patch, upload, {{"upload-offset", "0"}, {"upload-checksum", of_hello}}, "hallo")
          .status,
      460);
  EXPECT_EQ(
      tus(Method::patch, upload, {{"upload-offset", "0"}, {"upload-checksum", of_hello}}, "hello")
          .status,
      204);
}

TEST_F(Tus, a_sum_in_an_unknown_algorithm_is_refused) {
  EXPECT_EQ(tus(Method::patch, begun("5"),
                {{"upload-offset", "0"}, {"upload-checksum", "crc32 Zm9v"}}, "hello")
                .status,
            400);
}

TEST_F(Tus, parts_become_one_material) {
  const std::string parts = "final;" + part("hello") + " " + part("world");
  const Response response = tus(Method::post, "/api/v1/files",
                                {{"upload-concat", parts}, {"upload-metadata", kMetadata}});
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(body_of(response)["material"]["bytes"], 10);
  EXPECT_EQ(header(tus(Method::head, header(response, "location"), {}), "upload-concat"), parts);
}

TEST_F(Tus, an_upload_that_is_given_up_is_gone) {
  const std::string upload = begun("10");
  EXPECT_EQ(tus(Method::del, upload, {}).status, 204);
  EXPECT_EQ(tus(Method::head, upload, {}).status, 404);
}

TEST_F(Tus, what_a_file_needs_is_asked_for_at_once) {
  const Headers cases[] = {
      {{"upload-length", "5"}},
      {{"upload-length", "5"}, {"upload-metadata", "entry RTE="}},
      {{"upload-length", "-5"}, {"upload-metadata", kMetadata}},
      {{"upload-metadata", kMetadata}},
      {{"upload-length", "5"}, {"upload-metadata", "entry RTE=,path Li4veA=="}},
  };
  for (const Headers& headers : cases) {
    EXPECT_EQ(tus(Method::post, "/api/v1/files", headers).status, 400);
  }
  EXPECT_EQ(tus(Method::post, "/api/v1/files",
                {{"upload-length", "5"}, {"upload-metadata", "entry RTk=,path MQ=="}})
                .status,
            404);
  EXPECT_EQ(tus(Method::post, "/api/v1/files",
                {{"upload-length", "99999999999"}, {"upload-metadata", kMetadata}})
                .status,
            413);
}

TEST_F(Tus, the_beginning_tells_what_the_whole_will_meet_and_cuts_nobody_off) {
  const json description = json::parse(api_description());
  const json& schema = description["components"]["schemas"]["FirstLook"];
  const std::string upload = begun("200000");
  const std::string look = upload + "/first-look";
  EXPECT_EQ(ask(Method::get, look, {}).status, 409) << "nothing has come";
  Request request;
  request.method = Method::patch;
  request.path = upload;
  request.headers = {{"tus-resumable", "1.0.0"},
                     {"upload-offset", "0"},
                     {"content-type", "application/offset+octet-stream"}};
  const auto match = router_->match(request.method, request.path);
  request.parameters = match->parameters;
  auto sink = std::get<Receiver>(match->route->serve)(request);
  ASSERT_TRUE(sink);
  ASSERT_TRUE((*sink)->take("!encrypted " + std::string(100'000, 'x')));
  const Response response = ask(Method::get, look, {});
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(SchemaCheck(description).faults(schema, body_of(response)), IsEmpty());
  EXPECT_EQ(body_of(response)["problem"]["code"], "encrypted");
  EXPECT_TRUE((*sink)->take(std::string(99'989, 'x')));
  EXPECT_EQ((*sink)->finish().status, 204);
  EXPECT_EQ(ask(Method::get, look, {}).status, 409) << "all has come";
  EXPECT_EQ(ask(Method::get, "/api/v1/files/nobody/first-look", {}).status, 404);
}

TEST_F(Tus, an_upload_is_told_as_it_is_described) {
  const json description = json::parse(api_description());
  const json& schema = description["components"]["schemas"]["Upload"];
  const std::string upload = begun("5");
  SchemaCheck check(description);
  EXPECT_THAT(check.faults(schema, body_of(ask(Method::get, upload, {}))), IsEmpty());
  tus(Method::patch, upload, {{"upload-offset", "0"}}, "hello");
  EXPECT_THAT(check.faults(schema, body_of(ask(Method::get, upload, {}))), IsEmpty());
}

}  // namespace
}  // namespace jianzhen::http
