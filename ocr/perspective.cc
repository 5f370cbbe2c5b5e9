#include "ocr/perspective.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "ocr/mat.h"

namespace jianzhen::ocr {
namespace {

constexpr double kLongSide = 600;      // pixels, in which the edges are looked for
constexpr int kWords = 13;             // pixels of these: letters on the paper are no wider
constexpr double kLeastPage = 0.25;    // of the picture
constexpr double kConvergence = 2.5;   // degrees between opposite edges, from which it shows
constexpr double kLeastCorner = 50;    // degrees; a page seen flatter cannot be read anyway
constexpr double kEdgeStep = 16;       // grey levels between the page and what it lies on
constexpr double kEdgeSeen = 0.92;     // of the length of each edge
constexpr double kWordsWithin = 0.95;  // of the lines' length
constexpr double kMargin = 0.01;       // of a side, left around the page
constexpr double kMostPixels = 1.5;    // of those of the photograph

// Corners, clockwise from the top-left one.
using Quad = std::array<cv::Point2d, 4>;

const cv::Point2d& next(const Quad& quad, std::size_t i) { return quad.at((i + 1) % 4); }

// Dark letters closed, and tables darker than the paper they may be as light as: of each pixel the
// least of its colours.
cv::Mat paper_light(const cv::Mat& picture) {
  std::array<cv::Mat, 3> colours;
  cv::split(picture, colours.data());
  cv::Mat light = cv::min(cv::min(colours[0], colours[1]), colours[2]);
  cv::morphologyEx(light, light, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_RECT, {kWords, kWords}));
  cv::GaussianBlur(light, light, {3, 3}, 0);
  return light;
}

std::vector<cv::Point> outline(const cv::Mat& light) {
  cv::Mat paper;
  cv::threshold(light, paper, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(paper, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
  if (contours.empty()) return {};
  return *std::ranges::max_element(contours, {}, [](const auto& c) { return cv::contourArea(c); });
}

std::optional<Quad> rough_corners(const std::vector<cv::Point>& contour) {
  std::vector<cv::Point> hull;
  cv::convexHull(contour, hull);  // clockwise as one sees it
  const double around = cv::arcLength(hull, true);
  for (const double tolerance : {0.01, 0.02, 0.03, 0.05}) {
    std::vector<cv::Point> corners;
    cv::approxPolyDP(hull, corners, tolerance * around, true);
    if (corners.size() != 4) continue;
    const auto top_left =
        std::ranges::min_element(corners, {}, [](const cv::Point& p) { return p.x + p.y; });
    std::rotate(corners.begin(), top_left, corners.end());
    Quad quad;
    std::ranges::copy(corners, quad.begin());
    return quad;
  }
  return std::nullopt;
}

double distance_to(const cv::Point2d& from, const cv::Point2d& to, const cv::Point2d& point) {
  const cv::Point2d along = to - from;
  return std::abs(along.cross(point - from)) / cv::norm(along);
}

struct Edge {
  cv::Point2d at;
  cv::Point2d along;
};

// Through the middle of the outline between two corners: these may be bent, or under a thumb.
std::optional<Edge> edge_between(const std::vector<cv::Point>& contour, const cv::Point2d& from,
                                 const cv::Point2d& to) {
  constexpr double kCorner = 0.1;  // of the edge
  constexpr double kNear = 0.02;
  const cv::Point2d along = to - from;
  const double length = cv::norm(along);
  std::vector<cv::Point> near;
  for (const cv::Point& point : contour) {
    const double share = along.dot(cv::Point2d(point) - from) / (length * length);
    if (share > kCorner && share < 1 - kCorner &&
        distance_to(from, to, point) < std::max(3.0, kNear * length)) {
      near.push_back(point);
    }
  }
  if (static_cast<double>(near.size()) < length / 2) return std::nullopt;
  cv::Vec4f line;
  cv::fitLine(near, line, cv::DIST_HUBER, 0, 0.01, 0.01);
  return Edge{{line[2], line[3]}, {line[0], line[1]}};
}

std::optional<Quad> corners_of(const std::vector<cv::Point>& contour) {
  const auto rough = rough_corners(contour);
  if (!rough) return std::nullopt;
  std::array<Edge, 4> edges;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto edge = edge_between(contour, rough->at(i), next(*rough, i));
    if (!edge) return std::nullopt;
    edges.at(i) = *edge;
  }
  Quad corners;
  for (std::size_t i = 0; i < 4; ++i) {
    const Edge& before = edges.at((i + 3) % 4);
    const Edge& after = edges.at(i);
    const double cross = before.along.cross(after.along);
    if (std::abs(cross) < std::sin(kLeastCorner * std::numbers::pi / 180)) return std::nullopt;
    corners.at(i) = before.at + before.along * ((after.at - before.at).cross(after.along) / cross);
  }
  return corners;
}

// Each edge is where paper ends: light within, darker without, nearly all along.
bool edges_are_seen(const cv::Mat& light, const Quad& quad) {
  constexpr int kLooks = 60;
  constexpr double kAside = 5;  // pixels
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2d along = next(quad, i) - quad.at(i);
    const cv::Point2d inwards = cv::Point2d(-along.y, along.x) * (kAside / cv::norm(along));
    int seen = 0;
    for (int look = 0; look < kLooks; ++look) {
      const cv::Point2d at = quad.at(i) + along * ((look + 0.5) / kLooks);
      const cv::Point within = at + inwards;
      const cv::Point without = at - inwards;
      const cv::Rect all({}, light.size());
      if (!all.contains(within) || !all.contains(without)) continue;
      if (light.at<std::uint8_t>(within) > light.at<std::uint8_t>(without) + kEdgeStep) ++seen;
    }
    if (seen < kEdgeSeen * kLooks) return false;
  }
  return true;
}

double degrees_between(const cv::Point2d& a, const cv::Point2d& b) {
  return std::abs(std::atan2(a.cross(b), a.dot(b))) * 180 / std::numbers::pi;
}

// Parallel edges of the page that are not parallel in the picture.
bool converges(const Quad& quad) {
  const double across = degrees_between(quad[1] - quad[0], quad[2] - quad[3]);
  const double down = degrees_between(quad[3] - quad[0], quad[2] - quad[1]);
  return std::max(across, down) > kConvergence;
}

bool holds_the_words(const Quad& quad, std::span<const Strip> strips) {
  std::vector<cv::Point2f> around;
  for (const cv::Point2d& corner : quad) around.emplace_back(corner);
  double within = 0;
  double all = 0;
  for (const Strip& strip : strips) {
    cv::Point2f middle;
    for (const Point& corner : strip.corners) middle += cv::Point2f(corner.x, corner.y) / 4;
    all += strip.length();
    if (cv::pointPolygonTest(around, middle, false) > 0) within += strip.length();
  }
  return all > 0 && within >= kWordsWithin * all;
}

std::optional<Quad> page_in(const cv::Mat& picture, std::span<const Strip> strips) {
  const double scale = std::min(1.0, kLongSide / std::max(picture.cols, picture.rows));
  cv::Mat small;
  cv::resize(picture, small, {}, scale, scale, cv::INTER_AREA);
  const cv::Mat light = paper_light(small);
  const std::vector<cv::Point> contour = outline(light);
  if (contour.empty() || cv::contourArea(contour) < kLeastPage * static_cast<double>(light.total()))
    return std::nullopt;
  auto quad = corners_of(contour);
  if (!quad || !converges(*quad) || !edges_are_seen(light, *quad)) return std::nullopt;
  // Pixels are areas: the middle of the first one is at ½.
  for (cv::Point2d& corner : *quad) {
    corner = (corner + cv::Point2d(0.5, 0.5)) / scale - cv::Point2d(0.5, 0.5);
  }
  if (!holds_the_words(*quad, strips)) return std::nullopt;
  return quad;
}

// Width to height of the page itself, from the angle it was seen at (Zhang and He, "Whiteboard
// scanning and image enhancement", 2007), with the focal length of a phone.
double shape_of(const Quad& quad, const cv::Size& photograph) {
  constexpr double kFocalLength = 0.9;  // of the photograph's long side
  const double focal = kFocalLength * std::max(photograph.width, photograph.height);
  const auto ray = [&](const cv::Point2d& corner) {
    return cv::Vec3d((corner.x - photograph.width / 2.0) / focal,
                     (corner.y - photograph.height / 2.0) / focal, 1);
  };
  const cv::Vec3d top_left = ray(quad[0]);
  const cv::Vec3d top_right = ray(quad[1]);
  const cv::Vec3d bottom_right = ray(quad[2]);
  const cv::Vec3d bottom_left = ray(quad[3]);
  const cv::Vec3d diagonal = top_left.cross(bottom_right);
  const double right = diagonal.dot(bottom_left) / top_right.cross(bottom_right).dot(bottom_left);
  const double below = diagonal.dot(top_right) / bottom_left.cross(bottom_right).dot(top_right);
  return cv::norm(right * top_right - top_left) / cv::norm(below * bottom_left - top_left);
}

// No edge is made shorter than it is on the photograph.
cv::Size size_of(const Quad& quad, const cv::Size& photograph) {
  const double shape = shape_of(quad, photograph);
  const double across = std::max(cv::norm(quad[1] - quad[0]), cv::norm(quad[2] - quad[3]));
  const double down = std::max(cv::norm(quad[3] - quad[0]), cv::norm(quad[2] - quad[1]));
  const double wide = std::max(across, shape * down);
  const double most = std::sqrt(kMostPixels * photograph.area() * shape);
  const double width = std::min(wide, most);
  return {static_cast<int>(std::lround(width)), static_cast<int>(std::lround(width / shape))};
}

cv::Matx33d mapping(const std::array<double, 9>& rows) { return cv::Matx33d(rows.data()); }

cv::Point2d through(const cv::Matx33d& map, double x, double y) {
  const cv::Vec3d to = map * cv::Vec3d(x, y, 1);
  return {to[0] / to[2], to[1] / to[2]};
}

core::Box through(const cv::Matx33d& map, const core::Box& box) {
  const std::array corners = {through(map, box.left, box.top), through(map, box.right, box.top),
                              through(map, box.right, box.bottom),
                              through(map, box.left, box.bottom)};
  const auto [left, right] = std::ranges::minmax(corners, {}, &cv::Point2d::x);
  const auto [top, bottom] = std::ranges::minmax(corners, {}, &cv::Point2d::y);
  return core::clamped({left.x, top.y, right.x, bottom.y});
}

}  // namespace

