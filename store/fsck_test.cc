#include "store/fsck.h"

#include <gtest/gtest.h>

#include "store/scratch_folder.h"

namespace jianzhen::store {
namespace {

namespace fs = std::filesystem;

class FsckTest : public testing::Test {
 protected:
  FsckTest() {
    core::Entry entry;
    entry.id = "LN-1";
    entry.applicant.name = "沈阳示例科技有限公司";
    EXPECT_TRUE(catalogue_->put_entry(entry));
  }

  core::Digest receive(const std::string& path, std::string_view bytes) {
    auto writer = blobs_.begin().value();
    EXPECT_TRUE(writer.write(bytes_of(bytes)));
    const HashedFile kept = writer.commit().value();
    StoredMaterial material;
    material.entry = "LN-1";
    material.path = path;
    material.sha256 = kept.sha256;
    material.bytes = kept.bytes;
    EXPECT_TRUE(catalogue_->add_material(material));
    return kept.sha256;
  }

  void overwrite(const core::Digest& sha256, std::string_view bytes) {
    const fs::path file = blobs_.path(sha256).value();
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    std::ofstream(file, std::ios::binary) << bytes;
  }

  ScratchFolder scratch_;
  Blobs blobs_ = Blobs::open(scratch_.path() / "blobs").value();
  std::unique_ptr<Catalogue> catalogue_ =
      Catalogue::open("sqlite3://" + (scratch_.path() / "catalogue.sqlite").string()).value();
};

TEST_F(FsckTest, what_was_received_is_whole) {
  receive("营业执照.jpg", "执照");
  const auto report = fsck(blobs_, *catalogue_);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->blobs_checked, 1U);
  EXPECT_TRUE(report->faults.empty());
  EXPECT_TRUE(report->whole());
}

TEST_F(FsckTest, a_changed_character_is_found_and_named) {
  const auto sha256 = receive("营业执照.jpg", "执照");
  overwrite(sha256, "执昭");
  const auto report = fsck(blobs_, *catalogue_);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->faults.size(), 1U);
  EXPECT_EQ(report->faults[0].kind, FaultKind::changed);
  EXPECT_EQ(report->faults[0].where, "LN-1/营业执照.jpg");
  EXPECT_FALSE(report->whole());
}

TEST_F(FsckTest, a_file_that_is_gone_is_found_and_named) {
  const auto sha256 = receive("审计报告.pdf", "审计");
  fs::remove(blobs_.path(sha256).value());
  const auto report = fsck(blobs_, *catalogue_);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->faults.size(), 1U);
  EXPECT_EQ(report->faults[0].kind, FaultKind::missing);
  EXPECT_FALSE(report->whole());
}

TEST_F(FsckTest, a_blob_that_nobody_catalogued_is_told_and_is_no_loss) {
  auto writer = blobs_.begin().value();
  ASSERT_TRUE(writer.write(bytes_of("无主")));
  ASSERT_TRUE(writer.commit());
  const auto report = fsck(blobs_, *catalogue_);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->faults.size(), 1U);
  EXPECT_EQ(report->faults[0].kind, FaultKind::unknown_blob);
  EXPECT_TRUE(report->whole());
}

TEST_F(FsckTest, a_file_that_is_no_blob_is_told) {
  scratch_.file("blobs/笔记.txt", "不是存证文件");
  const auto report = fsck(blobs_, *catalogue_);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->faults.size(), 1U);
  EXPECT_EQ(report->faults[0].kind, FaultKind::stranger);
}

}  // namespace
}  // namespace jianzhen::store
