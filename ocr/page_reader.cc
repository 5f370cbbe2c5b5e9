#include <algorithm>
#include <opencv2/core.hpp>

#include "core/text.h"
#include "ocr/codes.h"
#include "ocr/figures.h"
#include "ocr/lines.h"
#include "ocr/ocr.h"
#include "ocr/orientation.h"
#include "ocr/perspective.h"
#include "ocr/quality.h"
#include "ocr/reading_order.h"
#include "ocr/red_ink.h"
#include "ocr/seals.h"

namespace jianzhen::ocr {
namespace {

using core::Result;

double mean_confidence(const std::vector<core::Line>& lines) {
  double sum = 0;
  double characters = 0;
  for (const core::Line& line : lines) {
    const auto count = static_cast<double>(core::code_point_count(line.text));
    sum += line.confidence * count;
    characters += count;
  }
  return characters > 0 ? sum / characters : 0;
}

// Lines of the text layer are exact; of the picture only what they do not cover is added.
void merge(core::Page& page, std::vector<core::Line> read) {
  std::erase_if(read, [&](const core::Line& line) { return is_known(line.box, page.lines); });
  page.lines.insert(page.lines.end(), read.begin(), read.end());
}

// A seal drawn with letters has them in the text layer, too, in pieces as they stand on the ring.
void leave_seal_letters_out(std::vector<core::Line>& lines, const std::vector<core::Seal>& seals) {
  constexpr double kInside = 0.9;  // of the line's area
  std::erase_if(lines, [&](const core::Line& line) {
    return std::ranges::any_of(seals, [&](const core::Seal& seal) {
      return core::intersected(line.box, seal.box).area() >= kInside * line.box.area() &&
             line.text.size() < seal.text.size() && seal.text.find(line.text) != std::string::npos;
    });
  });
}

// What is on a picture whose words stand upright, without the lines that are known.
Result<core::Page> read_upright(TextEngine& engine, const core::Picture& picture,
                                std::vector<Strip> strips, std::span<const core::Figure> embedded,
                                std::span<const core::Line> known) {
  const cv::Mat red = red_mask(as_bgr(picture));
  auto seals = find_seals(engine, picture, red);
  if (!seals) return core::fail(seals.error());
  const auto lines = read_lines(engine, picture, std::move(strips), red, *seals, known);
  if (!lines) return core::fail(lines.error());
  core::Page page;
  page.width = picture.width;
  page.height = picture.height;
  for (const FoundLine& line : *lines) {
    page.lines.push_back(line_of(line, picture.width, picture.height));
  }
  put_in_reading_order(page.lines);
  for (FoundSeal& found : *seals) page.seals.push_back(std::move(found.seal));
  page.codes = find_codes(picture);
  const std::size_t found = page.lines.size();
  page.lines.insert(page.lines.end(), known.begin(), known.end());
  page.confidence = mean_confidence(page.lines);
  page.figures = find_figures(picture, page, embedded);
  page.quality = measure(picture, page);
  page.lines.resize(found);
  return page;
}

}  // namespace

struct PageReader::State {
  std::unique_ptr<TextEngine> engine;

  Result<core::Page> read(core::Page page, const core::Picture& shown);
  Result<core::Page> read_shown(const core::Picture& shown, std::vector<core::Figure> embedded);
  Result<core::Page> read_flat(const core::Picture& shown, std::vector<Strip> strips,
                               std::vector<core::Figure> embedded);
  Result<core::Page> read_beside(const core::Page& layer, const core::Picture& shown);
};

PageReader::PageReader(std::unique_ptr<TextEngine> engine)
    : state_(std::make_unique<State>(State{std::move(engine)})) {}
PageReader::~PageReader() = default;

std::string PageReader::version() const { return state_->engine->version(); }

// What is on a picture that lies as it may; boxes and `turn` are of the picture.
Result<core::Page> PageReader::State::read_flat(const core::Picture& shown,
                                                std::vector<Strip> strips,
                                                std::vector<core::Figure> embedded) {
  const auto turn = turn_of(*engine, shown, strips);
  if (!turn) return core::fail(turn.error());
  if (*turn == 0) return read_upright(*engine, shown, std::move(strips), embedded, {});
  const core::Picture picture = turned(shown, *turn);
  auto again = engine->find(picture);
  if (!again) return core::fail(again.error());
  for (core::Figure& figure : embedded) figure.box = core::turned(figure.box, *turn);
  auto upright = read_upright(*engine, picture, std::move(*again), embedded, {});
  if (!upright) return upright;
  return core::turned(std::move(*upright), (360 - *turn) % 360);
}

// A page photographed from an angle is read as if it lay flat; what people are shown is the
// photograph, so that is where its words are said to be.
Result<core::Page> PageReader::State::read_shown(const core::Picture& shown,
                                                 std::vector<core::Figure> embedded) {
  auto strips = engine->find(shown);
  if (!strips) return core::fail(strips.error());
  const auto flat = flattened(shown, *strips);
  if (!flat) return read_flat(shown, std::move(*strips), std::move(embedded));
  strips = engine->find(flat->picture);
  if (!strips) return core::fail(strips.error());
  for (core::Figure& figure : embedded) figure.box = flat->from_photograph(figure.box);
  auto read = read_flat(flat->picture, std::move(*strips), std::move(embedded));
  if (!read) return read;
  return flat->on_photograph(std::move(*read));
}

// What a page drawn from its file shows beside its text layer, which knows how the page lies.
Result<core::Page> PageReader::State::read_beside(const core::Page& layer,
                                                  const core::Picture& shown) {
  const core::Page upright = core::turned(layer, layer.turn);
  const core::Picture picture = layer.turn == 0 ? shown : turned(shown, layer.turn);
  auto strips = engine->find(picture);
  if (!strips) return core::fail(strips.error());
  auto read = read_upright(*engine, picture, std::move(*strips), upright.figures, upright.lines);
  if (!read) return read;
  return core::turned(std::move(*read), (360 - layer.turn) % 360);
}

Result<core::Page> PageReader::State::read(core::Page page, const core::Picture& shown) {
  const bool has_text_layer = !page.lines.empty();
  auto as_shown = has_text_layer ? read_beside(page, shown) : read_shown(shown, page.figures);
  if (!as_shown) return as_shown;
  core::Page read = std::move(*as_shown);
  if (!engine->stands_alone()) {
    for (core::Line& line : read.lines) {
      line.doubtful = true;
      line.unsure.clear();  // the whole line is
    }
  }

  if (has_text_layer) {
    leave_seal_letters_out(page.lines, read.seals);
    merge(page, std::move(read.lines));
    page.source = core::PageSource::both;
  } else {
    page.lines = std::move(read.lines);
    page.source = core::PageSource::ocr;
    page.width = shown.width;
    page.height = shown.height;
  }
  if (!has_text_layer) page.turn = read.turn;
  page.confidence = mean_confidence(page.lines);
  page.seals = std::move(read.seals);
  page.codes = std::move(read.codes);
  page.figures = std::move(read.figures);
  page.quality = read.quality;
  return page;
}

Result<core::Page> PageReader::read(core::Page page, const core::Picture& picture) {
  try {
    return state_->read(std::move(page), picture);
  } catch (const cv::Exception& e) {  // OpenCV's exceptions stop here
    return core::fail(core::ErrorCode::internal,
                      {"图像处理出错，该页未能识别。", "Image processing failed on this page."},
                      e.what(), "opencv");
  }
}

}  // namespace jianzhen::ocr
