#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "verify/check.h"
#include "verify/list_index.h"

namespace jianzhen::verify {
namespace {

class ListsTest : public testing::Test {
 protected:
  ListsTest() : folder_(std::filesystem::path(testing::TempDir()) / "lists_test") {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }

  void write(const std::string& list, const std::string& text) const {
    std::ofstream(folder_ / (list + ".csv"), std::ios::binary) << text;
  }

  std::filesystem::path folder_;
};

TEST_F(ListsTest, the_courts_own_columns_are_understood) {
  write("dishonest",
        "iname,cardNum,caseCode,publishDate\n绿野有限公司,10178144-0,案1,2024-01-11\n");
  const auto units = load_lists(folder_);
  ASSERT_TRUE(units && units->size() == 1);
  EXPECT_EQ(units->front().unit.name, "绿野有限公司");
  EXPECT_EQ(units->front().unit.uscc, "10178144-0");
  EXPECT_EQ(units->front().published, "2024-01-11");
}

TEST_F(ListsTest, the_tax_offices_own_columns_are_understood) {
  write("tax",
        "纳税人名称,纳税人识别号或信用代码,案件性质\n绿野有限公司,91210200243500122U,虚开\n");
  const auto units = load_lists(folder_);
  ASSERT_TRUE(units && units->size() == 1);
  EXPECT_EQ(units->front().unit.uscc, "91210200243500122U");
}

TEST_F(ListsTest, the_day_of_the_list_is_kept_with_its_rows) {
  write("tax", "name,uscc,case_no,published,as_of\n绿野有限公司,,案1,2023-12-01,2024-07-18\n");
  const auto units = load_lists(folder_);
  ASSERT_TRUE(units && units->size() == 1);
  EXPECT_EQ(units->front().as_of, "2024-07-18");
}

TEST(ListIndex, finds_by_organisation_code_alone_and_by_names_where_no_code_contradicts) {
  const std::vector<ListedUnit> rows = {
      {{"绿野甲有限公司", "10178144-0"}, "dishonest", "1", {}, {}},
      {{"绿野乙有限公司", ""}, "tax", "2", {}, {}},
      {{"绿野乙有限公司", "10178144-0"}, "tax", "3", {}, {}}};
  const ListIndex index(rows);
  EXPECT_EQ(index.rows_of({"改名后有限公司", "91210200101781440P"}, {}).size(), 2U);
  EXPECT_EQ(index.rows_of({"绿野乙有限公司", "91210102MA0UQH3K5Q"}, {}).size(), 1U);
  EXPECT_EQ(index.rows_of({"新名有限公司", ""}, {"绿野乙有限公司"}).size(), 2U);
  EXPECT_TRUE(index.rows_of({"绿野丙有限公司", ""}, {}).empty());  // a look-alike
}

TEST_F(ListsTest, a_list_without_names_is_refused) {
  write("tax", "案件性质\n虚开\n");
  EXPECT_FALSE(load_lists(folder_));
}

}  // namespace
}  // namespace jianzhen::verify
