#include "api/reader/jpeg.h"

#include <gtest/gtest.h>

#include <vector>

namespace jianzhen::api {
namespace {

using Bytes = std::vector<std::uint8_t>;

// 300 × 200, colour, after a comment segment.
Bytes header_of(std::uint8_t frame_marker, std::uint8_t bits = 8) {
  return {0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 'h',  'i', 0xFF, frame_marker, 0, 17,   bits, 0, 200, 1,
          44,   3,    1,    0x22, 0, 2, 0x11, 1,   3,    0x11,         1, 0xFF, 0xDA, 0, 2};
}

TEST(JpegFrame, tells_the_size_behind_other_segments) {
  const auto frame = read_jpeg_frame(header_of(0xC0));
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->width, 300);
  EXPECT_EQ(frame->height, 200);
  EXPECT_EQ(frame->components, 3);
}

TEST(JpegFrame, a_progressive_picture_may_stand_in_a_pdf) {
  EXPECT_TRUE(read_jpeg_frame(header_of(0xC2)));
}

TEST(JpegFrame, a_lossless_or_twelve_bit_picture_may_not) {
  EXPECT_FALSE(read_jpeg_frame(header_of(0xC3)));
  EXPECT_FALSE(read_jpeg_frame(header_of(0xC1, 12)));
}

TEST(JpegFrame, a_header_cut_anywhere_is_no_frame) {
  const Bytes whole = header_of(0xC0);
  for (std::size_t length = 0; length < 27; ++length) {
    EXPECT_FALSE(read_jpeg_frame(std::span(whole).first(length))) << length;
  }
}

TEST(JpegFrame, a_segment_longer_than_the_file_is_no_frame) {
  EXPECT_FALSE(read_jpeg_frame(Bytes{0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 0}));
}

}  // namespace
}  // namespace jianzhen::api
