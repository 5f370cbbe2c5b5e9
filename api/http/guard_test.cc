#include "api/http/guard.h"

#include <gtest/gtest.h>

namespace jianzhen::http {
namespace {

TEST(LoopbackName, is_told_from_names_that_look_like_it) {
  for (const char* ours :
       {"localhost", "localhost:8080", "127.0.0.1:8080", "127.1.2.3", "[::1]:8080", "[::1]"}) {
    EXPECT_TRUE(is_loopback_name(ours)) << ours;
  }
  for (const char* foreign : {"", "evil.example", "localhost.evil.example",
                              "127.0.0.1.evil.example", "127.evil.0.1", "[::2]", "0.0.0.0"}) {
    EXPECT_FALSE(is_loopback_name(foreign)) << foreign;
  }
}

struct Case {
  const char* name;
  Method method;
  Headers headers;
  std::optional<Refusal> expected;
};

TEST(Refused, who_may_ask_for_what) {
  const Case cases[] = {
      {"a tool", Method::post, {{"host", "localhost:1"}}, std::nullopt},
      {"our page",
       Method::post,
       {{"host", "localhost:1"}, {"origin", "http://localhost:1"}},
       std::nullopt},
      {"another page",
       Method::post,
       {{"host", "localhost:1"}, {"origin", "http://evil.example"}},
       Refusal::foreign_origin},
      {"a page of another port",
       Method::put,
       {{"host", "localhost:1"}, {"origin", "http://localhost:2"}},
       Refusal::foreign_origin},
      {"a page without an origin",
       Method::del,
       {{"host", "localhost:1"}, {"origin", "null"}},
       Refusal::foreign_origin},
      {"what the browser calls ours, behind a proxy",
       Method::post,
       {{"host", "127.0.0.1:1"}, {"origin", "https://public"}, {"sec-fetch-site", "same-origin"}},
       std::nullopt},
      {"what the browser calls foreign",
       Method::post,
       {{"host", "localhost:1"}, {"sec-fetch-site", "cross-site"}},
       Refusal::foreign_origin},
      {"a link from elsewhere",
       Method::get,
       {{"host", "localhost:1"}, {"sec-fetch-site", "cross-site"}},
       std::nullopt},
      {"a rebound name", Method::get, {{"host", "evil.example"}}, Refusal::foreign_host},
      {"no host", Method::get, {}, Refusal::bad_request},
      {"two hosts",
       Method::get,
       {{"host", "localhost"}, {"host", "localhost"}},
       Refusal::bad_request},
  };
  for (const Case& c : cases) {
    Request request;
    request.method = c.method;
    request.headers = c.headers;
    EXPECT_EQ(refused(request, {}), c.expected) << c.name;
  }
}

TEST(Refused, any_host_is_ours_on_a_public_address) {
  Request request;
  request.headers = {{"host", "jianzhen.example"}};
  EXPECT_EQ(refused(request, {false, ""}), std::nullopt);
}

TEST(Refused, behind_a_proxy_its_name_is_ours_and_no_other) {
  Request request;
  request.method = Method::post;
  request.headers = {{"host", "contest.example"}, {"origin", "https://contest.example"}};
  EXPECT_EQ(refused(request, {true, "contest.example"}), std::nullopt);
  EXPECT_EQ(refused(request, {false, "other.example"}), Refusal::foreign_host);
}

}  // namespace
}  // namespace jianzhen::http
