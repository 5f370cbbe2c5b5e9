#include "ingest/shots.h"

#include <gtest/gtest.h>

#include <vector>

namespace jianzhen::ingest {
namespace {

using Step = ShotDetector::Step;

constexpr double kFrame = 0.1;  // seconds

// White, with `lines` rows of "words" from the top.
Thumbnail slide(int lines, std::uint8_t paper = 240) {
  Thumbnail frame;
  frame.grey.fill(paper);
  for (int line = 0; line < lines; ++line) {
    for (int x = 6; x < 50; x += 2) {
      frame.grey[static_cast<std::size_t>((4 + 3 * line) * Thumbnail::kWidth + x)] = 90;
    }
  }
  return frame;
}

// Everything moves: a vertical edge that runs.
Thumbnail motion(int step) {
  Thumbnail frame;
  for (int y = 0; y < Thumbnail::kHeight; ++y) {
    for (int x = 0; x < Thumbnail::kWidth; ++x) {
      frame.grey[static_cast<std::size_t>(y * Thumbnail::kWidth + x)] =
          (x + step) % 16 < 8 ? 60 : 160;
    }
  }
  return frame;
}

std::vector<double> begins_of(const std::vector<Thumbnail>& frames) {
  ShotDetector detector;
  std::vector<double> begins;
  double time = 0;
  for (const Thumbnail& frame : frames) {
    if (detector.next(frame, time) == Step::begins) begins.push_back(detector.begun());
    time += kFrame;
  }
  return begins;
}

std::vector<Thumbnail> joined(std::initializer_list<std::pair<Thumbnail, int>> parts) {
  std::vector<Thumbnail> frames;
  for (const auto& [frame, count] : parts) frames.insert(frames.end(), count, frame);
  return frames;
}

TEST(Shots, a_still_slide_is_one_shot) {
  EXPECT_EQ(begins_of(joined({{slide(4), 100}})).size(), 1U);
}

TEST(Shots, a_cut_begins_a_shot_at_its_frame) {
  const auto begins = begins_of(joined({{slide(4), 20}, {slide(4, 100), 20}}));
  ASSERT_EQ(begins.size(), 2U);
  EXPECT_NEAR(begins[1], 2.0, 1e-6);
}

TEST(Shots, a_line_that_appears_on_a_slide_begins_one_when_it_came) {
  const auto begins = begins_of(joined({{slide(2), 20}, {slide(3), 20}}));
  ASSERT_EQ(begins.size(), 2U);
  EXPECT_NEAR(begins[1], 2.0, 1e-6);
}

TEST(Shots, motion_within_a_scene_is_no_new_shot) {
  std::vector<Thumbnail> frames;
  for (int i = 0; i < 100; ++i) frames.push_back(slide(i % 3));
  EXPECT_EQ(begins_of(frames).size(), 1U);
}

TEST(Shots, a_scene_without_a_cut_is_looked_at_again) {
  std::vector<Thumbnail> frames;
  for (int i = 0; i < 450; ++i) frames.push_back(slide(i % 3));
  EXPECT_EQ(begins_of(frames).size(), 3U);
}

TEST(Shots, what_stands_after_a_fade_shows_the_shot) {
  ShotDetector detector;
  EXPECT_EQ(detector.next(slide(4, 60), 0), Step::begins);
  EXPECT_EQ(detector.next(slide(4, 150), 0.2), Step::settled);
  EXPECT_EQ(detector.next(slide(4, 240), 0.5), Step::settled);
  EXPECT_EQ(detector.next(slide(4, 240), 0.7), Step::same);
}

TEST(ShotChooser, a_blank_frame_is_no_page) { EXPECT_FALSE(ShotChooser(20).takes(slide(0), 0)); }

TEST(ShotChooser, a_slide_that_comes_back_is_taken_once) {
  ShotChooser chooser(20);
  EXPECT_TRUE(chooser.takes(slide(3), 0));
  EXPECT_TRUE(chooser.takes(slide(5), 5));
  EXPECT_FALSE(chooser.takes(slide(3), 10));
  EXPECT_FALSE(chooser.has_left_out());
}

TEST(ShotChooser, the_ceiling_holds_for_any_minute_and_is_told) {
  ShotChooser chooser(2);
  EXPECT_TRUE(chooser.takes(motion(0), 0));
  EXPECT_TRUE(chooser.takes(motion(4), 20));
  EXPECT_FALSE(chooser.takes(motion(8), 59));
  EXPECT_TRUE(chooser.has_left_out());
  EXPECT_TRUE(chooser.takes(motion(12), 60));
}

}  // namespace
}  // namespace jianzhen::ingest
