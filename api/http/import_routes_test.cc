#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/http/routes_fixture.h"

namespace jianzhen::http {
namespace {

using testing::IsEmpty;

class ImportRoutes : public RoutesTest {
 protected:
  Response import(const std::string& what, const std::string& table, bool write = true) {
    return ask(Method::post, "/api/v1/imports/" + what + (write ? "?write=true" : ""), table);
  }
};

TEST_F(ImportRoutes, a_table_is_looked_through_before_it_is_written) {
  const std::string table = "项目编号,参赛单位,赛道\nLN-1,甲有限公司,工业制造\n";
  const Response looked = import("entries", table, false);
  EXPECT_THAT(faults(looked), IsEmpty());
  EXPECT_EQ(body_of(looked)["added"], 1);
  EXPECT_EQ(body_of(looked)["written"], false);
  EXPECT_FALSE(service_->entry("LN-1"));
  EXPECT_EQ(body_of(import("entries", table))["written"], true);
  EXPECT_EQ(service_->entry("LN-1")->entry.project.track, "工业制造");
  EXPECT_EQ(body_of(import("entries", table))["unchanged"], 1);
}

TEST_F(ImportRoutes, with_one_wrong_cell_nothing_is_written) {
  const Response refused =
      import("entries", "项目编号,参赛单位,赛道\nLN-1,甲有限公司,\nLN-2,乙有限公司,火星\n");
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(faults(refused), IsEmpty());
  EXPECT_EQ(body_of(refused)["faults"][0]["row"], 3);
  EXPECT_EQ(body_of(refused)["faults"][0]["column"], "赛道");
  EXPECT_FALSE(service_->entry("LN-1"));
}

TEST_F(ImportRoutes, what_was_imported_is_checked) {
  ASSERT_EQ(import("entries", "项目编号,参赛单位\nLN-1,甲有限公司\n").status, 200);
  EXPECT_TRUE(settled("LN-1").report);
}

TEST_F(ImportRoutes, a_workbook_is_a_table) {
  EXPECT_EQ(body_of(import("entries", "PK项目编号,参赛单位\nLN-1,甲有限公司\n"))["added"], 1);
}

TEST_F(ImportRoutes, finalists_and_prizes_are_listed) {
  create("LN-1");
  create("LN-2");
  ASSERT_EQ(import("finalists", "项目编号\nLN-1\nLN-2\n").status, 200);
  ASSERT_EQ(import("prizes", "项目编号,奖项\nLN-2,一等奖\n").status, 200);
  const Response listed = get("/api/v1/results");
  EXPECT_THAT(faults(listed), IsEmpty());
  EXPECT_EQ(body_of(listed)["results"].size(), 2);
  EXPECT_EQ(body_of(listed)["results"][1]["prize"], "一等奖");
}

TEST_F(ImportRoutes, nothing_else_is_imported) { EXPECT_EQ(import("judges", "x\n").status, 404); }

}  // namespace
}  // namespace jianzhen::http
