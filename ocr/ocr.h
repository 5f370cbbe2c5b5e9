#pragma once

// A picture → words with boxes and confidence, seals and codes. Warm: models are loaded once.
// Single-threaded by contract (it runs in forked children of a warm process); no type of OpenCV,
// ONNX Runtime or ZXing leaves the .cc files.

#include <filesystem>
#include <memory>
#include <string>

#include "core/document.h"
#include "core/error.h"
#include "core/picture.h"

namespace jianzhen::ocr {

// Finds and reads lines. One implementation per engine; all pass the same tests.
class TextEngine {
 public:
  virtual ~TextEngine() = default;

  // Lines in no particular order; boxes are fractions of `picture`, `edges` measured per character.
  virtual core::Result<std::vector<core::Line>> read(const core::Picture& picture) = 0;

  // Name and version of engine and weights; part of the version of the reader.
  virtual std::string version() const = 0;
};

// PP-OCRv4 mobile on ONNX Runtime. `models` holds the files that setup put there.
// Errors: not_found (names the file that lacks, and that setup.sh brings it).
core::Result<std::unique_ptr<TextEngine>> load_pp_ocr(const std::filesystem::path& models);

// Reads whole pages: orientation by vote, red seals taken out and read, codes, reading order,
// and how well the page can be read.
class PageReader {
 public:
  explicit PageReader(std::unique_ptr<TextEngine> engine);
  ~PageReader();

  // Changes whenever the result for the same picture may change: the key of kept readings.
  std::string version() const;

  // `page` comes from ingest: number, time and any text layer are kept, the rest is filled in.
  // With a text layer and a picture, both are merged (source = both) where they do not overlap.
  core::Result<core::Page> read(core::Page page, const core::Picture& picture);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::ocr
