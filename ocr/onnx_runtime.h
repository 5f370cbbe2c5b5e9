#pragma once

// ONNX Runtime, loaded at run time: Debian 12 has no package of it and no package carries its
// header, so the few entries we call of its append-only table are declared in the .cc file.
//
// One thread only, no arena that grows: sessions made before fork() work in every child. The
// library's reports to its maker are switched off before it is loaded.

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "core/error.h"
#include "ocr/net.h"

namespace jianzhen::ocr {

// The library. Sessions keep what they need of it alive.
class OnnxRuntime {
 public:
  // Errors: not_found (no such file), unsupported (another library, or a version we do not know).
  static core::Result<OnnxRuntime> load(const std::filesystem::path& library);

  // `model` is the bytes of an .onnx file; they are not needed afterwards. Errors: corrupt.
  core::Result<std::unique_ptr<Net>> open(std::span<const char> model, std::string input,
                                          std::string output) const;

  const std::string& version() const;  // "1.30.0"

 private:
  struct Library;
  explicit OnnxRuntime(std::shared_ptr<const Library> library);
  // Shared: every session needs the library until it is closed itself.
  std::shared_ptr<const Library> library_;

  friend class OnnxSession;
};

}  // namespace jianzhen::ocr
