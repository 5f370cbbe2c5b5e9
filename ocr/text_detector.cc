#include "ocr/text_detector.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/letter_height.h"

namespace jianzhen::ocr {
namespace {

constexpr int kUsualSide = 960;
constexpr int kLargestSide = 1536;
constexpr int kStride = 32;           // the net halves the picture five times
constexpr double kLetterAtSide = 11;  // pixels: letters smaller than this are missed
constexpr double kInText = 0.3;       // a pixel of the map that belongs to a line
constexpr double kMeanInText = 0.5;   // the least mean of a whole line
constexpr double kGrow = 1.6;         // the map shows lines shrunken; area × this / perimeter
constexpr float kEnds = 0.4F;         // of its height, at both ends: a full stop stands alone there
constexpr float kLeastShrunkenSide = 3;
constexpr float kLeastSide = 5;
constexpr float kUprightLetter = 1.5;  // a box this much higher than wide runs downwards

// ImageNet's mean and deviation, as the net was trained: (v / 255 - mean) / deviation.
constexpr std::array<float, 3> kMean = {0.485F, 0.456F, 0.406F};
constexpr std::array<float, 3> kDeviation = {0.229F, 0.224F, 0.225F};

int to_stride(double side) {
  return std::max(kStride, static_cast<int>(std::lround(side / kStride)) * kStride);
}

// Clockwise from the corner where the words begin.
Strip strip_of(const cv::RotatedRect& rect, float scale_x, float scale_y) {
  std::array<cv::Point2f, 4> points;
  rect.points(points.data());
  for (cv::Point2f& p : points) p = {p.x * scale_x, p.y * scale_y};
  std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
  const bool left_first = points[0].y < points[1].y;
  const bool right_first = points[2].y < points[3].y;
  const cv::Point2f top_left = points[left_first ? 0 : 1];
  const cv::Point2f bottom_left = points[left_first ? 1 : 0];
  const cv::Point2f top_right = points[right_first ? 2 : 3];
  const cv::Point2f bottom_right = points[right_first ? 3 : 2];
  const auto point = [](const cv::Point2f& p) { return Point{p.x, p.y}; };
  Strip strip{{point(top_left), point(top_right), point(bottom_right), point(bottom_left)}};
  if (strip.height() >= kUprightLetter * strip.length()) {
    // Its top is to the right, as where a page lies on its side; the vote on the page turns it.
    std::rotate(strip.corners.begin(), strip.corners.begin() + 1, strip.corners.end());
  }
  return strip;
}

// The mean of the map inside a contour.
double mean_inside(const cv::Mat& map, const std::vector<cv::Point>& contour) {
  const cv::Rect around = cv::boundingRect(contour);
  cv::Mat inside = cv::Mat::zeros(around.size(), CV_8U);
  cv::fillPoly(inside, std::vector<std::vector<cv::Point>>{contour}, cv::Scalar(1), cv::LINE_8, 0,
               -around.tl());
  return cv::mean(map(around), inside)[0];
}

std::vector<Strip> strips_of(const cv::Mat& map, float scale_x, float scale_y) {
  cv::Mat text = map > kInText;
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(text, contours, cv::RETR_LIST, cv::CHAIN_APPROX_SIMPLE);
  std::vector<Strip> strips;
  for (const auto& contour : contours) {
    if (contour.size() < 4) continue;
    cv::RotatedRect rect = cv::minAreaRect(contour);
    if (std::min(rect.size.width, rect.size.height) < kLeastShrunkenSide) continue;
    if (mean_inside(map, contour) < kMeanInText) continue;
    const auto grow =
        static_cast<float>(rect.size.area() * kGrow / (2 * (rect.size.width + rect.size.height)));
    rect.size.width += 2 * grow;
    rect.size.height += 2 * grow;
    const bool flat = rect.size.width > rect.size.height;
    (flat ? rect.size.width : rect.size.height) +=
        2 * kEnds * (flat ? rect.size.height : rect.size.width);
    if (std::min(rect.size.width, rect.size.height) < kLeastSide) continue;
    strips.push_back(strip_of(rect, scale_x, scale_y));
  }
  return strips;
}

}  // namespace

int detection_side(const cv::Mat& picture) {
  const int side = std::max(picture.cols, picture.rows);
  if (side <= kUsualSide) return side;
  const double letter = letter_height(picture);
  const double wanted = letter > 0 ? side * kLetterAtSide / letter : kUsualSide;
  return std::min(side, std::clamp(static_cast<int>(wanted), kUsualSide, kLargestSide));
}

core::Result<std::vector<Strip>> TextDetector::find(const cv::Mat& picture) {
  const double scale =
      static_cast<double>(detection_side(picture)) / std::max(picture.cols, picture.rows);
  cv::Mat small;
  cv::resize(picture, small,
             cv::Size(to_stride(picture.cols * scale), to_stride(picture.rows * scale)));
  std::array<float, 3> factor{};
  std::array<float, 3> shift{};
  for (std::size_t c = 0; c < 3; ++c) {
    factor[c] = 1 / (255 * kDeviation[c]);
    shift[c] = -kMean[c] / kDeviation[c];
  }
  Tensor input{{1, 3, small.rows, small.cols}, planes(std::span(&small, 1), factor, shift)};
  auto map = net_->run(input);
  if (!map) return core::fail(map.error());
  const cv::Mat probabilities(small.rows, small.cols, CV_32F, map->values.data());
  return strips_of(probabilities, static_cast<float>(picture.cols) / static_cast<float>(small.cols),
                   static_cast<float>(picture.rows) / static_cast<float>(small.rows));
}

}  // namespace jianzhen::ocr
