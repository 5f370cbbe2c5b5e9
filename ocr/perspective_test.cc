#include "ocr/perspective.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <vector>

#include "ocr/mat.h"
#include "ocr/test_page.h"

namespace jianzhen::ocr {
namespace {

constexpr int kWidth = 900;  // of the photographs
constexpr int kHeight = 1200;
using Corners = std::array<cv::Point2f, 4>;  // of the page, clockwise from its top-left one
constexpr double kTable = 70;                // grey level

const Corners kFromBelow = {cv::Point2f(200, 90), {700, 100}, {830, 1110}, {70, 1090}};
const Corners kFromAbove = {cv::Point2f(100, 60), {790, 100}, {750, 1120}, {60, 1080}};

struct Photograph {
  core::Picture picture;
  std::vector<Strip> strips;  // of the one line that stands on the page
  cv::Matx33d from_page;      // pixels
};

const cv::Rect kLine(150, 300, 400, 40);  // on a page of 800 × 1130 pixels

Photograph photograph(const Corners& corners, double table = kTable) {
  cv::Mat page(1130, 800, CV_8UC3, cv::Scalar::all(225));
  page(kLine).setTo(cv::Scalar::all(30));
  const Corners sheet = {cv::Point2f(0, 0), {800, 0}, {800, 1130}, {0, 1130}};
  const cv::Mat map = cv::getPerspectiveTransform(sheet.data(), corners.data());
  cv::Mat shown(kHeight, kWidth, CV_8UC3, cv::Scalar::all(table));
  cv::warpPerspective(page, shown, map, shown.size(), cv::INTER_AREA, cv::BORDER_TRANSPARENT);
  const auto x = [](int at) { return static_cast<float>(at); };
  const std::vector<cv::Point2f> line = {{x(kLine.x), x(kLine.y)},
                                         {x(kLine.br().x), x(kLine.y)},
                                         {x(kLine.br().x), x(kLine.br().y)},
                                         {x(kLine.x), x(kLine.br().y)}};
  std::vector<cv::Point2f> seen;
  cv::perspectiveTransform(line, seen, map);
  Strip strip;
  for (std::size_t i = 0; i < 4; ++i) strip.corners.at(i) = {seen.at(i).x, seen.at(i).y};
  return {as_picture(shown), {strip}, cv::Matx33d(map)};
}

// Around all that is dark, well within the page.
core::Box ink_on(const core::Picture& picture) {
  cv::Mat grey;
  cv::cvtColor(as_bgr(picture), grey, cv::COLOR_BGR2GRAY);
  const cv::Rect within(picture.width / 20, picture.height / 20, picture.width * 9 / 10,
                        picture.height * 9 / 10);
  std::vector<cv::Point> dark;
  cv::findNonZero(grey(within) < 60, dark);
  const cv::Rect rect = cv::boundingRect(dark) + within.tl();
  return {1.0 * rect.x / picture.width, 1.0 * rect.y / picture.height,
          1.0 * rect.br().x / picture.width, 1.0 * rect.br().y / picture.height};
}

TEST(Perspective, a_page_seen_from_an_angle_is_laid_flat) {
  const Photograph seen = photograph(kFromBelow);
  const auto flat = flattened(seen.picture, seen.strips);
  ASSERT_TRUE(flat);
  const core::Box ink = ink_on(flat->picture);
  constexpr double kOff = 0.01;  // beside the margin of a hundredth that is left
  EXPECT_NEAR(ink.left, (kLine.x + 8) / 816.0, kOff);
  EXPECT_NEAR(ink.right, (kLine.br().x + 8) / 816.0, kOff);
  EXPECT_NEAR(ink.top, (kLine.y + 11) / 1152.0, kOff);
  EXPECT_NEAR(ink.bottom, (kLine.br().y + 11) / 1152.0, kOff);
}

TEST(Perspective, what_is_read_is_where_it_stands_on_the_photograph) {
  const Photograph seen = photograph(kFromBelow);
  const auto flat = flattened(seen.picture, seen.strips);
  ASSERT_TRUE(flat);
  core::Page read;
  core::Line line;
  line.box = ink_on(flat->picture);
  line.edges = {static_cast<float>(line.box.left), static_cast<float>(line.box.right)};
  read.lines.push_back(line);
  read.seals.push_back({"", line.box, 1});
  const core::Page shown = flat->on_photograph(read);
  const core::Box there = shown.lines[0].box;
  const std::array<Point, 4>& corners = seen.strips[0].corners;
  EXPECT_NEAR(there.left, std::min(corners[0].x, corners[3].x) / kWidth, 0.01);
  EXPECT_NEAR(there.right, std::max(corners[1].x, corners[2].x) / kWidth, 0.01);
  EXPECT_NEAR(there.top, std::min(corners[0].y, corners[1].y) / kHeight, 0.01);
  EXPECT_NEAR(there.bottom, std::max(corners[2].y, corners[3].y) / kHeight, 0.01);
  EXPECT_EQ(shown.seals[0].box, there);
  EXPECT_NEAR(shown.lines[0].edges[0], there.left, 0.01);
  EXPECT_NEAR(shown.lines[0].edges[1], there.right, 0.01);
  const core::Box again = flat->from_photograph(there);
  EXPECT_NEAR(again.left, line.box.left, 0.01);
  EXPECT_NEAR(again.bottom, line.box.bottom, 0.01);
}

TEST(Perspective, a_page_seen_from_straight_above_is_left_alone) {
  const Photograph seen = photograph(kFromAbove);
  EXPECT_FALSE(flattened(seen.picture, seen.strips));
}

TEST(Perspective, a_page_that_is_cut_off_is_left_alone) {
  Corners cut = kFromBelow;
  cut[2].y += 150;
  cut[3].y += 150;
  const Photograph seen = photograph(cut);
  EXPECT_FALSE(flattened(seen.picture, seen.strips));
}

TEST(Perspective, a_page_on_a_table_as_light_as_itself_is_left_alone) {
  const Photograph seen = photograph(kFromBelow, 222);
  EXPECT_FALSE(flattened(seen.picture, seen.strips));
}

// A poster on a wall, a label on a machine: what stands beside it must not be lost.
TEST(Perspective, a_page_with_words_beside_it_is_left_alone) {
  Photograph seen = photograph(kFromBelow);
  seen.strips.push_back({{{{10, 20}, {400, 20}, {400, 60}, {10, 60}}}});
  EXPECT_FALSE(flattened(seen.picture, seen.strips));
}

TEST(Perspective, a_scan_is_left_alone) {
  if (!TestPage::can_draw()) GTEST_SKIP() << "no Noto CJK font; install fonts-noto-cjk";
  TestPage page(800, 1130);
  page.text("检测报告", 300, 150, 64);
  const Strip title{{{{300, 90}, {560, 90}, {560, 160}, {300, 160}}}};
  EXPECT_FALSE(flattened(page.picture(), std::span(&title, 1)));
}

}  // namespace
}  // namespace jianzhen::ocr
