#include "ocr/onnx_runtime.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ocr/ocr.h"
#include "ocr/test_net.h"
#include "ocr/test_page.h"

namespace jianzhen::ocr {
namespace {

std::ptrdiff_t threads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return std::distance(begin(tasks), end(tasks));
}

TEST(OnnxRuntime, a_library_that_is_not_there_is_named) {
  const auto runtime = OnnxRuntime::load("no-such-library.so");
  ASSERT_FALSE(runtime.has_value());
  EXPECT_EQ(runtime.error().code, core::ErrorCode::not_found);
  EXPECT_THAT(runtime.error().message.en, testing::HasSubstr("no-such-library.so"));
}

TEST(OnnxRuntime, another_library_is_refused) {
  const auto runtime = OnnxRuntime::load("/proc/self/exe");
  ASSERT_FALSE(runtime.has_value());
  EXPECT_EQ(runtime.error().code, core::ErrorCode::unsupported);
}

TEST(OnnxRuntime, bytes_that_are_no_model_are_refused) {
  JIANZHEN_NEEDS_MODELS();
  const auto runtime = OnnxRuntime::load(test_models() / "libonnxruntime.so.1");
  ASSERT_TRUE(runtime.has_value());
  const std::string bytes = "not a model";
  const auto session = runtime->open(bytes, "x", "y");
  ASSERT_FALSE(session.has_value());
  EXPECT_EQ(session.error().code, core::ErrorCode::corrupt);
}

TEST(OnnxRuntime, a_shape_the_model_does_not_take_is_an_error_and_no_crash) {
  JIANZHEN_NEEDS_MODELS();
  const auto runtime = OnnxRuntime::load(test_models() / "libonnxruntime.so.1");
  auto session = runtime->open(model_bytes("ch_PP-OCRv4_det_infer.onnx"), "x", "sigmoid_0.tmp_0");
  ASSERT_TRUE(session.has_value());
  Tensor wrong{{1, 2, 32, 32}, std::vector<float>(std::size_t{2} * 32 * 32)};
  EXPECT_FALSE((*session)->run(wrong).has_value());
}

struct Net {
  const char* name;
  const char* output;
  std::vector<std::int64_t> shape;
};

class FoldedNet : public testing::TestWithParam<Net> {};

// models/fold.py moves factors between operators; what comes out must stay what it was.
TEST_P(FoldedNet, computes_what_the_published_one_does) {
  JIANZHEN_NEEDS_MODELS();
  const auto runtime = OnnxRuntime::load(test_models() / "libonnxruntime.so.1").value();
  const auto output_of = [&](const std::string& file) {
    Tensor input = waves(GetParam().shape);
    const auto net = runtime.open(model_bytes(file), "x", GetParam().output).value();
    return net->run(input).value().values;
  };
  const std::string name = GetParam().name;
  if (!std::filesystem::exists(test_models() / (name + ".folded.onnx"))) {
    GTEST_SKIP() << "no folded nets in " << test_models() << "; models/install.sh makes them";
  }
  EXPECT_THAT(output_of(name + ".folded.onnx"),
              testing::Pointwise(testing::FloatNear(1e-3F), output_of(name + ".onnx")));
}

INSTANTIATE_TEST_SUITE_P(
    All, FoldedNet,
    testing::Values(Net{"ch_PP-OCRv4_det_infer", "sigmoid_0.tmp_0", {1, 3, 96, 160}},
                    Net{"ch_PP-OCRv4_rec_infer", "softmax_11.tmp_0", {1, 3, 48, 200}}),
    [](const auto& net) {
      return std::string(net.param.name).find("det") != std::string::npos ? "Detector"
                                                                          : "Recogniser";
    });

// The warm process forks a child per file; a thread would not be there in the child, and whatever
// lock it held would be held for ever. It is also how the library's reporting would show.
TEST(OnnxRuntime, loading_and_reading_start_no_thread) {
  JIANZHEN_NEEDS_MODELS();
  const auto before = threads();
  auto engine = load_pp_ocr(test_models());
  ASSERT_TRUE(engine.has_value());
  TestPage page(300, 100);
  page.text("沈阳晨砺", 40, 60, 32);
  ASSERT_TRUE((*engine)->find(page.picture()).has_value());
  EXPECT_EQ(threads(), before);
}

TEST(OnnxRuntime, models_loaded_by_the_parent_read_in_a_forked_child) {
  JIANZHEN_NEEDS_MODELS();
  PageReader reader(load_pp_ocr(test_models()).value());
  TestPage page(300, 100);
  page.text("沈阳晨砺", 40, 60, 32);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto read = reader.read({}, page.picture());
    ::_exit(read && read->lines.size() == 1 && read->lines[0].text == "沈阳晨砺" ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace jianzhen::ocr
