#pragma once

// A picture → words with boxes and confidence, seals and codes. Warm: models are loaded once.
// Single-threaded by contract (it runs in forked children of a warm process); no type of OpenCV,
// ONNX Runtime or ZXing leaves the .cc files.

#include <array>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "core/picture.h"

namespace jianzhen::ocr {

// Pixels of a picture, from its top-left corner.
struct Point {
  float x = 0;
  float y = 0;
};

// Where one line of words stands: the corners of a quadrangle, clockwise as one reads it, the first
// where the line begins at its top. A line that runs upwards begins at its lower left.
struct Strip {
  std::array<Point, 4> corners;

  float length() const;  // along the words
  float height() const;  // across them
};

// What an engine reads in a strip.
struct Reading {
  std::u32string text;
  std::vector<float> confidences;  // of each code point, 0–1
  std::vector<float> edges;        // code points + 1 fractions of the strip's length, rising

  double confidence() const;  // the mean; 0 where nothing was read
};

// Finds and reads lines. One implementation per engine; all pass the same tests.
class TextEngine {
 public:
  virtual ~TextEngine() = default;

  // The lines of a picture, in no particular order.
  virtual core::Result<std::vector<Strip>> find(const core::Picture& picture) = 0;

  // Reads strips of the picture: one Reading each, in their order, empty where there are no words.
  virtual core::Result<std::vector<Reading>> recognise(const core::Picture& picture,
                                                       std::span<const Strip> strips) = 0;

  // For each strip the probability (0–1) that its words stand on their heads.
  virtual core::Result<std::vector<float>> upside_down(const core::Picture& picture,
                                                       std::span<const Strip> strips) = 0;

  // False where it misreads too much for its word alone to decide: all its lines are doubtful.
  virtual bool stands_alone() const { return true; }

  // Name and version of engine and weights.
  virtual std::string version() const = 0;
};

// PP-OCRv4 mobile on ONNX Runtime. `models` holds the files that setup put there.
// Errors: not_found (names the file that lacks, and that setup.sh brings it), corrupt (a file there
// is not what its name says).
core::Result<std::unique_ptr<TextEngine>> load_pp_ocr(const std::filesystem::path& models);

// The same weights on OpenCV's `dnn`, for where ONNX Runtime is not installed: the same words at
// more than twice the time. Errors: as above.
core::Result<std::unique_ptr<TextEngine>> load_pp_ocr_on_opencv(
    const std::filesystem::path& models);

// Tesseract (chi_sim, eng) as the system has it: what reads where PP-OCR's weights or its library
// are missing. It misreads several times as many characters, and does not tell which way up a page
// is. OMP_THREAD_LIMIT=1 must stand in the environment of the process. Errors: not_found.
core::Result<std::unique_ptr<TextEngine>> load_tesseract();

// Reads whole pages: photographs laid flat, orientation by vote, red seals taken out and read,
// codes, reading order, pictures to be known again, and how well the page can be read.
class PageReader {
 public:
  explicit PageReader(std::unique_ptr<TextEngine> engine);
  ~PageReader();

  // Name and version of engine and weights.
  std::string version() const;

  // `page` comes from ingest: number, time and any text layer are kept, the rest is filled in. Of
  // `figures` the boxes are known there: those that can be known again get their hashes.
  // With a text layer and a picture, both are merged (source = both) where they do not overlap.
  core::Result<core::Page> read(core::Page page, const core::Picture& picture);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::ocr
