#pragma once

// What the tests of neural nets put in.

#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "ocr/net.h"
#include "ocr/test_page.h"

namespace jianzhen::ocr {

inline std::string model_bytes(const std::string& file) {
  std::ifstream in(test_models() / file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Numbers that rise and fall, no two rows alike.
inline Tensor waves(std::vector<std::int64_t> shape) {
  Tensor tensor{std::move(shape), {}};
  std::int64_t size = 1;
  for (const std::int64_t side : tensor.shape) size *= side;
  for (std::int64_t i = 0; i < size; ++i) {
    tensor.values.push_back(std::sin(0.37F * static_cast<float>(i)));
  }
  return tensor;
}

}  // namespace jianzhen::ocr
