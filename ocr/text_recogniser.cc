#include "ocr/text_recogniser.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "ocr/ctc.h"

namespace jianzhen::ocr {
namespace {

constexpr int kHeight = 48;
constexpr int kMaxWidth = 3200;    // a strip of 66 times its height; longer ones are squeezed
constexpr int kBucket = 32;        // strips whose widths round up to the same multiple go together
constexpr int kBatchPixels = 640;  // columns of pixels in one run: more falls out of the cache
constexpr std::array<float, 3> kScale = {1 / 127.5F, 1 / 127.5F, 1 / 127.5F};
constexpr std::array<float, 3> kShift = {-1, -1, -1};

int bucket_of(int width) { return (width + kBucket - 1) / kBucket * kBucket; }

// The net was trained on lines padded with zeros: mid-grey. What is added holds no words.
cv::Mat padded(const cv::Mat& line, int width) {
  if (line.cols == width) return line;
  cv::Mat wide;
  cv::copyMakeBorder(line, wide, 0, 0, 0, width - line.cols, cv::BORDER_CONSTANT,
                     cv::Scalar::all(127.5));
  return wide;
}

}  // namespace

core::Result<std::vector<Reading>> TextRecogniser::read(const cv::Mat& picture,
                                                        std::span<const Strip> strips) {
  std::map<int, std::vector<std::size_t>> buckets;
  std::vector<cv::Mat> lines;
  for (std::size_t i = 0; i < strips.size(); ++i) {
    lines.push_back(cut_out(picture, strips[i], kHeight, kMaxWidth));
    buckets[bucket_of(lines.back().cols)].push_back(i);
  }
  std::vector<Reading> readings(strips.size());
  for (const auto& [width, members] : buckets) {
    const std::size_t most = std::max(1, kBatchPixels / width);
    for (std::size_t from = 0; from < members.size(); from += most) {
      const std::size_t count = std::min(most, members.size() - from);
      std::vector<cv::Mat> batch;
      for (std::size_t k = 0; k < count; ++k) {
        batch.push_back(padded(lines[members[from + k]], width));
      }
      Tensor input{{static_cast<std::int64_t>(count), 3, kHeight, width},
                   planes(batch, kScale, kShift)};
      const auto columns = net_->run(input);
      if (!columns) return core::fail(columns.error());
      const auto steps = static_cast<std::size_t>(columns->shape[1]);
      const auto classes = static_cast<std::size_t>(columns->shape[2]);
      for (std::size_t k = 0; k < count; ++k) {
        const std::span column(columns->values.data() + k * steps * classes, steps * classes);
        const double filled = static_cast<double>(lines[members[from + k]].cols) / width;
        readings[members[from + k]] =
            placed(with_lost_ones(decode(column, classes, alphabet_), column, classes, alphabet_),
                   static_cast<double>(steps) * filled);
      }
    }
  }
  return readings;
}

}  // namespace jianzhen::ocr
