#include "ocr/mat.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace jianzhen::ocr {
namespace {

float distance(const Point& a, const Point& b) { return std::hypot(a.x - b.x, a.y - b.y); }

}  // namespace

float Strip::length() const {
  return std::max(distance(corners[0], corners[1]), distance(corners[3], corners[2]));
}

float Strip::height() const {
  return std::max(distance(corners[0], corners[3]), distance(corners[1], corners[2]));
}

cv::Mat as_bgr(const core::Picture& picture) {
  // OpenCV has no view of constant pixels; nobody writes through this one.
  cv::Mat view(picture.height, picture.width, picture.channels == 3 ? CV_8UC3 : CV_8UC1,
               const_cast<std::uint8_t*>(picture.pixels.data()));
  if (picture.channels == 3) return view;
  cv::Mat bgr;
  cv::cvtColor(view, bgr, cv::COLOR_GRAY2BGR);
  return bgr;
}

core::Picture as_picture(const cv::Mat& pixels, double dpi) {
  // A part as wide as its picture is continuous, too, and its data begin in that picture's.
  const cv::Mat whole = pixels.isContinuous() ? pixels : pixels.clone();
  core::Picture picture{whole.cols, whole.rows, whole.channels(), dpi, {}};
  picture.pixels.assign(whole.data, whole.data + whole.total() * whole.elemSize());
  return picture;
}

std::vector<cv::Point2f> corners_of(const Strip& strip) {
  std::vector<cv::Point2f> corners;
  for (const Point& p : strip.corners) corners.emplace_back(p.x, p.y);
  return corners;
}

cv::Mat cut_out(const cv::Mat& picture, const Strip& strip, int height, int max_width) {
  const int wide = std::max(1, static_cast<int>(strip.length()));
  const int high = std::max(1, static_cast<int>(strip.height()));
  const std::vector<cv::Point2f> from = corners_of(strip);
  const std::array<cv::Point2f, 4> to = {
      cv::Point2f(0, 0), cv::Point2f(static_cast<float>(wide), 0),
      cv::Point2f(static_cast<float>(wide), static_cast<float>(high)),
      cv::Point2f(0, static_cast<float>(high))};
  cv::Mat straight;
  cv::warpPerspective(picture, straight, cv::getPerspectiveTransform(from.data(), to.data()),
                      cv::Size(wide, high), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  const double asked = std::ceil(static_cast<double>(height) * wide / high);
  const int width = std::clamp(static_cast<int>(std::min<double>(asked, max_width)), 1, max_width);
  cv::Mat sized;
  cv::resize(straight, sized, cv::Size(width, height), 0, 0, cv::INTER_LINEAR);
  return sized;
}

std::vector<float> planes(std::span<const cv::Mat> pictures, const std::array<float, 3>& scale,
                          const std::array<float, 3>& shift) {
  if (pictures.empty()) return {};
  const std::size_t area = pictures[0].total();
  std::vector<float> values(pictures.size() * 3 * area);
  float* plane = values.data();
  for (const cv::Mat& picture : pictures) {
    for (int channel = 0; channel < 3; ++channel, plane += area) {
      float* at = plane;
      for (int y = 0; y < picture.rows; ++y) {
        const std::uint8_t* row = picture.ptr<std::uint8_t>(y) + channel;
        for (int x = 0; x < picture.cols; ++x) {
          *at++ = static_cast<float>(row[std::ptrdiff_t{3} * x]) * scale[channel] + shift[channel];
        }
      }
    }
  }
  return values;
}

int quantile(const cv::Mat& values, const cv::Mat& marked, double share) {
  std::array<int, 256> counts{};
  for (int y = 0; y < values.rows; ++y) {
    const auto* value = values.ptr<std::uint8_t>(y);
    const auto* counted = marked.ptr<std::uint8_t>(y);
    for (int x = 0; x < values.cols; ++x) {
      if (counted[x] != 0) ++counts[value[x]];
    }
  }
  long long total = 0;
  for (const int n : counts) total += n;
  long long seen = 0;
  for (int value = 0; value < 256; ++value) {
    seen += counts[static_cast<std::size_t>(value)];
    if (static_cast<double>(seen) >= share * static_cast<double>(total)) return value;
  }
  return 255;
}

}  // namespace jianzhen::ocr
