#include "ocr/red_ink.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace jianzhen::ocr {
namespace {

// Hue in half degrees, as OpenCV has it: red lies around 0 = 180.
constexpr int kHueBelow = 12;
constexpr int kHueAbove = 165;
constexpr int kLeastSaturation = 55;
constexpr int kLeastValue = 70;
constexpr double kInkRank = 0.5;  // of the red pixels' red channel: what becomes paper

// The value below which this share of the counted pixels lies.
int quantile(const std::array<int, 256>& counts, double share) {
  long long total = 0;
  for (const int n : counts) total += n;
  long long seen = 0;
  for (int value = 0; value < 256; ++value) {
    seen += counts[static_cast<std::size_t>(value)];
    if (static_cast<double>(seen) >= share * static_cast<double>(total)) return value;
  }
  return 255;
}

}  // namespace

cv::Mat red_mask(const cv::Mat& picture) {
  cv::Mat hsv;
  cv::cvtColor(picture, hsv, cv::COLOR_BGR2HSV);
  cv::Mat low;
  cv::Mat high;
  cv::inRange(hsv, cv::Scalar(0, kLeastSaturation, kLeastValue), cv::Scalar(kHueBelow, 255, 255),
              low);
  cv::inRange(hsv, cv::Scalar(kHueAbove, kLeastSaturation, kLeastValue), cv::Scalar(180, 255, 255),
              high);
  return low | high;
}

double red_share(const cv::Mat& mask) {
  if (mask.empty()) return 0;
  return static_cast<double>(cv::countNonZero(mask)) / static_cast<double>(mask.total());
}

cv::Mat without_red(const cv::Mat& picture, const cv::Mat& mask) {
  std::array<int, 256> counts{};
  for (int y = 0; y < picture.rows; ++y) {
    const auto* pixel = picture.ptr<cv::Vec3b>(y);
    const auto* red = mask.ptr<std::uint8_t>(y);
    for (int x = 0; x < picture.cols; ++x) {
      if (red[x] != 0) ++counts[pixel[x][2]];
    }
  }
  // Stretched so that red ink becomes white; black stays black.
  const int ink = std::max(1, quantile(counts, kInkRank));
  cv::Mat near_red;  // the soft edge of the ink as well
  cv::dilate(mask, near_red, cv::getStructuringElement(cv::MORPH_RECT, cv::Size(3, 3)));
  cv::Mat cleaned = picture.clone();
  for (int y = 0; y < cleaned.rows; ++y) {
    auto* pixel = cleaned.ptr<cv::Vec3b>(y);
    const auto* red = near_red.ptr<std::uint8_t>(y);
    for (int x = 0; x < cleaned.cols; ++x) {
      if (red[x] == 0) continue;
      const auto grey = static_cast<std::uint8_t>(std::min(255, pixel[x][2] * 255 / ink));
      pixel[x] = {grey, grey, grey};
    }
  }
  return cleaned;
}

}  // namespace jianzhen::ocr
