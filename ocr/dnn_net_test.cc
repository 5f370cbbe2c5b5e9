#include "ocr/dnn_net.h"

#include <gmock/gmock.h>

#include "ocr/ocr.h"
#include "ocr/onnx_runtime.h"
#include "ocr/test_net.h"
#include "ocr/test_page.h"

namespace jianzhen::ocr {
namespace {

#define JIANZHEN_NEEDS_DNN_MODELS()                                                               \
  JIANZHEN_NEEDS_MODELS();                                                                        \
  if (!std::filesystem::exists(test_models() / "ch_PP-OCRv4_rec_infer.dnn.onnx")) {               \
    GTEST_SKIP() << "no rewritten nets in " << test_models() << "; models/install.sh makes them"; \
  }                                                                                               \
  static_assert(true)

struct Published {
  const char* name;
  const char* output;
  std::vector<std::vector<std::int64_t>> shapes;  // one after the other, by the same net
};

class RewrittenNet : public testing::TestWithParam<Published> {};

TEST_P(RewrittenNet, computes_what_the_published_one_does_at_every_size) {
  JIANZHEN_NEEDS_DNN_MODELS();
  const std::string name = GetParam().name;
  const auto runtime = OnnxRuntime::load(test_models() / "libonnxruntime.so.1").value();
  const auto published = runtime.open(model_bytes(name + ".onnx"), "x", GetParam().output).value();
  const auto rewritten = open_dnn_net(model_bytes(name + ".dnn.onnx")).value();
  for (const auto& shape : GetParam().shapes) {
    Tensor input = waves(shape);
    const Tensor expected = published->run(input).value();
    const Tensor got = rewritten->run(input).value();
    EXPECT_EQ(got.shape, expected.shape);
    EXPECT_THAT(got.values, testing::Pointwise(testing::FloatNear(1e-3F), expected.values));
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, RewrittenNet,
    testing::Values(
        Published{"ch_PP-OCRv4_det_infer", "sigmoid_0.tmp_0", {{1, 3, 96, 160}, {1, 3, 224, 64}}},
        Published{"ch_PP-OCRv4_rec_infer", "softmax_11.tmp_0", {{1, 3, 48, 200}, {3, 3, 48, 64}}},
        Published{"ch_ppocr_mobile_v2.0_cls_infer", "softmax_0.tmp_0", {{2, 3, 48, 192}}}),
    [](const auto& net) {
      const std::string name = net.param.name;
      return std::string(name.find("det") != std::string::npos   ? "Detector"
                         : name.find("rec") != std::string::npos ? "Recogniser"
                                                                 : "Direction");
    });

TEST(DnnNet, bytes_that_are_no_model_are_refused) {
  const auto net = open_dnn_net(std::string("not a model"));
  ASSERT_FALSE(net.has_value());
  EXPECT_EQ(net.error().code, core::ErrorCode::corrupt);
}

TEST(DnnNet, a_shape_the_model_does_not_take_is_an_error_and_no_crash) {
  JIANZHEN_NEEDS_DNN_MODELS();
  const auto net = open_dnn_net(model_bytes("ch_PP-OCRv4_det_infer.dnn.onnx")).value();
  Tensor wrong = waves({1, 2, 32, 32});
  EXPECT_FALSE(net->run(wrong).has_value());
}

class Letter : public TestPage {
 public:
  Letter() : TestPage(760, 420) {
    text("关于数据要素应用项目的证明", 160, 60, 36);
    text("统一社会信用代码：91210100MA0UQK7T5X", 40, 130, 24);
    text("沈阳晨砺信息技术有限公司（简称“本单位”）承诺", 40, 190, 26);
    text("金额 1,234,567.89 元，编号 2019SR0123456", 40, 250, 22);
    text("Data Elements × 2024, version 3.1", 40, 310, 24);
  }
};

struct Look {
  const char* name;
  core::Picture (*picture)();
};

class Engines : public testing::TestWithParam<Look> {};

TEST_P(Engines, read_the_same_words) {
  JIANZHEN_NEEDS_DNN_MODELS();
  const core::Picture picture = GetParam().picture();
  const auto words = [&](core::Result<std::unique_ptr<TextEngine>> engine) {
    PageReader reader(std::move(engine).value());
    const core::Page page = reader.read({}, picture).value();
    std::vector<std::string> lines;
    for (const core::Line& line : page.lines) lines.push_back(line.text);
    for (const core::Seal& seal : page.seals) lines.push_back("seal: " + seal.text);
    return lines;
  };
  const auto expected = words(load_pp_ocr(test_models()));
  EXPECT_GE(expected.size(), 5U);
  EXPECT_EQ(words(load_pp_ocr_on_opencv(test_models())), expected);
}

INSTANTIATE_TEST_SUITE_P(All, Engines,
                         testing::Values(Look{"Sealed",
                                              [] {
                                                Letter page;
                                                page.seal("沈阳晨砺信息技术有限公司", 630, 310, 90);
                                                return page.picture();
                                              }},
                                         Look{"OnItsHead", [] { return Letter().turned(180); }},
                                         Look{"Faint",
                                              [] {
                                                Letter page;
                                                page.blur(1.2);
                                                page.fade(0.5);
                                                return page.picture();
                                              }}),
                         [](const auto& look) { return std::string(look.param.name); });

}  // namespace
}  // namespace jianzhen::ocr
