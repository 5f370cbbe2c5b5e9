#include "ocr/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace jianzhen::ocr {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr int kWidth = 1240;
constexpr int kHeight = 1754;

// Hills, houses and light from a seed: broad and fine shades, as in a photograph.
cv::Mat photograph(std::uint64_t seed, int width = 900, int height = 600) {
  cv::RNG random(seed);
  cv::Mat picture(height, width, CV_8UC3, cv::Scalar(120, 120, 120));
  for (int i = 0; i < 60; ++i) {
    const cv::Scalar colour(random.uniform(20, 235), random.uniform(20, 235),
                            random.uniform(20, 235));
    const cv::Point centre(random.uniform(0, width), random.uniform(0, height));
    const cv::Size size(random.uniform(20, width / 4), random.uniform(20, height / 4));
    cv::ellipse(picture, centre, size, random.uniform(0, 180), 0, 360, colour, cv::FILLED);
  }
  cv::GaussianBlur(picture, picture, {}, 5);
  return picture;
}

core::Picture picture_of(const cv::Mat& pixels) {
  core::Picture picture{pixels.cols, pixels.rows, pixels.channels(), 0, {}};
  picture.pixels.assign(pixels.data, pixels.data + pixels.total() * pixels.elemSize());
  return picture;
}

cv::Mat paper() { return {kHeight, kWidth, CV_8UC3, cv::Scalar(250, 250, 250)}; }

cv::Mat on_paper(const cv::Mat& picture, cv::Point at = {150, 500}) {
  cv::Mat page = paper();
  picture.copyTo(page(cv::Rect(at, picture.size())));
  return page;
}

core::Box box_of(const cv::Rect& r) {
  return {r.x / static_cast<double>(kWidth), r.y / static_cast<double>(kHeight),
          r.br().x / static_cast<double>(kWidth), r.br().y / static_cast<double>(kHeight)};
}

std::vector<core::Figure> found(const cv::Mat& page, const core::Page& read = {},
                                const std::vector<core::Figure>& embedded = {}) {
  return find_figures(picture_of(page), read, embedded);
}

int distance(const core::Figure& a, const core::Figure& b) {
  int sum = 0;
  for (std::size_t i = 0; i < a.hash.size(); ++i) sum += std::popcount(a.hash.at(i) ^ b.hash.at(i));
  return sum;
}

cv::Mat recompressed(const cv::Mat& picture, int quality) {
  std::vector<std::uint8_t> jpeg;
  cv::imencode(".jpg", picture, jpeg, {cv::IMWRITE_JPEG_QUALITY, quality});
  return cv::imdecode(jpeg, cv::IMREAD_COLOR);
}

TEST(Figures, a_photograph_is_known_again_smaller_recompressed_and_brighter) {
  const auto whole = found(photograph(1));
  cv::Mat changed;
  cv::resize(photograph(1), changed, {}, 0.5, 0.5, cv::INTER_AREA);
  changed.convertTo(changed, -1, 0.85, 25);
  const auto again = found(recompressed(changed, 50));
  ASSERT_THAT(whole, SizeIs(1));
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_LE(distance(whole[0], again[0]), 30);
}

TEST(Figures, a_photograph_is_known_again_on_a_scanned_page) {
  const auto whole = found(photograph(2));
  const auto scanned = found(recompressed(on_paper(photograph(2)), 60));
  ASSERT_THAT(scanned, SizeIs(1));
  EXPECT_LE(distance(whole[0], scanned[0]), 50);
  EXPECT_NEAR(scanned[0].box.left, 150.0 / kWidth, 0.01);
  EXPECT_NEAR(scanned[0].box.bottom, 1100.0 / kHeight, 0.01);
}

TEST(Figures, a_photograph_is_known_again_where_a_document_says_it_stands) {
  const auto whole = found(photograph(3));
  const std::vector<core::Figure> embedded = {{box_of({150, 500, 900, 600}), {}}};
  const auto shown = found(on_paper(photograph(3)), {}, embedded);
  ASSERT_THAT(shown, SizeIs(1));
  EXPECT_LE(distance(whole[0], shown[0]), 20);
}

TEST(Figures, two_photographs_are_far_from_each_other) {
  EXPECT_GE(distance(found(photograph(4))[0], found(photograph(5))[0]), 80);
}

TEST(Figures, a_page_of_words_shows_none) {
  cv::Mat page = paper();
  core::Page read;
  for (int top = 200; top < 1500; top += 50) {
    for (int left = 150; left < 1080; left += 30) {
      cv::rectangle(page, {left, top, 22, 24}, cv::Scalar(30, 30, 30), cv::FILLED);
    }
    read.lines.push_back({.text = "我单位承诺", .box = box_of({150, top, 930, 24})});
  }
  EXPECT_THAT(found(page, read), IsEmpty());
}

TEST(Figures, an_empty_page_and_one_of_a_single_tone_show_none) {
  EXPECT_THAT(found(paper()), IsEmpty());
  EXPECT_THAT(found(on_paper(cv::Mat(600, 900, CV_8UC3, cv::Scalar(90, 60, 30)))), IsEmpty());
}

TEST(Figures, the_frame_of_a_certificate_is_none) {
  cv::Mat page = paper();
  cv::rectangle(page, {60, 60, 1120, 1630}, cv::Scalar(60, 140, 60), 30);
  core::Page read;
  read.lines.push_back({.text = "证书", .box = box_of({400, 300, 440, 80})});
  EXPECT_THAT(found(page, read), IsEmpty());
}

TEST(Figures, a_seal_is_none) {
  core::Page read;
  read.seals.push_back({"某某有限公司", box_of({700, 1200, 400, 400}), 0.9});
  cv::Mat page = paper();
  cv::circle(page, {900, 1400}, 195, cv::Scalar(40, 40, 220), 14);
  cv::circle(page, {900, 1400}, 80, cv::Scalar(40, 40, 220), cv::FILLED);
  EXPECT_THAT(found(page, read), IsEmpty());
}

TEST(Figures, a_small_sign_in_the_corner_is_none) {
  EXPECT_THAT(found(on_paper(photograph(6, 180, 120), {60, 60})), IsEmpty());
}

}  // namespace
}  // namespace jianzhen::ocr
