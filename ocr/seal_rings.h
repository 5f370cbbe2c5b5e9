#pragma once

#include <vector>

namespace cv {
class Mat;
}

namespace jianzhen::ocr {

// The outer ring of a seal: an ellipse along the axes of the page, pixels.
struct Ring {
  double x = 0;
  double y = 0;
  double radius_x = 0;
  double radius_y = 0;
  double drawn = 0;  // the share of its circumference that carries ink, 0–1
};

// Rings drawn in `ink` (255 = ink, 0 = none), one for each seal, overlapping ones apart.
// `least_drawn`: how much of the circumference must be there. `among_print`: the ink is mostly the
// letters of the page, which are left out of the search.
std::vector<Ring> find_rings(const cv::Mat& ink, double least_drawn, bool among_print);

}  // namespace jianzhen::ocr
