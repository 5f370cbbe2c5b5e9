#include "ocr/red_ink.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

namespace jianzhen::ocr {
namespace {

// A sheet photographed in light that falls off to the right, with a red bar across a black one.
class InkOnGreyPaper : public testing::Test {
 protected:
  InkOnGreyPaper() {
    for (int y = 0; y < kHeight; ++y) {
      for (int x = 0; x < kWidth; ++x) {
        const double light = 1 - 0.5 * x / kWidth;
        cv::Vec3d colour(240, 240, 240);
        if (y >= 60 && y < 68) colour = {50, 50, 220};
        if (x % 40 < 6 && y > 40 && y < 90) colour = {25, 25, 25};
        photograph.at<cv::Vec3b>(y, x) = colour * light;
      }
    }
  }

  int paper_at(int x) const { return photograph.at<cv::Vec3b>(20, x)[2]; }

  static constexpr int kWidth = 600;
  static constexpr int kHeight = 120;
  cv::Mat photograph = cv::Mat(kHeight, kWidth, CV_8UC3);
};

TEST_F(InkOnGreyPaper, becomes_the_paper_around_it) {
  const cv::Mat cleaned = without_red(photograph, red_mask(photograph), 0.5);
  for (const int x : {100, 300, 500}) {
    EXPECT_NEAR(cleaned.at<cv::Vec3b>(64, x + 15)[2], paper_at(x + 15), 14) << "at " << x;
  }
}

TEST_F(InkOnGreyPaper, leaves_print_dark) {
  const cv::Mat cleaned = without_red(photograph, red_mask(photograph), 0.5);
  for (const int x : {122, 322, 522}) {
    EXPECT_LT(cleaned.at<cv::Vec3b>(64, x)[2], paper_at(x) / 4) << "at " << x;
  }
}

}  // namespace
}  // namespace jianzhen::ocr
