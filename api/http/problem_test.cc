#include "api/http/problem.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace jianzhen::http {
namespace {

nlohmann::json body_of(const Response& response) {
  return nlohmann::json::parse(std::get<std::string>(response.body));
}

TEST(Problem, says_what_happened_and_the_way_out_in_both_languages) {
  const Response response = problem(
      core::Error{core::ErrorCode::no_space, {"磁盘已满。", "Disk full."}, "ENOSPC 28", ""});
  EXPECT_EQ(response.status, 507);
  EXPECT_EQ(*find(response.headers, "content-type"), "application/problem+json");
  const auto body = body_of(response);
  EXPECT_EQ(body["code"], "no_space");
  EXPECT_EQ(body["message"]["en"], "Disk full.");
  EXPECT_FALSE(body["advice"]["zh"].get<std::string>().empty());
}

TEST(Problem, keeps_the_detail_for_the_log) {
  const Response response =
      problem(core::Error{core::ErrorCode::unreadable, {"坏了", "broken"}, "/var/secret: EIO", ""});
  EXPECT_EQ(response.log_detail, "/var/secret: EIO");
  EXPECT_EQ(std::get<std::string>(response.body).find("secret"), std::string::npos);
}

TEST(Problem, of_every_refusal_has_its_own_status) {
  EXPECT_EQ(problem(Refusal::bad_request).status, 400);
  EXPECT_EQ(problem(Refusal::foreign_origin).status, 403);
  EXPECT_EQ(problem(Refusal::body_too_large).status, 413);
  EXPECT_EQ(problem(Refusal::header_too_large).status, 431);
  EXPECT_EQ(problem(Refusal::bug).status, 500);
}

TEST(ProblemPage, explains_a_known_code) {
  const Response page = problem_page("encrypted");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(std::get<std::string>(page.body).find("密码"), std::string::npos);
}

TEST(ProblemPage, of_an_unknown_code_is_not_there) {
  EXPECT_EQ(problem_page("<script>").status, 404);
}

}  // namespace
}  // namespace jianzhen::http
