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
    return made("a.mp4", scenes, {.quarter_turns = quarter_turns, .volume = {}, .cues = {}});
  }
  std::filesystem::path made(const std::string& name, const std::vector<TestScene>& scenes,
                             const TestTracks& tracks) {
    EXPECT_TRUE(write_video(files_.path(name), scenes, tracks));
    return files_.path(name);
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

struct ContainerCase {
  const char* name;
  const char* media_type;
  const char* codec;
};

class Containers : public Videos, public testing::WithParamInterface<ContainerCase> {};

TEST_P(Containers, its_facts_and_its_scenes_are_read) {
  const ContainerCase& one = GetParam();
  const auto reading = read_file(made(one.name, {{.bars = 1}, {.grey = 120, .bars = 4}}, {}));
  ASSERT_TRUE(reading.result);
  EXPECT_EQ(reading.sink.known.media_type, one.media_type);
  ASSERT_TRUE(reading.sink.film);
  EXPECT_EQ(reading.sink.film->picture_codec, one.codec);
  EXPECT_EQ(reading.sink.film->sound_codec, "");
  EXPECT_EQ(reading.sink.film->width, 320);
  EXPECT_EQ(reading.sink.film->height, 180);
  EXPECT_NEAR(reading.sink.film->duration, 4.0, 0.2);
  EXPECT_EQ(reading.sink.pages.size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Videos, Containers,
                         testing::Values(ContainerCase{"a.mp4", "video/mp4", "h264"},
                                         ContainerCase{"a.mov", "video/quicktime", "h264"},
                                         ContainerCase{"a.mkv", "video/x-matroska", "h264"},
                                         ContainerCase{"a.webm", "video/webm", "vp9"},
                                         ContainerCase{"a.avi", "video/x-msvideo", "mpeg4"},
                                         ContainerCase{"a.flv", "video/x-flv", "flv1"}),
                         [](const auto& one) { return std::string(one.param.name).substr(2); });

using Kind = core::Video::Stretch::Kind;

std::vector<core::Video::Stretch> of_kind(const TestReading& reading, Kind kind) {
  std::vector<core::Video::Stretch> found;
  if (!reading.sink.film) return found;
  for (const auto& one : reading.sink.film->stretches) {
    if (one.kind == kind) found.push_back(one);
  }
  return found;
}

TEST_F(Videos, a_black_stretch_is_told) {
  const auto reading = read_file(
      made({{.moves = true}, {.grey = 16, .bars = 0, .frames = 30}, {.bars = 4, .moves = true}}));
  const auto black = of_kind(reading, Kind::black);
  ASSERT_EQ(black.size(), 1U);
  EXPECT_NEAR(black[0].from, 2.0, 0.11);
  EXPECT_NEAR(black[0].until, 5.0, 0.11);
  EXPECT_TRUE(of_kind(reading, Kind::frozen).empty());
}

TEST_F(Videos, a_picture_that_stands_still_is_told) {
  const auto reading = read_file(
      made({{.moves = true}, {.bars = 3, .frames = 70}, {.bars = 5, .frames = 30, .moves = true}}));
  const auto frozen = of_kind(reading, Kind::frozen);
  ASSERT_EQ(frozen.size(), 1U);
  EXPECT_NEAR(frozen[0].from, 2.0, 0.11);
  EXPECT_NEAR(frozen[0].until, 9.0, 0.11);
}

TEST_F(Videos, a_silent_stretch_is_told) {
  const auto reading = read_file(made("a.mp4", {{.frames = 80, .moves = true}},
                                      {.volume = {0.5, 0.5, 0, 0, 0, 0.5, 0.5, 0.5}, .cues = {}}));
  const auto silent = of_kind(reading, Kind::silent);
  ASSERT_EQ(silent.size(), 1U);
  EXPECT_NEAR(silent[0].from, 2.0, 0.2);
  EXPECT_NEAR(silent[0].until, 5.0, 0.2);
  EXPECT_EQ(reading.sink.film->sound_codec, "aac");
}

TEST_F(Videos, a_lively_video_with_sound_has_no_stretches) {
  const auto reading = read_file(
      made("a.mkv", {{.frames = 60, .moves = true}}, {.volume = {1, 1, 1, 1, 1, 1}, .cues = {}}));
  ASSERT_TRUE(reading.sink.film);
  EXPECT_TRUE(reading.sink.film->stretches.empty());
}

class Subtitles : public Videos, public testing::WithParamInterface<const char*> {};

TEST_P(Subtitles, are_pages_with_their_words_and_times) {
  const TestTracks tracks{.volume = {},
                          .cues = {{0.5, 1.5, "沈阳示例科技有限公司"}, {2, 3.5, "第二句\n分两行"}}};
  const auto reading = read_file(made(GetParam(), {{.bars = 2, .frames = 40}}, tracks));
  ASSERT_TRUE(reading.result);
  ASSERT_EQ(reading.sink.pages.size(), 3U);
  const core::Page& first = reading.sink.pages[1].page;
  EXPECT_EQ(first.source, core::PageSource::text_layer);
  EXPECT_NEAR(*first.time, 0.5, 0.01);
  EXPECT_NEAR(*first.until, 1.5, 0.01);
  EXPECT_EQ(reading.sink.text(1), "沈阳示例科技有限公司");
  EXPECT_EQ(reading.sink.text(2), "第二句\n分两行");
  EXPECT_TRUE(reading.sink.pages[1].picture.empty());
}

INSTANTIATE_TEST_SUITE_P(Videos, Subtitles, testing::Values("a.mp4", "a.mkv", "a.webm"),
                         [](const auto& one) { return std::string(one.param).substr(2); });

TEST_F(Videos, a_playable_copy_has_its_index_in_front_and_the_same_pictures) {
  const auto file = made("a.mkv", {{.bars = 1}, {.bars = 5}}, {.volume = {1, 1}, .cues = {}});
  const auto copy = playable_copy(file, files_.folder("scratch"));
  ASSERT_TRUE(copy) << copy.error().detail;
  const std::string bytes = contents_of(*copy);
  ASSERT_NE(bytes.find("moov"), std::string::npos);
  EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));
  const auto before = read_file(file);
  const auto after = read_file(*copy);
  EXPECT_EQ(after.sink.film->sound_codec, "aac");
  ASSERT_EQ(after.sink.pages.size(), before.sink.pages.size());
  for (std::size_t i = 0; i < after.sink.pages.size(); ++i) {
    EXPECT_EQ(after.sink.pages[i].picture.pixels, before.sink.pages[i].picture.pixels);
  }
}

TEST_F(Videos, what_plays_as_it_is_is_not_copied) {
  const auto file = made("a.mkv", {{.bars = 1}}, {});
  const auto copy = playable_copy(file, files_.folder("scratch"));
  ASSERT_TRUE(copy);
  const auto again = playable_copy(*copy, files_.folder("again"));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->empty());
}

TEST_F(Videos, a_codec_that_browsers_do_not_know_is_said) {
  const auto copy = playable_copy(made("a.flv", {{.bars = 1}}, {}), files_.folder("scratch"));
  ASSERT_FALSE(copy);
  EXPECT_EQ(copy.error().code, ErrorCode::unsupported);
}

TEST_F(Videos, a_poster_strip_shows_its_moments_side_by_side) {
  const auto file = made({{.grey = 230, .bars = 0}, {.grey = 90, .bars = 0}});
  const auto strip = poster_strip(file, 4, 80, {});
  ASSERT_TRUE(strip);
  EXPECT_EQ(strip->width, 320);
  EXPECT_EQ(strip->height, 45);
  EXPECT_GT(brightness(*strip, 0.3, 0.5), 200);
  EXPECT_LT(brightness(*strip, 0.6, 0.5), 110);
}

}  // namespace
}  // namespace jianzhen::ingest
