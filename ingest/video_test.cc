#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/test_files.h"
#include "ingest/test_sink.h"
#include "ingest/test_video.h"

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;
using core::ObservationKind;

class Videos : public testing::Test {
 protected:
  std::filesystem::path made(const std::vector<TestScene>& scenes, int quarter_turns = 0) {
    write_video(files_.path("a.mp4"), scenes, quarter_turns);
    return files_.path("a.mp4");
  }
  TestFiles files_;
};

int brightness(const core::Picture& picture, double x, double y) {
  const auto at = static_cast<std::size_t>(y * picture.height) * picture.width +
                  static_cast<std::size_t>(x * picture.width);
  return picture.pixels[at * static_cast<std::size_t>(picture.channels)];
}

TEST_F(Videos, each_scene_is_a_page_with_its_times) {
  const auto reading = read_file(made({{.bars = 1}, {.bars = 4}, {.grey = 120, .bars = 2}}));
  ASSERT_TRUE(reading.result);
  ASSERT_EQ(reading.sink.pages.size(), 3U);
  const core::Page& second = reading.sink.pages[1].page;
  EXPECT_EQ(second.number, 2);
  EXPECT_NEAR(*second.time, 2.0, 0.11);
  EXPECT_NEAR(*second.until, 4.0, 0.11);
  EXPECT_NEAR(*reading.sink.pages[2].page.until, 6.0, 0.11);
}

TEST_F(Videos, a_scene_that_comes_back_is_one_page) {
  const auto reading = read_file(made({{.bars = 1}, {.bars = 4}, {.bars = 1}}));
  EXPECT_EQ(reading.sink.pages.size(), 2U);
}

TEST_F(Videos, a_black_beginning_is_no_page) {
  const auto reading = read_file(made({{.grey = 0, .bars = 0}, {.bars = 4}}));
  ASSERT_EQ(reading.sink.pages.size(), 1U);
  EXPECT_NEAR(*reading.sink.pages[0].page.time, 2.0, 0.11);
}

TEST_F(Videos, a_video_of_one_tone_still_shows_something) {
  EXPECT_EQ(read_file(made({{.grey = 0, .bars = 0}})).sink.pages.size(), 1U);
}

TEST_F(Videos, pages_that_somebody_has_are_skipped) {
  const auto reading = read_file(made({{.bars = 1}, {.bars = 4}}), {}, {1});
  ASSERT_EQ(reading.sink.pages.size(), 1U);
  EXPECT_EQ(reading.sink.pages[0].page.number, 2);
}

TEST_F(Videos, the_ceiling_per_minute_is_told) {
  Limits limits;
  limits.max_frames_per_minute = 2;
  const auto reading = read_file(made({{.bars = 1}, {.bars = 4}, {.bars = 7}}), limits);
  EXPECT_EQ(reading.sink.pages.size(), 2U);
  EXPECT_TRUE(reading.sink.has(ObservationKind::truncated));
}

TEST_F(Videos, a_phone_held_upright_gives_upright_frames) {
  const auto reading = read_file(made({{.bars = 3}}, 1));
  const core::Picture& picture = reading.sink.pages.at(0).picture;
  EXPECT_EQ(picture.width, 180);
  EXPECT_EQ(picture.height, 320);
}

TEST_F(Videos, without_its_index_it_is_corrupt) {
  const std::string bytes = contents_of(made({{.bars = 1}}));
  const auto reading = read_file(files_.write("b.mp4", bytes.substr(0, bytes.size() / 2)));
  ASSERT_FALSE(reading.result);
  EXPECT_EQ(reading.result.error().code, ErrorCode::corrupt);
}

TEST_F(Videos, without_a_decodable_picture_it_is_unplayable) {
  std::string bytes = contents_of(made({{.bars = 1}}));
  const std::size_t data = bytes.find("mdat");
  const std::size_t index = bytes.find("moov");
  ASSERT_LT(data, index);
  for (std::size_t i = data + 4; i < index - 4; ++i) bytes[i] = '\xFF';
  const auto reading = read_file(files_.write("b.mp4", bytes));
  EXPECT_TRUE(reading.sink.pages.empty());
  EXPECT_TRUE(reading.sink.has(ObservationKind::unplayable));
}

TEST_F(Videos, the_frame_of_a_moment_is_shown) {
  const auto file = made({{.grey = 230, .bars = 1}, {.grey = 100, .bars = 1}});
  const FileType type{FileClass::video, "video/mp4"};
  const auto early = render(file, type, 1, 1.0, 160, {});
  const auto late = render(file, type, 2, 3.0, 160, {});
  ASSERT_TRUE(early && late);
  EXPECT_EQ(early->width, 160);
  EXPECT_GT(brightness(*early, 0.9, 0.9), brightness(*late, 0.9, 0.9) + 60);
}

}  // namespace
}  // namespace jianzhen::ingest
