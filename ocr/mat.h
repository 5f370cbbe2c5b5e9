#pragma once

// Between the pixels of core/ and OpenCV's. Only .cc files of this folder look inside a cv::Mat.

#include <span>
#include <vector>

#include "core/picture.h"
#include "ocr/ocr.h"

namespace cv {
class Mat;
template <typename T>
class Point_;
}  // namespace cv

namespace jianzhen::ocr {

// BGR pixels; they are shared with a picture that has three channels, which must live longer.
cv::Mat as_bgr(const core::Picture& picture);

core::Picture as_picture(const cv::Mat& pixels, double dpi = 0);

// As OpenCV's geometry takes them.
std::vector<cv::Point_<float>> corners_of(const Strip& strip);

// What stands in a strip, straightened: `height` pixels high, as wide as its shape asks for, at
// most `max_width`.
cv::Mat cut_out(const cv::Mat& picture, const Strip& strip, int height, int max_width);

// The value (0–255) below which this share of the marked pixels lies, of one channel.
int quantile(const cv::Mat& values, const cv::Mat& marked, double share);

// Equal pictures one after the other, channel by channel, each value v as v × scale[c] + shift[c].
std::vector<float> planes(std::span<const cv::Mat> pictures, const std::array<float, 3>& scale,
                          const std::array<float, 3>& shift);

}  // namespace jianzhen::ocr
