#include "ocr/onnx_runtime.h"

#include <dlfcn.h>

#include <array>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <utility>

namespace jianzhen::ocr {
namespace {

using core::ErrorCode;
using core::fail;
using core::Result;

// OrtApi of onnxruntime_c_api.h, version 1 of the table. "Append-only" is its contract: a slot
// never changes its meaning in a later library.
enum Slot : std::size_t {
  kGetErrorMessage = 2,
  kCreateEnv = 3,
  kCreateSessionFromArray = 8,
  kRun = 9,
  kCreateSessionOptions = 10,
  kDisableMemPattern = 17,
  kSetSessionGraphOptimizationLevel = 23,
  kSetIntraOpNumThreads = 24,
  kSetInterOpNumThreads = 25,
  kCreateTensorWithDataAsOrtValue = 49,
  kGetTensorMutableData = 51,
  kGetDimensionsCount = 61,
  kGetDimensions = 62,
  kGetTensorTypeAndShape = 65,
  kCreateCpuMemoryInfo = 69,
  kReleaseEnv = 92,
  kReleaseStatus = 93,
  kReleaseMemoryInfo = 94,
  kReleaseSession = 95,
  kReleaseValue = 96,
  kReleaseTensorTypeAndShapeInfo = 99,
  kReleaseSessionOptions = 100,
};

constexpr int kLogErrors = 3;
constexpr int kAllOptimisations = 99;
constexpr int kFloat = 1;            // ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT
constexpr int kDeviceAllocator = 0;  // OrtDeviceAllocator
constexpr int kDefaultMemory = 0;    // OrtMemTypeDefault

using Api = const void* const*;
using Status = void*;

template <typename R, typename... Args>
R call(Api api, Slot slot, Args... arguments) {
  return reinterpret_cast<R (*)(Args...)>(const_cast<void*>(api[slot]))(arguments...);
}

// The text of a failed status, which is released; nullopt-like empty string where all is well.
std::string take_error(Api api, Status status) {
  if (status == nullptr) return {};
  std::string text = call<const char*>(api, kGetErrorMessage, static_cast<const void*>(status));
  call<void>(api, kReleaseStatus, status);
  return text.empty() ? "unknown" : text;
}

// Something of the library's that a slot of its table releases.
class Handle {
 public:
  Handle(Api api, Slot release) : api_(api), release_(release) {}
  Handle(Handle&& other) noexcept
      : api_(other.api_), release_(other.release_), held_(std::exchange(other.held_, nullptr)) {}
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (held_ != nullptr) call<void>(api_, release_, held_);
  }

  void* get() const { return held_; }
  void** out() { return &held_; }

 private:
  Api api_;
  Slot release_;
  void* held_ = nullptr;
};

tl::unexpected<core::Error> engine_failed(std::string detail) {
  return fail(ErrorCode::internal,
              {"识别引擎出错，该页未能识别。", "The recognition engine failed on this page."},
              std::move(detail), "onnxruntime");
}

tl::unexpected<core::Error> wrong_library(const std::filesystem::path& path, std::string detail) {
  return fail(ErrorCode::unsupported,
              {"识别引擎库 " + path.string() + " 不可用，请重新运行 ./setup.sh。",
               "The engine library " + path.string() + " cannot be used; run ./setup.sh again."},
              std::move(detail), path.string());
}

struct ApiBase {
  const void* (*get_api)(std::uint32_t version);
  const char* (*version)();
};

}  // namespace

struct OnnxRuntime::Library {
  // The library itself is never unloaded: it registers destructors of its own for exit().
  Api api = nullptr;
  std::string version;
  Handle env;
  Handle memory;

  explicit Library(Api table)
      : api(table), env(table, kReleaseEnv), memory(table, kReleaseMemoryInfo) {}
};

class OnnxSession : public Net {
 public:
  OnnxSession(std::shared_ptr<const OnnxRuntime::Library> library, Handle session,
              std::string input, std::string output)
      : library_(std::move(library)),
        session_(std::move(session)),
        input_(std::move(input)),
        output_(std::move(output)) {}

  Result<Tensor> run(Tensor& input) override;

 private:
  std::shared_ptr<const OnnxRuntime::Library> library_;
  Handle session_;
  std::string input_;
  std::string output_;
};

OnnxRuntime::OnnxRuntime(std::shared_ptr<const Library> library) : library_(std::move(library)) {}

const std::string& OnnxRuntime::version() const { return library_->version; }

