#include "api/folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;

class FolderTest : public testing::Test {
 protected:
  FolderTest() { fs::create_directories(folder_ / "证明材料"); }
  ~FolderTest() override { fs::remove_all(folder_.parent_path()); }

  void write(const fs::path& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
  }

  fs::path folder_ = fs::path(testing::TempDir()) /
                     testing::UnitTest::GetInstance()->current_test_info()->name() / "LN-9";
};

TEST_F(FolderTest, files_come_in_the_order_of_their_paths_without_the_form) {
  write("entry.json", R"({"applicant":{"name":"甲有限公司"}})");
  write("证明材料/b.pdf", "b");
  write("a.pdf", "a");
  const auto opened = open_folder(folder_, {});
  ASSERT_TRUE(opened);
  ASSERT_EQ(opened->files.size(), 2U);
  EXPECT_EQ(opened->files[0].path, "a.pdf");
  EXPECT_EQ(opened->files[1].path, "证明材料/b.pdf");
  EXPECT_EQ(opened->entry.id, "LN-9");
}

TEST_F(FolderTest, a_link_is_refused_and_named_never_followed) {
  write("entry.json", R"({"applicant":{"name":"甲有限公司"}})");
  fs::create_symlink("/etc/passwd", folder_ / "证明材料" / "链接.pdf");
  const auto opened = open_folder(folder_, {});
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened->files.empty());
  ASSERT_EQ(opened->refused.size(), 1U);
  EXPECT_EQ(opened->refused[0].error->code, core::ErrorCode::unsafe);
}

TEST_F(FolderTest, without_a_form_the_applicant_must_be_named) {
  write("a.pdf", "a");
  EXPECT_EQ(open_folder(folder_, {}).error().code, core::ErrorCode::usage);
  const auto opened = open_folder(folder_, ApplicantOption{"甲有限公司", "91210100MA0000000X"});
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->entry.applicant.name, "甲有限公司");
}

TEST_F(FolderTest, what_operating_systems_leave_behind_is_no_material) {
  write("entry.json", R"({"applicant":{"name":"甲有限公司"}})");
  write("Thumbs.db", "x");
  write("._a.pdf", "x");
  EXPECT_TRUE(open_folder(folder_, {})->files.empty());
}

TEST_F(FolderTest, a_folder_that_is_not_there_is_named) {
  const auto opened = open_folder(folder_ / "没有", {});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, core::ErrorCode::not_found);
  EXPECT_NE(opened.error().message.zh.find("没有"), std::string::npos);
}

}  // namespace
}  // namespace jianzhen::api
