#include "ocr/seal_rings.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

namespace jianzhen::ocr {
namespace {

constexpr int kWorkingSide = 900;      // rings are looked for on a reduced picture
constexpr double kLeastRadius = 0.03;  // of its shorter side
constexpr double kLargestRadius = 0.25;
constexpr double kLongestOval = 1.6;     // width to height of an oval seal
constexpr double kClosingShare = 0.012;  // of the side: gaps within one seal
constexpr int kSamples = 180;            // around a ring
constexpr std::size_t kCandidates = 24;
constexpr double kFullestDisc = 0.55;  // an emblem or a stamp of solid colour is no ring

// Where ink lies at most this far from a pixel, the ring may be said to pass there.
cv::Mat spread(const cv::Mat& ink) {
  cv::Mat wide;
  cv::dilate(ink, wide, cv::getStructuringElement(cv::MORPH_RECT, cv::Size(3, 3)));
  return wide;
}

bool inked(const cv::Mat& ink, double x, double y) {
  const int column = static_cast<int>(std::lround(x));
  const int row = static_cast<int>(std::lround(y));
  return column >= 0 && row >= 0 && column < ink.cols && row < ink.rows &&
         ink.at<std::uint8_t>(row, column) != 0;
}

// The share of the ring that is drawn, less the share just outside it that is inked as well: paper
// surrounds a seal, and a letter or a solid blob does not pass for one.
double drawn(const cv::Mat& ink, const Ring& ring) {
  int on = 0;
  int outside = 0;
  for (int k = 0; k < kSamples; ++k) {
    const double angle = 2 * std::numbers::pi * k / kSamples;
    const double dx = std::cos(angle);
    const double dy = std::sin(angle);
    on += inked(ink, ring.x + ring.radius_x * dx, ring.y + ring.radius_y * dy);
    outside += inked(ink, ring.x + (1.1 * ring.radius_x + 3) * dx,
                     ring.y + (1.1 * ring.radius_y + 3) * dy);
  }
  return (on - 0.5 * outside) / kSamples;
}

// Moves and stretches the ring a little as long as more of it is drawn.
Ring settled(const cv::Mat& ink, Ring ring) {
  ring.drawn = drawn(ink, ring);
  for (const double step : {4.0, 2.0, 1.0}) {
    for (bool better = true; better;) {
      better = false;
      const std::array<std::array<double, 4>, 12> moves = {{{1, 0, 0, 0},
                                                            {-1, 0, 0, 0},
                                                            {0, 1, 0, 0},
                                                            {0, -1, 0, 0},
                                                            {0, 0, 1, 1},
                                                            {0, 0, -1, -1},
                                                            {0, 0, 1, 0},
                                                            {0, 0, -1, 0},
                                                            {0, 0, 0, 1},
                                                            {0, 0, 0, -1},
                                                            {1, 0, 1, 0},
                                                            {0, 1, 0, 1}}};
      for (const auto& move : moves) {
        Ring tried = {ring.x + step * move[0], ring.y + step * move[1],
                      ring.radius_x + step * move[2], ring.radius_y + step * move[3], 0};
        if (std::min(tried.radius_x, tried.radius_y) < 8) continue;
        tried.drawn = drawn(ink, tried);
        if (tried.drawn <= ring.drawn) continue;
        ring = tried;
        better = true;
      }
    }
  }
  return ring;
}

std::vector<Ring> circles(const cv::Mat& ink) {
  cv::Mat soft;
  cv::GaussianBlur(ink, soft, cv::Size(5, 5), 1.2);
  const double side = std::min(ink.cols, ink.rows);
  std::vector<cv::Vec3f> found;
  cv::HoughCircles(soft, found, cv::HOUGH_GRADIENT, 2, kLeastRadius * side, 120, 45,
                   std::max(8, static_cast<int>(kLeastRadius * side)),
                   static_cast<int>(kLargestRadius * side));
  std::vector<Ring> rings;
  rings.reserve(found.size());
  for (const auto& c : found) rings.push_back({c[0], c[1], c[2], c[2], 0});
  return rings;
}

// Ovals: the extent of ink that hangs together.
std::vector<Ring> blobs(const cv::Mat& ink) {
  const int reach = std::max(3, static_cast<int>(kClosingShare * std::max(ink.cols, ink.rows)));
  cv::Mat joined;
  cv::morphologyEx(ink, joined, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(reach, reach)));
  cv::Mat labels;
  cv::Mat stats;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(joined, labels, stats, centres);
  const double side = std::min(ink.cols, ink.rows);
  std::vector<Ring> rings;
  for (int i = 1; i < count; ++i) {
    const double w = stats.at<int>(i, cv::CC_STAT_WIDTH);
    const double h = stats.at<int>(i, cv::CC_STAT_HEIGHT);
    if (std::min(w, h) < 2 * kLeastRadius * side || std::max(w, h) > 2 * kLargestRadius * side)
      continue;
    if (std::max(w, h) > kLongestOval * std::min(w, h)) continue;
    rings.push_back({stats.at<int>(i, cv::CC_STAT_LEFT) + w / 2,
                     stats.at<int>(i, cv::CC_STAT_TOP) + h / 2, w / 2 - 1, h / 2 - 1, 0});
  }
  return rings;
}

// Without the letters: a ring hangs together over long stretches even where the copy broke it. On a
// page of print it is the letters that would make the search for circles dear.
cv::Mat long_strokes(const cv::Mat& ink) {
  cv::Mat labels;
  cv::Mat stats;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres);
  const double least = kLeastRadius * std::min(ink.cols, ink.rows);
  std::vector<std::uint8_t> kept(static_cast<std::size_t>(count), 0);
  for (int i = 1; i < count; ++i) {
    const int extent =
        std::max(stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    if (extent >= least) kept[static_cast<std::size_t>(i)] = 255;
  }
  cv::Mat strokes(ink.size(), CV_8U);
  for (int y = 0; y < ink.rows; ++y) {
    const int* label = labels.ptr<int>(y);
    auto* stroke = strokes.ptr<std::uint8_t>(y);
    for (int x = 0; x < ink.cols; ++x) stroke[x] = kept[static_cast<std::size_t>(label[x])];
  }
  return strokes;
}

double fullness(const cv::Mat& ink, const Ring& ring) {
  cv::Mat disc = cv::Mat::zeros(ink.size(), CV_8U);
  cv::ellipse(disc, cv::Point2d(ring.x, ring.y),
              cv::Size2d(0.95 * ring.radius_x, 0.95 * ring.radius_y), 0, 0, 360, cv::Scalar(255),
              cv::FILLED);
  const int area = cv::countNonZero(disc);
  return area == 0 ? 1 : static_cast<double>(cv::countNonZero(disc & ink)) / area;
}

// The same seal: their middles are nearer than half a radius.
bool same(const Ring& a, const Ring& b) {
  return std::hypot(a.x - b.x, a.y - b.y) < 0.5 * std::max(a.radius_x, b.radius_x);
}

}  // namespace

