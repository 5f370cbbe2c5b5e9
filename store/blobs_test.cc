#include "store/blobs.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>

#include "store/scratch_folder.h"

namespace jianzhen::store {
namespace {

namespace fs = std::filesystem;

std::size_t files_below(const fs::path& folder) {
  std::size_t count = 0;
  for (const auto& file : fs::recursive_directory_iterator(folder)) count += file.is_regular_file();
  return count;
}

class BlobsTest : public testing::Test {
 protected:
  ScratchFolder scratch_;
  fs::path folder_ = scratch_.path() / "data" / "blobs";
  Blobs blobs_ = Blobs::open(folder_).value();

  core::Digest put(std::string_view text) {
    auto writer = blobs_.begin().value();
    EXPECT_TRUE(writer.write(bytes_of(text)));
    return writer.commit().value().sha256;
  }
};

TEST_F(BlobsTest, gives_back_what_it_got) {
  auto writer = blobs_.begin().value();
  ASSERT_TRUE(writer.write(bytes_of("营业")));
  ASSERT_TRUE(writer.write(bytes_of("执照")));
  const auto kept = writer.commit();
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->bytes, 12U);
  EXPECT_EQ(content_of(blobs_.path(kept->sha256).value()), "营业执照");
}

TEST_F(BlobsTest, is_named_by_its_hash_and_read_only) {
  const core::Digest digest = put("abc");
  const fs::path file = blobs_.path(digest).value();
  EXPECT_EQ(file, folder_ / "ba" / digest.hex());
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0222, 0U);
}

TEST_F(BlobsTest, the_same_bytes_twice_are_one_blob) {
  EXPECT_EQ(put("abc"), put("abc"));
  EXPECT_EQ(files_below(folder_), 1U);
}

TEST_F(BlobsTest, an_empty_file_is_a_blob_too) {
  EXPECT_EQ(fs::file_size(blobs_.path(put("")).value()), 0U);
}

TEST_F(BlobsTest, a_writer_dropped_unfinished_leaves_nothing) {
  {
    auto writer = blobs_.begin().value();
    ASSERT_TRUE(writer.write(bytes_of("half")));
  }
  EXPECT_EQ(files_below(folder_), 0U);
}

TEST_F(BlobsTest, what_was_never_put_is_not_found) {
  const auto path = blobs_.path(core::Digest{});
  ASSERT_FALSE(path);
  EXPECT_EQ(path.error().code, core::ErrorCode::not_found);
}

TEST_F(BlobsTest, takes_a_file) {
  const auto kept = blobs_.put_file(scratch_.file("1.pdf", "%PDF-"));
  ASSERT_TRUE(kept);
  EXPECT_EQ(content_of(blobs_.path(kept->sha256).value()), "%PDF-");
}

TEST_F(BlobsTest, putting_a_file_again_mends_a_blob_cut_short) {
  const fs::path file = scratch_.file("1.pdf", "%PDF-1.7");
  const fs::path blob = blobs_.path(blobs_.put_file(file)->sha256).value();
  fs::permissions(blob, fs::perms::owner_write, fs::perm_options::add);
  fs::resize_file(blob, 3);
  ASSERT_TRUE(blobs_.put_file(file));
  EXPECT_EQ(content_of(blob), "%PDF-1.7");
}

TEST_F(BlobsTest, what_nobody_writes_any_more_is_removed_on_opening) {
  scratch_.file("data/blobs/incoming/Ab3dE9", "half a file");
  ASSERT_TRUE(Blobs::open(folder_));
  EXPECT_EQ(files_below(folder_), 0U);
}

TEST_F(BlobsTest, what_somebody_writes_now_stays_on_opening) {
  auto writer = blobs_.begin().value();
  ASSERT_TRUE(writer.write(bytes_of("abc")));
  ASSERT_TRUE(Blobs::open(folder_));
  const auto kept = writer.commit();
  ASSERT_TRUE(kept);
  EXPECT_EQ(content_of(blobs_.path(kept->sha256).value()), "abc");
}

TEST_F(BlobsTest, the_list_tells_blobs_from_strangers) {
  const core::Digest one = put("1");
  const core::Digest two = put("2");
  scratch_.file("data/blobs/note.txt", "who put this here?");
  fs::create_directory(folder_ / "00" / "deep");
  scratch_.file("data/blobs/00/deep/" + one.hex(), "a blob in the wrong place");
  fs::create_symlink("/etc/hostname", folder_ / "ff" / std::string(64, 'f'));
  const auto listing = blobs_.list();
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->blobs, (std::vector{std::min(one, two), std::max(one, two)}));
  EXPECT_EQ(listing->strangers.size(), 3U);
}

TEST_F(BlobsTest, a_folder_that_is_a_file_is_named) {
  const auto opened = Blobs::open(scratch_.file("plain", "") / "blobs");
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.en.find("plain"), std::string::npos);
}

TEST_F(BlobsTest, many_threads_put_the_same_and_different_bytes) {
  std::atomic<int> failed = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] {
        for (int i = 0; i < 8; ++i) {
          auto writer = blobs_.begin();
          const std::string text = i % 2 == 0 ? "same" : std::to_string(thread * 100 + i);
          if (!writer || !writer->write(bytes_of(text)) || !writer->commit()) ++failed;
        }
      });
    }
  }
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(blobs_.list()->blobs.size(), 1U + 4 * 4);
}

}  // namespace
}  // namespace jianzhen::store
