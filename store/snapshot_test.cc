#include "store/snapshot.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "store/catalogue.h"
#include "store/hash.h"
#include "store/scratch_folder.h"

namespace jianzhen::store {
namespace {

namespace fs = std::filesystem;

class SnapshotTest : public testing::Test {
 protected:
  SnapshotTest() {
    core::Entry entry;
    entry.id = "LN-1";
    entry.applicant.name = "沈阳示例科技有限公司";
    EXPECT_TRUE(catalogue_->put_entry(entry));
  }

  void receive(const std::string& path, std::string_view bytes) {
    StoredMaterial material;
    material.entry = "LN-1";
    material.path = path;
    material.sha256 = sha256_of(bytes);
    material.bytes = bytes.size();
    ASSERT_TRUE(catalogue_->add_material(material));
  }

  ScratchFolder scratch_;
  fs::path file_ = scratch_.path() / "catalogue.sqlite";
  fs::path copy_ = scratch_.path() / "copy's.sqlite";
  std::unique_ptr<Catalogue> catalogue_ = Catalogue::open("sqlite3://" + file_.string()).value();
};

TEST_F(SnapshotTest, the_copy_says_what_the_catalogue_said) {
  receive("执照.jpg", "执照");
  receive("执照副本.jpg", "执照");
  ASSERT_TRUE(copy_database(file_, copy_));
  receive("later.pdf", "后来的");
  const auto summary = summary_of(copy_);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->entries, 1);
  EXPECT_EQ(summary->events, 3);         // one of the entry, two of files
  ASSERT_EQ(summary->files.size(), 1U);  // the same bytes once
  EXPECT_EQ(summary->files[0].sha256, sha256_of("执照"));
  EXPECT_EQ(summary->files[0].where, "LN-1/执照.jpg");
}

TEST_F(SnapshotTest, a_copy_is_one_file_without_a_journal) {
  ASSERT_TRUE(copy_database(file_, copy_));
  ASSERT_TRUE(summary_of(copy_));
  for (const char* beside : {"-wal", "-shm", "-journal"}) {
    EXPECT_FALSE(fs::exists(copy_.string() + beside)) << beside;
  }
}

TEST_F(SnapshotTest, copies_made_while_files_come_in_are_whole_and_have_no_gaps) {
  std::atomic<bool> done = false;
  std::jthread sender([&] {
    for (int i = 0; i < 100; ++i) {
      receive("file " + std::to_string(i), std::to_string(i));
    }
    done = true;
  });
  for (int i = 0; !done; ++i) {
    const fs::path copy = scratch_.path() / std::to_string(i);
    ASSERT_TRUE(copy_database(file_, copy));
    const auto summary = summary_of(copy);
    ASSERT_TRUE(summary);
    // Each file and its event came in one transaction.
    EXPECT_EQ(static_cast<std::int64_t>(summary->files.size()) + 1, summary->events);
  }
}

TEST_F(SnapshotTest, nothing_is_made_where_no_database_is) {
  const fs::path nowhere = scratch_.path() / "nowhere.sqlite";
  EXPECT_EQ(copy_database(nowhere, copy_).error().code, core::ErrorCode::not_found);
  EXPECT_FALSE(fs::exists(nowhere));
}

TEST_F(SnapshotTest, another_database_is_no_catalogue) {
  EXPECT_FALSE(summary_of(scratch_.file("other.sqlite", "not a database at all, but long enough")));
}

}  // namespace
}  // namespace jianzhen::store
