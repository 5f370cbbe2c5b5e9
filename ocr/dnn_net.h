#pragma once

// A net on OpenCV's `dnn`, which Debian has: for where ONNX Runtime is not installed. Its graph is
// the one that models/dnn.py rewrites.

#include <memory>
#include <span>

#include "ocr/net.h"

namespace jianzhen::ocr {

// `model` is the bytes of an .onnx file; they are not needed afterwards. Errors: corrupt.
core::Result<std::unique_ptr<Net>> open_dnn_net(std::span<const char> model);

}  // namespace jianzhen::ocr
