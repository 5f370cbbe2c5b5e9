#pragma once

// core::Picture and cv::Mat, for the .cc files of this folder that decode pictures.

#include "core/picture.h"

namespace cv {
class Mat;
}

namespace jianzhen::ingest {

// Of any depth and 1, 3 or 4 channels (BGRA is laid over white paper).
core::Picture picture_of(const cv::Mat& image, double dpi);

// A view; it must not outlive the picture, nor be written to.
cv::Mat view_of(const core::Picture& picture);

// After so many quarter turns clockwise.
core::Picture turned_picture(const core::Picture& picture, int quarter_turns);

// At most `max_pixels`, at most `max_width` (0: any); never enlarged.
cv::Mat shrunk(const cv::Mat& image, double max_pixels, int max_width);

}  // namespace jianzhen::ingest
