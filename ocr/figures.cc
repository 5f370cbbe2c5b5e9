#include "ocr/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "ocr/mat.h"

namespace jianzhen::ocr {
namespace {

using core::Box;

constexpr double kWholePage = 0.7;  // of the page: a scan or a background, with all that is on it
constexpr double kSmallest = 0.04;  // of the page: smaller ones are logos and signs
constexpr int kSmallestSide = 120;  // pixels
constexpr double kLongest = 3.5;    // sides: longer ones are banners and rules
constexpr double kWords = 0.20;     // of a figure, under words, seals and codes
constexpr double kOneTone = 0.80;   // of a figure
constexpr double kPaper = 0.65;  // of a page; less, and few words, is a picture from edge to edge
constexpr double kFewWords = 0.04;
constexpr int kTone = 12;          // grey levels to either side that are one tone
constexpr double kContrast = 2.0;  // grey levels: the median of the hashed frequencies

cv::Rect pixels_of(const Box& box, const cv::Size& size) {
  const cv::Rect rect(cv::Point(static_cast<int>(std::lround(box.left * size.width)),
                                static_cast<int>(std::lround(box.top * size.height))),
                      cv::Point(static_cast<int>(std::lround(box.right * size.width)),
                                static_cast<int>(std::lround(box.bottom * size.height))));
  return rect & cv::Rect({}, size);
}

struct Tone {
  int level = 0;
  double share = 0;  // 0–1
};

// The grey level around which most pixels are.
Tone commonest(const cv::Mat& grey) {
  std::array<int, 256> count{};
  for (int y = 0; y < grey.rows; ++y) {
    const auto* row = grey.ptr<std::uint8_t>(y);
    for (int x = 0; x < grey.cols; ++x) ++count.at(row[x]);
  }
  Tone best;
  for (int level = 0; level < 256; ++level) {
    int near = 0;
    for (int i = std::max(0, level - kTone); i <= std::min(255, level + kTone); ++i) {
      near += count.at(static_cast<std::size_t>(i));
    }
    const double share = near / static_cast<double>(grey.total());
    if (share > best.share) best = {level, share};
  }
  return best;
}

// What words, seals and codes cover.
cv::Mat covered(const core::Page& read, const cv::Size& size) {
  cv::Mat mask = cv::Mat::zeros(size, CV_8UC1);
  const auto cover = [&](const auto& all) {
    for (const auto& one : all) mask(pixels_of(one.box, size)).setTo(255);
  };
  cover(read.lines);
  cover(read.seals);
  cover(read.codes);
  return mask;
}

// On a page of paper: what is of another tone in a rectangle and no words.
std::vector<Box> on_paper(const cv::Mat& grey, const Tone& paper, const cv::Mat& words) {
  cv::Mat other;
  cv::absdiff(grey, cv::Scalar(paper.level), other);
  cv::threshold(other, other, 2 * kTone, 255, cv::THRESH_BINARY);
  other.setTo(0, words);
  const auto square = [](int side) {
    return cv::getStructuringElement(cv::MORPH_RECT, {side, side});
  };
  cv::morphologyEx(other, other, cv::MORPH_OPEN, square(3));   // no rules
  cv::morphologyEx(other, other, cv::MORPH_CLOSE, square(9));  // bright spots within
  cv::Mat labels;
  cv::Mat stats;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(other, labels, stats, centres);
  std::vector<Box> boxes;
  for (int i = 1; i < count; ++i) {
    constexpr double kFilled = 0.6;
    const double left = stats.at<int>(i, cv::CC_STAT_LEFT);
    const double top = stats.at<int>(i, cv::CC_STAT_TOP);
    const double width = stats.at<int>(i, cv::CC_STAT_WIDTH);
    const double height = stats.at<int>(i, cv::CC_STAT_HEIGHT);
    if (stats.at<int>(i, cv::CC_STAT_AREA) < kFilled * width * height) continue;
    boxes.push_back({left / grey.cols, top / grey.rows, (left + width) / grey.cols,
                     (top + height) / grey.rows});
  }
  return boxes;
}

bool is_large(const Box& box, const core::Picture& picture) {
  const double width = box.width() * picture.width;
  const double height = box.height() * picture.height;
  return box.area() >= kSmallest && std::min(width, height) >= kSmallestSide &&
         std::max(width, height) <= kLongest * std::min(width, height);
}

std::uint64_t signs(const cv::Mat& frequencies, float& median) {
  std::array<float, 64> values{};
  for (int i = 0; i < 64; ++i)
    values.at(static_cast<std::size_t>(i)) = frequencies.at<float>(i / 8, i % 8);
  std::array<float, 64> sorted = values;
  std::ranges::nth_element(sorted, sorted.begin() + 32);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values.at(i) > sorted[32]) bits |= std::uint64_t{1} << i;
  }
  for (float& value : sorted) value = std::abs(value);
  std::ranges::nth_element(sorted, sorted.begin() + 32);
  median = sorted[32];
  return bits;
}

// Nothing where there is too little light and shade for the signs to hold.
std::optional<std::array<std::uint64_t, 4>> hash_of(const cv::Mat& grey) {
  constexpr int kSide = 64;
  cv::Mat small;
  cv::resize(grey, small, {kSide, kSide}, 0, 0, cv::INTER_AREA);
  small.convertTo(small, CV_32F, 1.0 / kSide);  // so that a frequency is in grey levels
  cv::Mat frequencies;
  cv::dct(small, frequencies);
  std::array<std::uint64_t, 4> hash{};
  std::array<float, 4> strength{};
  for (std::size_t i = 0; i < hash.size(); ++i) {
    // Without the mean and what lies along one edge only.
    const cv::Rect block(i % 2 ? 9 : 1, i / 2 ? 9 : 1, 8, 8);
    hash.at(i) = signs(frequencies(block), strength.at(i));
  }
  if (strength[0] * kSide < kContrast) return std::nullopt;
  return hash;
}

}  // namespace

std::vector<core::Figure> find_figures(const core::Picture& picture, const core::Page& read,
                                       std::span<const core::Figure> embedded) {
  constexpr int kLongSide = 400;  // pixels: a figure of a fifth of a side is known to a hundredth
  const double scale =
      std::min(1.0, kLongSide / static_cast<double>(std::max(picture.width, picture.height)));
  cv::Mat grey;
  cv::cvtColor(as_bgr(picture), grey, cv::COLOR_BGR2GRAY);
  cv::Mat small;
  cv::resize(grey, small, {}, scale, scale, cv::INTER_AREA);
  const cv::Mat words = covered(read, small.size());
  std::vector<Box> boxes;
  for (const core::Figure& figure : embedded) {
    if (figure.box.area() < kWholePage && is_large(figure.box, picture))
      boxes.push_back(figure.box);
  }
  if (boxes.empty()) {
    const Tone paper = commonest(small);
    boxes = on_paper(small, paper, words);
    const double share = cv::countNonZero(words) / static_cast<double>(words.total());
    if (paper.share < kPaper && share < kFewWords) boxes.push_back({0, 0, 1, 1});
  }
  std::vector<core::Figure> figures;
  for (const Box& box : boxes) {
    if (!is_large(box, picture)) continue;
    const cv::Rect part = pixels_of(box, small.size());
    if (cv::countNonZero(words(part)) > kWords * part.area()) continue;
    if (commonest(small(part)).share > kOneTone) continue;
    if (const auto hash = hash_of(grey(pixels_of(box, grey.size()))))
      figures.push_back({box, *hash});
  }
  return figures;
}

}  // namespace jianzhen::ocr
