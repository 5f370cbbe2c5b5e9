#include "api/http/openapi.h"

#include <gtest/gtest.h>

namespace jianzhen::http {
namespace {

struct Case {
  const char* yaml;
  const char* json;
};

TEST(JsonOfYaml, keeps_types_and_order) {
  const Case cases[] = {
      {"b: 1\na: x", R"({"b":1,"a":"x"})"},
      {"['200', 200, 1.5, true, null, ~]", R"(["200",200,1.5,true,null,null])"},
      {"a: {$ref: '#/x'}", R"({"a":{"$ref":"#/x"}})"},
      {"a: |\n  one\n  two\n", R"({"a":"one\ntwo\n"})"},
      {"a:\n- '*'\n- 'null'", R"({"a":["*","null"]})"},
      {"a:", R"({"a":null})"},
      {"version: 3.1.0", R"({"version":"3.1.0"})"},
  };
  for (const Case& c : cases) EXPECT_EQ(json_of_yaml(c.yaml), c.json) << c.yaml;
}

TEST(JsonOfYaml, refuses_what_is_no_yaml) {
  const auto json = json_of_yaml("a: [1");
  ASSERT_FALSE(json);
  EXPECT_EQ(json.error().code, core::ErrorCode::corrupt);
}

}  // namespace
}  // namespace jianzhen::http
