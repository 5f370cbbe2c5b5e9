#pragma once

// Where the lines of a picture stand: the detector of PP-OCR, a differentiable binarisation net
// (DB, arXiv:1911.08947), whose map of shrunken lines is cut into quadrangles here.

#include <memory>
#include <vector>

#include "ocr/mat.h"
#include "ocr/net.h"

namespace jianzhen::ocr {

class TextDetector {
 public:
  explicit TextDetector(std::unique_ptr<Net> net) : net_(std::move(net)) {}

  core::Result<std::vector<Strip>> find(const cv::Mat& picture);

 private:
  std::unique_ptr<Net> net_;
};

// The longest side at which the detector should look: small print needs more pixels. Never more
// than the picture has; enlarging small pictures makes them worse.
int detection_side(const cv::Mat& picture);

}  // namespace jianzhen::ocr
