#pragma once

// A loaded neural net, whichever library runs it.

#include <cstdint>
#include <vector>

#include "core/error.h"

namespace jianzhen::ocr {

// A dense array of floats with its shape.
struct Tensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

// One input, one output; the first dimension of both counts pictures. Not thread-safe.
class Net {
 public:
  virtual ~Net() = default;

  // Errors: internal (the model refuses the shape, or memory is out).
  virtual core::Result<Tensor> run(Tensor& input) = 0;
};

}  // namespace jianzhen::ocr
