#include "ocr/line_direction.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace jianzhen::ocr {
namespace {

constexpr int kHeight = 48;
constexpr int kWidth = 192;
constexpr std::size_t kBatch = 16;
constexpr std::array<float, 3> kScale = {1 / 127.5F, 1 / 127.5F, 1 / 127.5F};
constexpr std::array<float, 3> kShift = {-1, -1, -1};

cv::Mat padded(const cv::Mat& line) {
  cv::Mat wide;
  cv::copyMakeBorder(line, wide, 0, 0, 0, kWidth - line.cols, cv::BORDER_CONSTANT,
                     cv::Scalar::all(127.5));
  return wide;
}

}  // namespace

core::Result<std::vector<float>> LineDirection::upside_down(const cv::Mat& picture,
                                                            std::span<const Strip> strips) {
  std::vector<float> probabilities;
  for (std::size_t from = 0; from < strips.size(); from += kBatch) {
    std::vector<cv::Mat> lines;
    for (const Strip& strip : strips.subspan(from, std::min(kBatch, strips.size() - from))) {
      lines.push_back(padded(cut_out(picture, strip, kHeight, kWidth)));
    }
    Tensor input{{static_cast<std::int64_t>(lines.size()), 3, kHeight, kWidth},
                 planes(lines, kScale, kShift)};
    const auto classes = net_->run(input);
    if (!classes) return core::fail(classes.error());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      probabilities.push_back(classes->values[2 * i + 1]);
    }
  }
  return probabilities;
}

}  // namespace jianzhen::ocr
