#include "ocr/quality.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/text.h"
#include "ocr/mat.h"

namespace jianzhen::ocr {
namespace {

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

cv::Rect pixels_of(const core::Box& box, const cv::Mat& picture) {
  const cv::Rect rect(cv::Point(static_cast<int>(box.left * picture.cols),
                                static_cast<int>(box.top * picture.rows)),
                      cv::Point(static_cast<int>(box.right * picture.cols),
                                static_cast<int>(box.bottom * picture.rows)));
  return rect & cv::Rect(0, 0, picture.cols, picture.rows);
}

// Between the darkest and the lightest twentieth of a line, 0–1.
double contrast_of(const cv::Mat& line) {
  cv::Mat sorted;
  cv::sort(line.reshape(1, 1), sorted, cv::SORT_ASCENDING);
  const int n = sorted.cols;
  return (sorted.at<std::uint8_t>(n * 19 / 20) - sorted.at<std::uint8_t>(n / 20)) / 255.0;
}

double sharpness_of(const cv::Mat& line) {
  cv::Mat edges;
  cv::Laplacian(line, edges, CV_16S);
  cv::Scalar mean;
  cv::Scalar deviation;
  cv::meanStdDev(edges, mean, deviation);
  return deviation[0] * deviation[0];
}

double ink_of(const cv::Mat& grey) {
  cv::Mat ink;
  cv::adaptiveThreshold(grey, ink, 1, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY_INV, 31, 15);
  return static_cast<double>(cv::countNonZero(ink)) / static_cast<double>(ink.total());
}

// Something stands on the page, however blurred: what is left between fine grain (a scanner's
// noise) and broad shades (a photograph's light).
bool has_marks(const cv::Mat& grey) {
  constexpr int kWidth = 600;     // pixels; noise is averaged away, letters are not
  constexpr double kMarks = 1.0;  // grey levels; noise of 4 levels leaves 0.4
  cv::Mat small;
  const double scale = static_cast<double>(kWidth) / grey.cols;
  cv::resize(grey, small, {kWidth, std::max(1, static_cast<int>(grey.rows * scale))}, 0, 0,
             cv::INTER_AREA);
  small.convertTo(small, CV_32F);
  cv::Mat fine;
  cv::Mat broad;
  cv::GaussianBlur(small, fine, {}, 3);
  cv::GaussianBlur(small, broad, {}, 25);
  cv::Scalar mean;
  cv::Scalar deviation;
  cv::meanStdDev(fine - broad, mean, deviation);
  return deviation[0] > kMarks;
}

// Below this the recogniser guesses; the weakest decent scans measured read at 0.94.
constexpr double kReadable = 0.7;

}  // namespace

core::Page::Quality measure(const core::Picture& picture, const core::Page& read) {
  cv::Mat grey;
  cv::cvtColor(as_bgr(picture), grey, cv::COLOR_BGR2GRAY);
  std::vector<double> heights;
  std::vector<double> contrasts;
  std::vector<double> sharpnesses;
  for (const core::Line& line : read.lines) {
    const cv::Rect rect = pixels_of(line.box, grey);
    if (rect.width < 3 || rect.height < 3) continue;
    const cv::Mat pixels = grey(rect).clone();
    heights.push_back(line.vertical ? rect.width : rect.height);
    contrasts.push_back(contrast_of(pixels));
    sharpnesses.push_back(sharpness_of(pixels));
  }
  core::Page::Quality quality;
  quality.text_height = median(std::move(heights));
  quality.contrast = median(std::move(contrasts));
  quality.sharpness = median(std::move(sharpnesses));
  quality.ink = ink_of(grey);
  // Marks without a single word: too faint or blurred. A blank page hides nothing.
  quality.readable = read.lines.empty() ? !has_marks(grey) : read.confidence >= kReadable;
  return quality;
}

}  // namespace jianzhen::ocr
