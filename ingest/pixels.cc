#include "ingest/pixels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace jianzhen::ingest {
namespace {

cv::Mat eight_bit(const cv::Mat& image) {
  if (image.depth() == CV_8U) return image;
  cv::Mat out;
  if (image.depth() == CV_16U) {
    image.convertTo(out, CV_8U, 1.0 / 257);
  } else {
    cv::normalize(image, out, 0, 255, cv::NORM_MINMAX, CV_8U);
  }
  return out;
}

cv::Mat over_white(const cv::Mat& bgra) {
  cv::Mat out(bgra.size(), CV_8UC3);
  bool visible = false;
  for (int y = 0; y < bgra.rows; ++y) {
    const auto* from = bgra.ptr<cv::Vec4b>(y);
    auto* to = out.ptr<cv::Vec3b>(y);
    for (int x = 0; x < bgra.cols; ++x) {
      const int alpha = from[x][3];
      visible = visible || alpha != 0;
      for (int c = 0; c < 3; ++c) {
        to[x][c] = static_cast<std::uint8_t>((from[x][c] * alpha + 255 * (255 - alpha)) / 255);
      }
    }
  }
  if (!visible) cv::cvtColor(bgra, out, cv::COLOR_BGRA2BGR);  // an alpha nobody filled in
  return out;
}

}  // namespace

core::Picture picture_of(const cv::Mat& image, double dpi) {
  cv::Mat plain = eight_bit(image);
  if (plain.channels() == 4) plain = over_white(plain);
  if (!plain.isContinuous()) plain = plain.clone();
  core::Picture picture{.width = plain.cols,
                        .height = plain.rows,
                        .channels = plain.channels(),
                        .dpi = dpi,
                        .pixels = {}};
  picture.pixels.assign(plain.datastart, plain.dataend);
  return picture;
}

cv::Mat view_of(const core::Picture& picture) {
  return {picture.height, picture.width, CV_8UC(picture.channels),
          const_cast<std::uint8_t*>(picture.pixels.data())};
}

core::Picture turned_picture(const core::Picture& picture, int quarter_turns) {
  constexpr std::array kTurns = {cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180,
                                 cv::ROTATE_90_COUNTERCLOCKWISE};
  if (quarter_turns == 0) return picture;
  cv::Mat turned;
  cv::rotate(view_of(picture), turned, kTurns[static_cast<std::size_t>(quarter_turns) - 1]);
  return picture_of(turned, picture.dpi);
}

cv::Mat shrunk(const cv::Mat& image, double max_pixels, int max_width) {
  double scale =
      std::min(1.0, std::sqrt(max_pixels / std::max(1.0, 1.0 * image.cols * image.rows)));
  if (max_width > 0) scale = std::min(scale, 1.0 * max_width / image.cols);
  if (scale >= 1) return image;
  cv::Mat out;
  const cv::Size size(std::max(1, static_cast<int>(image.cols * scale)),
                      std::max(1, static_cast<int>(image.rows * scale)));
  cv::resize(image, out, size, 0, 0, cv::INTER_AREA);
  return out;
}

}  // namespace jianzhen::ingest
