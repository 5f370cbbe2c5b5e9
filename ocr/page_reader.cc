#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/text.h"
#include "ocr/mat.h"
#include "ocr/ocr.h"
#include "ocr/orientation.h"
#include "ocr/quality.h"
#include "ocr/reading_order.h"
#include "ocr/red_ink.h"

namespace jianzhen::ocr {
namespace {

using core::Result;

constexpr const char* kCodeVersion = "page-reader/1";
constexpr double kRedPage = 0.0005;       // share of red from which the second reading is worth it
constexpr double kRedLine = 0.01;         // the same of one line
constexpr double kLeastConfidence = 0.5;  // below, a line is noise: texture, a stroke of a pen

// What was found on an upright picture.
struct Found {
  Strip strip;
  Reading reading;
};

core::Box box_of(const Strip& strip, const core::Picture& picture) {
  core::Box box{1, 1, 0, 0};
  for (const Point& p : strip.corners) {
    box.left = std::min(box.left, static_cast<double>(p.x) / picture.width);
    box.right = std::max(box.right, static_cast<double>(p.x) / picture.width);
    box.top = std::min(box.top, static_cast<double>(p.y) / picture.height);
    box.bottom = std::max(box.bottom, static_cast<double>(p.y) / picture.height);
  }
  return core::clamped(box);
}

core::Line line_of(const Found& found, const core::Picture& picture) {
  core::Line line;
  line.text = core::to_utf8(found.reading.text);
  line.box = box_of(found.strip, picture);
  line.confidence = found.reading.confidence();
  const Point& from = found.strip.corners[0];
  const Point& to = found.strip.corners[1];
  line.vertical = std::abs(to.y - from.y) > std::abs(to.x - from.x);
  for (const float edge : found.reading.edges) {
    const float at = line.vertical ? (from.y + edge * (to.y - from.y)) / picture.height
                                   : (from.x + edge * (to.x - from.x)) / picture.width;
    line.edges.push_back(std::clamp(at, 0.F, 1.F));
  }
  return line;
}

bool touches_red(const Strip& strip, const cv::Mat& mask) {
  std::vector<cv::Point2f> corners;
  for (const Point& p : strip.corners) corners.emplace_back(p.x, p.y);
  const cv::Rect around = cv::boundingRect(corners) & cv::Rect(0, 0, mask.cols, mask.rows);
  return !around.empty() && red_share(mask(around)) > kRedLine;
}

// Reads the lines; those under red ink a second time without it, and keeps the surer reading.
Result<std::vector<Reading>> read_lines(TextEngine& engine, const core::Picture& picture,
                                        const std::vector<Strip>& strips) {
  auto readings = engine.recognise(picture, strips);
  if (!readings) return readings;
  const cv::Mat pixels = as_bgr(picture);
  const cv::Mat mask = red_mask(pixels);
  if (red_share(mask) < kRedPage) return readings;
  std::vector<Strip> red;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < strips.size(); ++i) {
    if (!touches_red(strips[i], mask)) continue;
    red.push_back(strips[i]);
    places.push_back(i);
  }
  if (red.empty()) return readings;
  auto again = engine.recognise(as_picture(without_red(pixels, mask)), red);
  if (!again) return again;
  for (std::size_t k = 0; k < red.size(); ++k) {
    Reading& kept = (*readings)[places[k]];
    if ((*again)[k].confidence() > kept.confidence()) kept = std::move((*again)[k]);
  }
  return readings;
}

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
  std::erase_if(read, [&](const core::Line& line) {
    return std::any_of(page.lines.begin(), page.lines.end(), [&](const core::Line& exact) {
      const double common = core::intersected(line.box, exact.box).area();
      return common > 0.3 * std::min(line.box.area(), exact.box.area());
    });
  });
  page.lines.insert(page.lines.end(), read.begin(), read.end());
}

}  // namespace

struct PageReader::State {
  std::unique_ptr<TextEngine> engine;
};

PageReader::PageReader(std::unique_ptr<TextEngine> engine)
    : state_(std::make_unique<State>(State{std::move(engine)})) {}
PageReader::~PageReader() = default;

std::string PageReader::version() const {
  return std::string(kCodeVersion) + " " + state_->engine->version();
}

Result<core::Page> PageReader::read(core::Page page, const core::Picture& shown) {
  TextEngine& engine = *state_->engine;
  const bool has_text_layer = !page.lines.empty();
  auto strips = engine.find(shown);
  if (!strips) return core::fail(strips.error());
  int turn = 0;
  if (!has_text_layer) {
    const auto vote = turn_of(engine, shown, *strips);
    if (!vote) return core::fail(vote.error());
    turn = *vote;
  }
  core::Picture upright;
  if (turn != 0) {
    upright = turned(shown, turn);
    strips = engine.find(upright);
    if (!strips) return core::fail(strips.error());
  }
  const core::Picture& picture = turn != 0 ? upright : shown;
  auto readings = read_lines(engine, picture, *strips);
  if (!readings) return core::fail(readings.error());

  core::Page found;
  found.width = picture.width;
  found.height = picture.height;
  for (std::size_t i = 0; i < strips->size(); ++i) {
    const Reading& reading = (*readings)[i];
    if (reading.text.empty() || reading.confidence() < kLeastConfidence) continue;
    found.lines.push_back(line_of({(*strips)[i], reading}, picture));
  }
  put_in_reading_order(found.lines);
  found.confidence = mean_confidence(found.lines);
  found.quality = measure(picture, found);
  found.turn = 0;
  core::Page displayed = core::turned(std::move(found), (360 - turn) % 360);

  if (has_text_layer) {
    merge(page, std::move(displayed.lines));
    page.source = core::PageSource::both;
    page.confidence = mean_confidence(page.lines);
  } else {
    page.lines = std::move(displayed.lines);
    page.source = core::PageSource::ocr;
    page.confidence = displayed.confidence;
    page.width = shown.width;
    page.height = shown.height;
    page.turn = turn;
  }
  page.seals = std::move(displayed.seals);
  page.codes = std::move(displayed.codes);
  page.quality = displayed.quality;
  return page;
}

}  // namespace jianzhen::ocr
