#include "api/picture_cache.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;

class PictureCacheTest : public testing::Test {
 protected:
  void TearDown() override { fs::remove_all(folder_); }

  std::unique_ptr<PictureCache> open(std::uint64_t max_bytes = 1000) {
    return std::move(*PictureCache::open(folder_, max_bytes));
  }
  PictureCache::Draw drawing(std::size_t bytes) {
    return [this, bytes]() -> core::Result<std::vector<std::uint8_t>> {
      ++drawn_;
      return std::vector<std::uint8_t>(bytes, 'x');
    };
  }

  fs::path folder_ = testing::TempDir() + "jianzhen_pictures_" + std::to_string(::getpid());
  int drawn_ = 0;
};

TEST_F(PictureCacheTest, draws_a_picture_once) {
  const auto cache = open();
  EXPECT_EQ(cache->get("a", drawing(3)), "xxx");
  EXPECT_EQ(cache->get("a", drawing(3)), "xxx");
  EXPECT_EQ(drawn_, 1);
}

TEST_F(PictureCacheTest, keeps_pictures_for_the_next_start) {
  EXPECT_TRUE(open()->get("a", drawing(3)));
  EXPECT_TRUE(open()->get("a", drawing(3)));
  EXPECT_EQ(drawn_, 1);
}

TEST_F(PictureCacheTest, lets_those_go_that_nobody_looked_at) {
  const auto cache = open(1000);
  EXPECT_TRUE(cache->get("old", drawing(400)));
  EXPECT_TRUE(cache->get("seen", drawing(400)));
  fs::last_write_time(folder_ / "old", fs::file_time_type::clock::now() - std::chrono::hours(2));
  fs::last_write_time(folder_ / "seen", fs::file_time_type::clock::now() - std::chrono::hours(1));
  EXPECT_TRUE(cache->get("new", drawing(400)));
  EXPECT_FALSE(fs::exists(folder_ / "old"));
  EXPECT_TRUE(fs::exists(folder_ / "seen"));
}

TEST_F(PictureCacheTest, knows_how_full_it_was_before) {
  EXPECT_TRUE(open(1000)->get("a", drawing(900)));
  EXPECT_TRUE(open(1000)->get("b", drawing(500)));
  EXPECT_FALSE(fs::exists(folder_ / "a"));
}

TEST_F(PictureCacheTest, keeps_nothing_that_could_not_be_drawn) {
  const auto cache = open();
  const auto broken = cache->get("a", []() -> core::Result<std::vector<std::uint8_t>> {
    return core::fail(core::ErrorCode::corrupt, {"坏", "broken"});
  });
  EXPECT_FALSE(broken);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(PictureCacheTest, draws_again_what_a_power_cut_left_empty) {
  const auto cache = open();
  EXPECT_TRUE(cache->get("a", drawing(3)));
  fs::resize_file(folder_ / "a", 0);
  EXPECT_EQ(cache->get("a", drawing(3)), "xxx");
}

}  // namespace
}  // namespace jianzhen::api
