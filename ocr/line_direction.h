#pragma once

#include <memory>
#include <vector>

#include "ocr/mat.h"
#include "ocr/net.h"

namespace jianzhen::ocr {

// Whether lines stand on their heads: PP-OCR's 0/180 classifier. Wrong on some low-resolution
// lines that stand upright, so a page decides by the vote of its lines and never by one.
class LineDirection {
 public:
  explicit LineDirection(std::unique_ptr<Net> net) : net_(std::move(net)) {}

  core::Result<std::vector<float>> upside_down(const cv::Mat& picture,
                                               std::span<const Strip> strips);

 private:
  std::unique_ptr<Net> net_;
};

}  // namespace jianzhen::ocr