core::Page FlatPage::on_photograph(core::Page read) const {
  const cv::Matx33d map = mapping(to_photograph);
  for (core::Line& line : read.lines) {
    const double x = (line.box.left + line.box.right) / 2;
    const double y = (line.box.top + line.box.bottom) / 2;
    for (float& edge : line.edges) {
      edge = static_cast<float>(line.vertical ? through(map, x, edge).y : through(map, edge, y).x);
    }
    line.box = through(map, line.box);
  }
  const auto move = [&](auto& all) {
    for (auto& one : all) one.box = through(map, one.box);
  };
  move(read.seals);
  move(read.codes);
  move(read.figures);
  return read;
}

core::Box FlatPage::from_photograph(const core::Box& box) const {
  return through(mapping(to_photograph).inv(), box);
}

std::optional<FlatPage> flattened(const core::Picture& photograph, std::span<const Strip> strips) {
  const cv::Mat picture = as_bgr(photograph);
  const auto quad = page_in(picture, strips);
  if (!quad) return std::nullopt;
  const cv::Size page = size_of(*quad, picture.size());
  const cv::Size size(static_cast<int>(page.width * (1 + 2 * kMargin)),
                      static_cast<int>(page.height * (1 + 2 * kMargin)));
  const auto left = static_cast<float>(kMargin * page.width);
  const auto top = static_cast<float>(kMargin * page.height);
  const auto right = left + static_cast<float>(page.width);
  const auto bottom = top + static_cast<float>(page.height);
  const std::array<cv::Point2f, 4> to = {cv::Point2f(left, top), cv::Point2f(right, top),
                                         cv::Point2f(right, bottom), cv::Point2f(left, bottom)};
  std::array<cv::Point2f, 4> from;
  std::ranges::copy(*quad, from.begin());
  const cv::Matx33d back = cv::getPerspectiveTransform(to.data(), from.data());
  cv::Mat flat;
  cv::warpPerspective(picture, flat, back, size, cv::INTER_CUBIC | cv::WARP_INVERSE_MAP,
                      cv::BORDER_REPLICATE);
  FlatPage result{as_picture(flat, photograph.dpi)};
  const cv::Matx33d in_fractions = cv::Matx33d::diag({1.0 / picture.cols, 1.0 / picture.rows, 1}) *
                                   back *
                                   cv::Matx33d::diag({1.0 * size.width, 1.0 * size.height, 1});
  std::ranges::copy(in_fractions.val, result.to_photograph.begin());
  return result;
}

}  // namespace jianzhen::ocr
