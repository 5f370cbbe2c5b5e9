#include "api/import_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr const char* kHeader = "项目编号,参赛单位,统一社会信用代码,项目名称,赛道,赛题\n";

class ImportTest : public testing::Test {
 protected:
  ImportPlan plan(ImportKind kind, const std::string& csv) {
    auto made = plan_import(kind, csv, {verify::Contest::built_in(), entries_, results_});
    EXPECT_TRUE(made) << made.error().message.en;
    return made ? std::move(*made) : ImportPlan{};
  }
  ImportPlan entries(const std::string& rows) { return plan(ImportKind::entries, kHeader + rows); }

  // "2 统一社会信用代码": where something is said to be wrong.
  static std::vector<std::string> places(const ImportPlan& plan) {
    std::vector<std::string> all;
    for (const ImportFault& fault : plan.faults) {
      all.push_back(std::to_string(fault.line) + " " + fault.column);
    }
    return all;
  }

  void know(const std::string& id) {
    core::Entry entry;
    entry.id = id;
    entry.applicant.name = "沈阳" + id + "有限公司";
    entry.representatives = {{"张三", "21010119800101001X"}};
    entries_.push_back(entry);
  }

  std::vector<core::Entry> entries_;
  std::vector<store::EntryResult> results_;
};

TEST_F(ImportTest, a_row_is_an_entry) {
  const ImportPlan made = entries("LN-1,沈阳示例科技有限公司,91210100MA0XXXXX1X,平台,工业制造,1\n");
  EXPECT_THAT(places(made), ElementsAre("2 统一社会信用代码"));
  const ImportPlan good = entries("LN-1,沈阳示例科技有限公司,,平台,数据要素×工业制造,赛题1\n");
  EXPECT_THAT(good.faults, IsEmpty());
  EXPECT_EQ(good.added, 1);
  EXPECT_EQ(good.entries.at(0).project, (core::Project{"平台", "工业制造", 1}));
}

TEST_F(ImportTest, a_code_that_a_spreadsheet_cut_is_told_apart) {
  const ImportPlan made = entries("LN-1,甲有限公司,912101001234560000,平台,,\n");
  ASSERT_EQ(made.faults.size(), 1U);
  EXPECT_EQ(made.faults[0].value, "912101001234560000");
}

TEST_F(ImportTest, a_table_of_gb18030_and_one_with_a_byte_order_mark_are_read) {
  EXPECT_EQ(entries("LN-1,甲有限公司,,,,\n").added, 1);
  EXPECT_EQ(
      plan(ImportKind::entries, "\xEF\xBB\xBF" + std::string(kHeader) + "LN-1,甲,,,,\n").added, 1);
  // 编号,单位名称 / 1,甲
  EXPECT_EQ(
      plan(ImportKind::entries, "\xB1\xE0\xBA\xC5,\xB5\xA5\xCE\xBB\xC3\xFB\xB3\xC6\n1,\xBC\xD7\n")
          .entries.at(0)
          .applicant.name,
      "甲");
}

TEST_F(ImportTest, each_fault_names_its_row_and_column) {
  const ImportPlan made = entries(
      "LN-1,甲有限公司,,平台,火星赛道,\n"
      ",乙有限公司,,,,\n"
      "LN-1,丙有限公司,,,,\n"
      "LN-2,,,,工业制造,99\n"
      "a/b,丁有限公司,,,,\n");
  EXPECT_THAT(places(made), ElementsAre("2 赛道", "3 项目编号", "4 项目编号", "5 参赛单位",
                                        "5 赛题", "6 项目编号"));
  EXPECT_THAT(made.faults[2].message.zh, HasSubstr("第 2 行"));
  EXPECT_THAT(made.entries, IsEmpty());
}

TEST_F(ImportTest, one_unit_enters_a_project_once) {
  EXPECT_THAT(places(entries("LN-1,甲有限公司,,平台,,\nLN-2,甲有限公司,,平 台,,\n")),
              ElementsAre("3 项目名称"));
}

TEST_F(ImportTest, what_a_row_does_not_say_stays) {
  know("LN-1");
  const ImportPlan made = plan(ImportKind::entries, "编号,项目名称,备注\nLN-1,平台,无\n");
  EXPECT_EQ(made.changed, 1);
  EXPECT_EQ(made.entries.at(0).representatives, entries_[0].representatives);
  EXPECT_EQ(made.entries.at(0).applicant.name, "沈阳LN-1有限公司");
  EXPECT_THAT(made.passed_over, ElementsAre("备注"));
}

TEST_F(ImportTest, the_same_table_again_changes_nothing) {
  const std::string rows = "LN-1,甲有限公司,,平台,工业制造,1\nLN-2,乙有限公司,,,,\n";
  entries_ = entries(rows).entries;
  const ImportPlan again = entries(rows);
  EXPECT_EQ(again.unchanged, 2);
  EXPECT_THAT(again.entries, IsEmpty());
}

TEST_F(ImportTest, a_table_without_numbers_is_none) {
  const auto made = plan_import(ImportKind::entries, "单位名称\n甲\n",
                                {verify::Contest::built_in(), entries_, results_});
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message.zh, HasSubstr("项目编号"));
}

TEST_F(ImportTest, a_list_of_finalists_is_the_whole_list) {
  for (const char* id : {"LN-1", "LN-2", "LN-3"}) know(id);
  results_ = {{"LN-1", true, ""}, {"LN-2", true, ""}};
  const ImportPlan made = plan(ImportKind::finalists, "项目编号\nLN-2\nLN-3\n");
  EXPECT_THAT(made.finalists, UnorderedElementsAre("LN-2", "LN-3"));
  EXPECT_EQ(made.added, 1);
  EXPECT_EQ(made.unchanged, 1);
  EXPECT_EQ(made.removed, 1);
}

TEST_F(ImportTest, a_finalist_is_an_entry) {
  EXPECT_THAT(places(plan(ImportKind::finalists, "项目编号\nLN-9\n")), ElementsAre("2 项目编号"));
}

TEST_F(ImportTest, prizes_are_those_of_the_contest_and_go_to_finalists) {
  for (const char* id : {"LN-1", "LN-2", "LN-3", "LN-4"}) know(id);
  results_ = {{"LN-1", true, ""}, {"LN-2", true, "三等奖"}, {"LN-3", true, ""}};
  const ImportPlan made =
      plan(ImportKind::prizes, "项目编号,奖项\nLN-1,特等奖\nLN-2,一等奖\nLN-3,\nLN-4,优秀奖\n");
  EXPECT_THAT(places(made), ElementsAre("2 奖项", "4 奖项", "5 项目编号"));
  EXPECT_EQ(made.changed, 1);
}

TEST_F(ImportTest, no_more_of_a_prize_than_there_are) {
  for (const char* id : {"LN-1", "LN-2", "LN-3"}) know(id);
  const ImportPlan made =
      plan(ImportKind::prizes, "项目编号,奖项\nLN-1,一等奖\nLN-2,一等奖\nLN-3,一等奖\n");
  EXPECT_THAT(places(made), ElementsAre("4 奖项"));
}

}  // namespace
}  // namespace jianzhen::api
