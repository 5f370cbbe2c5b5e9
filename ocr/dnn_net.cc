#include "ocr/dnn_net.h"

#include <algorithm>
#include <opencv2/dnn.hpp>

namespace jianzhen::ocr {
namespace {

using core::ErrorCode;
using core::fail;
using core::Result;

class DnnNet : public Net {
 public:
  explicit DnnNet(const cv::dnn::Net& net) : net_(net) {
    // With its layers fused, OpenCV 4.6 gives nonsense for a picture of another size than the
    // first, and no error.
    net_.enableFusion(false);
    net_.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    net_.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
  }

  Result<Tensor> run(Tensor& input) override {
    try {
      return run_each(input);
    } catch (const cv::Exception& e) {
      return fail(ErrorCode::internal,
                  {"识别引擎出错，该页未能识别。", "The recognition engine failed on this page."},
                  e.what(), "opencv dnn");
    }
  }

 private:
  // The rewritten graphs take one picture a call.
  Result<Tensor> run_each(Tensor& input) {
    std::vector<int> shape(input.shape.begin(), input.shape.end());
    const std::int64_t count = input.shape.at(0);
    shape.at(0) = 1;
    const std::size_t size =
        input.values.size() / static_cast<std::size_t>(std::max<std::int64_t>(count, 1));
    Tensor output;
    for (std::int64_t i = 0; i < count; ++i) {
      net_.setInput(
          cv::Mat(shape, CV_32F, input.values.data() + static_cast<std::size_t>(i) * size));
      const cv::Mat one = net_.forward();
      output.shape.assign(one.size.p, one.size.p + one.dims);
      output.values.insert(output.values.end(), one.begin<float>(), one.end<float>());
    }
    if (count > 0) output.shape.front() = count;
    return output;
  }

  cv::dnn::Net net_;
};

}  // namespace

Result<std::unique_ptr<Net>> open_dnn_net(std::span<const char> model) {
  try {
    return std::make_unique<DnnNet>(cv::dnn::readNetFromONNX(model.data(), model.size()));
  } catch (const cv::Exception& e) {
    return fail(ErrorCode::corrupt,
                {"识别模型损坏，请重新运行 ./setup.sh。",
                 "A recognition model is damaged; run ./setup.sh again."},
                e.what(), "opencv dnn");
  }
}

}  // namespace jianzhen::ocr
