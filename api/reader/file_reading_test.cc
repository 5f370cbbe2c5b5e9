#include "api/reader/file_reading.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/serial.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;

class FileReadingTest : public testing::Test {
 protected:
  FileReadingTest() {
    fs::create_directories(scratch_);
    fs::create_directories(kept_.parent_path());
  }
  ~FileReadingTest() override { fs::remove_all(root_); }

  fs::path root_ =
      fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
  fs::path scratch_ = root_ / "scratch";
  fs::path kept_ = root_ / "converted" / "x.pdf";
  FileReading reading_{scratch_, kept_};
};

Frame converted(const std::string& name) {
  return {FrameType::converted, {name.begin(), name.end()}};
}

TEST_F(FileReadingTest, other_roots_of_the_same_size_make_another_version) {
  const auto with_roots = [&](const std::string& pem) {
    std::ofstream(root_ / "roots.pem") << pem;
    return reader_version(root_, {});
  };
  const std::string before = with_roots("root A");
  EXPECT_NE(with_roots("root B"), before);
  EXPECT_EQ(with_roots("root A"), before);
}

TEST_F(FileReadingTest, the_converted_document_is_kept_for_the_pictures_of_its_pages) {
  std::ofstream(scratch_ / "out.pdf") << "%PDF-";
  EXPECT_TRUE(reading_.take(converted("out.pdf")));
  EXPECT_TRUE(fs::exists(kept_));
}

TEST_F(FileReadingTest, a_child_cannot_name_a_file_outside_its_scratch) {
  std::ofstream(root_ / "secret") << "secret";
  EXPECT_FALSE(reading_.take(converted("../secret")));
  EXPECT_FALSE(fs::exists(kept_));
}

TEST_F(FileReadingTest, a_link_left_in_scratch_is_not_followed) {
  std::ofstream(root_ / "secret") << "secret";
  fs::create_symlink(root_ / "secret", scratch_ / "out.pdf");
  EXPECT_FALSE(reading_.take(converted("out.pdf")));
  EXPECT_FALSE(
      reading_.take({FrameType::member, encode(MemberFrame{"a.pdf", "a.pdf", "out.pdf", {}})}));
  EXPECT_FALSE(fs::exists(kept_));
}

TEST_F(FileReadingTest, a_page_without_a_number_is_nonsense) {
  reading_.on_page = [](core::Page) -> core::Result<void> { return {}; };
  core::Page page;
  EXPECT_FALSE(reading_.take({FrameType::page, core::encode(page)}));
  page.number = 1;
  EXPECT_TRUE(reading_.take({FrameType::page, core::encode(page)}));
}

TEST_F(FileReadingTest, what_is_noticed_later_joins_what_was_known_at_first) {
  core::Document header{"application/pdf", 2, {}, {{core::ObservationKind::attachment, 0, "a"}}};
  core::Document later;
  later.observations = {{core::ObservationKind::truncated, 2, "b"}};
  ASSERT_TRUE(reading_.take({FrameType::info, core::encode(header)}));
  ASSERT_TRUE(reading_.take({FrameType::observed, core::encode(later)}));
  EXPECT_EQ(reading_.header().observations.size(), 2U);
}

TEST_F(FileReadingTest, scratch_of_a_process_that_is_gone_is_cleared_away) {
  fs::create_directories(root_ / "scratch" / "999999999-1");
  ASSERT_TRUE(prepare_cache(root_));
  EXPECT_FALSE(fs::exists(root_ / "scratch" / "999999999-1"));
}

}  // namespace
}  // namespace jianzhen::api
