#include "ingest/stretches.h"

#include <gtest/gtest.h>

namespace jianzhen::ingest {
namespace {

using Kind = core::Video::Stretch::Kind;

Thumbnail of_grey(std::uint8_t grey) {
  Thumbnail frame;
  frame.grey.fill(grey);
  return frame;
}

TEST(Stretches, what_is_shorter_than_a_pause_is_not_kept) {
  StretchFinder finder(Kind::silent, 2);
  finder.at(0, true);
  finder.at(1.9, false);
  EXPECT_TRUE(finder.ended(10).empty());
}

TEST(Stretches, the_last_one_reaches_to_the_end) {
  StretchFinder finder(Kind::silent, 2);
  finder.at(5, true);
  const auto found = finder.ended(8);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], (core::Video::Stretch{Kind::silent, 5, 8}));
}

TEST(Stretches, a_single_frame_that_stays_is_frozen) {
  PictureStretches pictures(true);
  pictures.next(of_grey(100), 0);
  pictures.next(of_grey(200), 10);
  const auto found = pictures.ended(11);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], (core::Video::Stretch{Kind::frozen, 0, 10}));
}

TEST(Stretches, between_key_frames_anything_may_have_moved) {
  PictureStretches pictures(false);
  pictures.next(of_grey(100), 0);
  pictures.next(of_grey(200), 10);
  EXPECT_TRUE(pictures.ended(20).empty());
}

TEST(Stretches, black_is_not_called_frozen_too) {
  PictureStretches pictures(true);
  for (int second = 0; second < 10; ++second) pictures.next(of_grey(16), second);
  const auto found = pictures.ended(10);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, Kind::black);
}

}  // namespace
}  // namespace jianzhen::ingest
