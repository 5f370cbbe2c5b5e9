#include "ocr/red_ink.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "ocr/mat.h"

namespace jianzhen::ocr {
namespace {

// Hue in half degrees, as OpenCV has it: red lies around 0 = 180.
constexpr int kHueBelow = 12;
constexpr int kHueAbove = 165;
constexpr int kLeastSaturation = 55;
constexpr int kLeastValue = 70;
constexpr double kMiddle = 0.5;
constexpr int kPaperReach = 60;  // of the longer side: paper shows within this of any ink

// How bright the paper is around each pixel, 0-255: light falls unevenly on a photograph. Within a
// red area, where no paper is near, the red is the paper.
cv::Mat paper(const cv::Mat& red_channel, const cv::Mat& mask) {
  cv::Mat smooth;
  cv::blur(red_channel, smooth, cv::Size(3, 3));
  smooth.setTo(0, mask);
  const int reach = std::max(3, std::max(mask.cols, mask.rows) / kPaperReach) | 1;
  cv::Mat bright;
  cv::dilate(smooth, bright, cv::getStructuringElement(cv::MORPH_RECT, cv::Size(reach, reach)));
  cv::blur(bright, bright, cv::Size(reach, reach));
  return cv::max(bright, quantile(red_channel, mask, kMiddle));
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

cv::Mat without_red(const cv::Mat& picture, const cv::Mat& mask, double ink_rank) {
  cv::Mat red_channel;
  cv::extractChannel(picture, red_channel, 2);
  const cv::Mat light = paper(red_channel, mask);
  // How much of the paper's light comes back in the red channel, in 255ths.
  cv::Mat share(picture.size(), CV_8U);
  for (int y = 0; y < picture.rows; ++y) {
    const auto* value = red_channel.ptr<std::uint8_t>(y);
    const auto* most = light.ptr<std::uint8_t>(y);
    auto* part = share.ptr<std::uint8_t>(y);
    for (int x = 0; x < picture.cols; ++x) {
      part[x] =
          static_cast<std::uint8_t>(std::min(255, value[x] * 255 / std::max<int>(1, most[x])));
    }
  }
  // Stretched so that red ink becomes paper; black stays black.
  const int ink = std::max(1, quantile(share, mask, ink_rank));
  cv::Mat near_red;  // the soft edge of the ink as well
  cv::dilate(mask, near_red, cv::getStructuringElement(cv::MORPH_RECT, cv::Size(3, 3)));
  cv::Mat cleaned = picture.clone();
  for (int y = 0; y < cleaned.rows; ++y) {
    auto* pixel = cleaned.ptr<cv::Vec3b>(y);
    const auto* red = near_red.ptr<std::uint8_t>(y);
    const auto* most = light.ptr<std::uint8_t>(y);
    const auto* part = share.ptr<std::uint8_t>(y);
    for (int x = 0; x < cleaned.cols; ++x) {
      if (red[x] == 0) continue;
      const auto grey = static_cast<std::uint8_t>(std::min<int>(most[x], most[x] * part[x] / ink));
      pixel[x] = {grey, grey, grey};
    }
  }
  return cleaned;
}

}  // namespace jianzhen::ocr
