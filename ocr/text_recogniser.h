#pragma once

// A straightened line → its characters: PP-OCR's recogniser, whose columns of probabilities are
// decoded here (CTC, greedy), with a confidence and a place for every character.

#include <memory>
#include <string>
#include <vector>

#include "ocr/mat.h"
#include "ocr/net.h"

namespace jianzhen::ocr {

class TextRecogniser {
 public:
  // `alphabet`: what the classes 1… of the model mean; class 0 is CTC's blank.
  TextRecogniser(std::unique_ptr<Net> net, std::vector<char32_t> alphabet)
      : net_(std::move(net)), alphabet_(std::move(alphabet)) {}

  // One Reading for each strip, in order.
  core::Result<std::vector<Reading>> read(const cv::Mat& picture, std::span<const Strip> strips);

 private:
  std::unique_ptr<Net> net_;
  std::vector<char32_t> alphabet_;
};

}  // namespace jianzhen::ocr
