#include "store/bag.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "store/scratch_folder.h"

namespace jianzhen::store {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Pair;

class BagTest : public testing::Test {
 protected:
  void put(BagWriter& bag, const std::string& path, std::string_view bytes) {
    std::ofstream(bag.place(path).value(), std::ios::binary) << bytes;
    ASSERT_TRUE(bag.add(path));
  }

  void make_a_bag() {
    auto bag = BagWriter::begin(folder_).value();
    put(bag, "catalogue.sqlite", "目录");
    put(bag, "blobs/ab/abcd", "执照");
    ASSERT_TRUE(bag.finish({{"Jianzhen-Form", "9"}}));
  }

  void overwrite(const std::string& name, std::string_view text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  ScratchFolder scratch_;
  fs::path folder_ = scratch_.path() / "备份 1";
};

TEST_F(BagTest, what_was_put_in_is_in_it) {
  make_a_bag();
  const auto bag = open_bag(folder_);
  ASSERT_TRUE(bag);
  ASSERT_EQ(bag->files.size(), 2U);
  EXPECT_EQ(bag->files[0].path, "blobs/ab/abcd");
  EXPECT_EQ(bag->files[0].sha256, sha256_of("执照"));
  EXPECT_THAT(bag->info, IsSupersetOf({Pair("Jianzhen-Form", "9"), Pair("Payload-Oxum", "12.2")}));
  EXPECT_THAT(strangers(folder_, *bag).value(), IsEmpty());
}

TEST_F(BagTest, anybody_can_hold_it_against_its_manifest) {
  make_a_bag();
  const std::string check = "cd '" + folder_.string() + "' && sha256sum --check --status ";
  EXPECT_EQ(std::system((check + "manifest-sha256.txt").c_str()), 0);
  EXPECT_EQ(std::system((check + "tagmanifest-sha256.txt").c_str()), 0);
}

TEST_F(BagTest, until_it_is_whole_there_is_none) {
  {
    auto bag = BagWriter::begin(folder_).value();
    put(bag, "catalogue.sqlite", "目录");
    EXPECT_FALSE(fs::exists(folder_));
  }
  EXPECT_TRUE(fs::is_empty(scratch_.path()));  // given up: nothing stays
}

TEST_F(BagTest, nothing_that_is_there_is_written_over) {
  fs::create_directory(folder_);
  EXPECT_EQ(BagWriter::begin(folder_).error().code, core::ErrorCode::usage);
}

TEST_F(BagTest, a_manifest_that_was_altered_is_no_manifest) {
  make_a_bag();
  overwrite("manifest-sha256.txt", "");
  EXPECT_EQ(open_bag(folder_).error().code, core::ErrorCode::unreadable);
}

TEST_F(BagTest, a_path_out_of_the_folder_is_refused) {
  make_a_bag();
  const std::string manifest = sha256_of("x").hex() + "  data/../../etc/passwd\n";
  overwrite("manifest-sha256.txt", manifest);
  std::string tags;
  for (const char* name : {"bag-info.txt", "bagit.txt", "manifest-sha256.txt"}) {
    tags += hash_file(folder_ / name)->sha256.hex() + "  " + name + "\n";
  }
  overwrite("tagmanifest-sha256.txt", tags);
  EXPECT_FALSE(open_bag(folder_));
}

TEST_F(BagTest, a_file_that_nobody_put_in_is_named) {
  make_a_bag();
  overwrite("data/blobs/ab/stranger", "?");
  EXPECT_THAT(strangers(folder_, open_bag(folder_).value()).value(),
              ElementsAre("blobs/ab/stranger"));
}

TEST_F(BagTest, another_folder_is_no_bag) {
  EXPECT_EQ(open_bag(scratch_.path()).error().code, core::ErrorCode::unreadable);
  EXPECT_EQ(open_bag(scratch_.path() / "nowhere").error().code, core::ErrorCode::not_found);
}

}  // namespace
}  // namespace jianzhen::store