std::vector<Ring> find_rings(const cv::Mat& ink, double least_drawn, bool among_print) {
  const double scale =
      std::min(1.0, static_cast<double>(kWorkingSide) / std::max(ink.cols, ink.rows));
  cv::Mat small;
  cv::resize(ink, small, cv::Size(), scale, scale, cv::INTER_AREA);
  cv::Mat marks = small > 80;
  std::vector<Ring> candidates = blobs(marks);
  const std::vector<Ring> round = circles(among_print ? long_strokes(marks) : marks);
  candidates.insert(candidates.end(), round.begin(), round.end());
  if (candidates.size() > kCandidates) candidates.resize(kCandidates);

  const cv::Mat wide = spread(marks);
  for (Ring& ring : candidates) ring = settled(wide, ring);
  std::sort(candidates.begin(), candidates.end(),
            [](const Ring& a, const Ring& b) { return a.drawn > b.drawn; });
  std::vector<Ring> rings;
  for (const Ring& ring : candidates) {
    const double longer = std::max(ring.radius_x, ring.radius_y);
    const double shorter = std::min(ring.radius_x, ring.radius_y);
    if (ring.drawn < least_drawn || longer > kLongestOval * shorter) continue;
    if (std::any_of(rings.begin(), rings.end(), [&](const Ring& r) { return same(r, ring); }))
      continue;
    if (fullness(marks, ring) > kFullestDisc) continue;
    rings.push_back(ring);
  }
  for (Ring& ring : rings) {
    ring.x /= scale;
    ring.y /= scale;
    ring.radius_x /= scale;
    ring.radius_y /= scale;
  }
  return rings;
}

}  // namespace jianzhen::ocr