Result<OnnxRuntime> OnnxRuntime::load(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return fail(ErrorCode::not_found,
                {"缺少识别引擎库 " + path.string() + "，请运行 ./setup.sh 安装。",
                 "The engine library " + path.string() + " is missing; ./setup.sh installs it."},
                "dlopen", path.string());
  }
  // The published library reports usage to its maker: a thread of its own, a database under
  // ~/.cache, an upload. It looks at this variable when it is loaded, and does none of that where
  // it is set.
  ::setenv("ORT_DISABLE_TELEMETRY", "1", 1);
  void* opened = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (opened == nullptr) return wrong_library(path, ::dlerror());
  const auto base_of = reinterpret_cast<const ApiBase* (*)()>(::dlsym(opened, "OrtGetApiBase"));
  if (base_of == nullptr) return wrong_library(path, "no OrtGetApiBase");
  const ApiBase* base = base_of();
  const std::string version = base->version();
  const auto* api = static_cast<Api>(base->get_api(1));
  if (!version.starts_with("1.") || api == nullptr) return wrong_library(path, "ORT " + version);

  auto library = std::make_shared<Library>(api);
  library->version = version;
  std::string error =
      take_error(api, call<Status>(api, kCreateEnv, kLogErrors, "jianzhen", library->env.out()));
  if (error.empty()) {
    error = take_error(api, call<Status>(api, kCreateCpuMemoryInfo, kDeviceAllocator,
                                         kDefaultMemory, library->memory.out()));
  }
  if (!error.empty()) return wrong_library(path, error);
  return OnnxRuntime(std::move(library));
}

Result<std::unique_ptr<Net>> OnnxRuntime::open(std::span<const char> model, std::string input,
                                               std::string output) const {
  const Api api = library_->api;
  Handle options(api, kReleaseSessionOptions);
  Handle session(api, kReleaseSession);
  // A pattern is kept for every shape that was seen, and lines have hundreds: off. The arena is on:
  // without it every line takes its pages from the kernel anew, a quarter of the time of long ones;
  // it grows to what the longest line takes and is gone with the forked child.
  const std::array<std::function<Status()>, 6> steps = {
      [&] { return call<Status>(api, kCreateSessionOptions, options.out()); },
      [&] { return call<Status>(api, kSetIntraOpNumThreads, options.get(), 1); },
      [&] { return call<Status>(api, kSetInterOpNumThreads, options.get(), 1); },
      [&] { return call<Status>(api, kDisableMemPattern, options.get()); },
      [&] {
        return call<Status>(api, kSetSessionGraphOptimizationLevel, options.get(),
                            kAllOptimisations);
      },
      [&] {
        return call<Status>(api, kCreateSessionFromArray, library_->env.get(),
                            static_cast<const void*>(model.data()), model.size(),
                            static_cast<const void*>(options.get()), session.out());
      }};
  for (const auto& step : steps) {
    if (std::string error = take_error(api, step()); !error.empty()) {
      return fail(ErrorCode::corrupt,
                  {"识别模型损坏，请重新运行 ./setup.sh。",
                   "A recognition model is damaged; run ./setup.sh again."},
                  std::move(error), "onnxruntime");
    }
  }
  return std::make_unique<OnnxSession>(library_, std::move(session), std::move(input),
                                       std::move(output));
}

Result<Tensor> OnnxSession::run(Tensor& input) {
  const Api api = library_->api;
  Handle given(api, kReleaseValue);
  Handle made(api, kReleaseValue);
  Handle info(api, kReleaseTensorTypeAndShapeInfo);
  const char* input_name = input_.c_str();
  const char* output_name = output_.c_str();
  float* values = nullptr;
  std::size_t dimensions = 0;
  Tensor output;
  const std::array<std::function<Status()>, 6> steps = {
      [&] {
        return call<Status>(
            api, kCreateTensorWithDataAsOrtValue, static_cast<const void*>(library_->memory.get()),
            static_cast<void*>(input.values.data()), input.values.size() * sizeof(float),
            static_cast<const std::int64_t*>(input.shape.data()), input.shape.size(), kFloat,
            given.out());
      },
      [&] {
        const void* in = given.get();
        return call<Status>(api, kRun, session_.get(), static_cast<const void*>(nullptr),
                            &input_name, static_cast<const void* const*>(&in), std::size_t{1},
                            &output_name, std::size_t{1}, made.out());
      },
      [&] {
        return call<Status>(api, kGetTensorTypeAndShape, static_cast<const void*>(made.get()),
                            info.out());
      },
      [&] {
        return call<Status>(api, kGetDimensionsCount, static_cast<const void*>(info.get()),
                            &dimensions);
      },
      [&] {
        output.shape.resize(dimensions);
        return call<Status>(api, kGetDimensions, static_cast<const void*>(info.get()),
                            output.shape.data(), dimensions);
      },
      [&] {
        return call<Status>(api, kGetTensorMutableData, made.get(),
                            reinterpret_cast<void**>(&values));
      }};
  for (const auto& step : steps) {
    if (std::string error = take_error(api, step()); !error.empty()) {
      return engine_failed(std::move(error));
    }
  }
  const auto count = std::accumulate(output.shape.begin(), output.shape.end(), std::int64_t{1},
                                     std::multiplies<>());
  output.values.assign(values, values + count);
  return output;
}

}  // namespace jianzhen::ocr
