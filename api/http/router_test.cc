#include "api/http/router.h"

#include <gtest/gtest.h>

namespace jianzhen::http {
namespace {

Router sample() {
  const Handler nothing = [](const Request&) { return no_content(); };
  return Router({
      {Method::get, "/entries", "list", nothing},
      {Method::post, "/entries", "create", nothing},
      {Method::get, "/entries/{id}", "get", nothing},
      {Method::put, "/entries/{id}/files/{path*}", "upload", nothing},
      {Method::get, "/{path*}", "", nothing},
  });
}

std::string operation(const Router& router, Method method, std::string_view path) {
  const auto match = router.match(method, path);
  if (!match || match->route == nullptr) return "none";
  return match->route->operation;
}

TEST(Router, finds_the_operation_by_method_and_pattern) {
  const Router router = sample();
  EXPECT_EQ(operation(router, Method::get, "/entries"), "list");
  EXPECT_EQ(operation(router, Method::post, "/entries"), "create");
  EXPECT_EQ(operation(router, Method::get, "/entries/LN2024-0001"), "get");
}

TEST(Router, sends_head_where_get_goes) {
  EXPECT_EQ(operation(sample(), Method::head, "/entries"), "list");
}

TEST(Router, gives_parameters_decoded) {
  const Router router = sample();
  const auto match = router.match(Method::get, "/entries/%E6%B2%88%2F1");
  EXPECT_EQ(match->parameters.at("id"), "沈/1");
}

TEST(Router, takes_the_rest_of_the_path_with_its_slashes) {
  const Router router = sample();
  const auto match = router.match(Method::put, "/entries/E1/files/a/%E8%AF%81/1.pdf");
  EXPECT_EQ(match->parameters.at("path"), "a/证/1.pdf");
}

TEST(Router, tells_which_methods_a_known_path_has) {
  const Router router = sample();
  const auto match = router.match(Method::del, "/entries");
  EXPECT_EQ(match->route, nullptr);
  EXPECT_EQ(match->allowed, (std::vector<Method>{Method::get, Method::post}));
}

TEST(Router, leaves_an_empty_parameter_to_the_next_pattern) {
  EXPECT_EQ(operation(sample(), Method::get, "/entries/"), "");
}

TEST(Router, refuses_a_path_that_cannot_be_decoded) {
  const auto match = sample().match(Method::get, "/entries/%FF");
  ASSERT_FALSE(match);
  EXPECT_EQ(match.error().code, core::ErrorCode::usage);
}

}  // namespace
}  // namespace jianzhen::http
