#include "ocr/letter_height.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace jianzhen::ocr {
namespace {

constexpr int kWorkingSide = 1800;  // larger pictures are looked at reduced
constexpr int kNeighbourhood = 31;  // of the local threshold, pixels
constexpr double kDarker = 15;      // than its neighbourhood: ink
constexpr int kFewestSpecks = 12;
// Many Han characters fall apart into strokes; the whole ones are among the higher specks.
constexpr double kRank = 0.65;

bool like_a_letter(int width, int height, int area) {
  return height >= 6 && height <= 120 && area > 12 && 3 * width > height && width < 3 * height;
}

}  // namespace

double letter_height(const cv::Mat& picture) {
  const double scale =
      std::min(1.0, static_cast<double>(kWorkingSide) / std::max(picture.cols, picture.rows));
  cv::Mat grey;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  if (scale < 1) cv::resize(grey, grey, cv::Size(), scale, scale, cv::INTER_AREA);
  cv::Mat ink;
  cv::adaptiveThreshold(grey, ink, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY_INV,
                        kNeighbourhood, kDarker);
  cv::Mat labels;
  cv::Mat specks;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(ink, labels, specks, centres);
  std::vector<int> heights;
  for (int i = 1; i < count; ++i) {
    const int height = specks.at<int>(i, cv::CC_STAT_HEIGHT);
    if (like_a_letter(specks.at<int>(i, cv::CC_STAT_WIDTH), height,
                      specks.at<int>(i, cv::CC_STAT_AREA))) {
      heights.push_back(height);
    }
  }
  if (heights.size() < kFewestSpecks) return 0;
  const auto rank =
      heights.begin() + static_cast<std::ptrdiff_t>(kRank * static_cast<double>(heights.size()));
  std::nth_element(heights.begin(), rank, heights.end());
  return *rank / scale;
}

}  // namespace jianzhen::ocr
