#include "ocr/orientation.h"

#include <algorithm>
#include <opencv2/core.hpp>

#include "ocr/mat.h"

namespace jianzhen::ocr {
namespace {

constexpr std::size_t kVoters = 12;      // the longest lines; they hold the most letters
constexpr double kLeastShape = 3;        // length to height of a line that may vote
constexpr double kMostlySideways = 0.6;  // share of the lines' length that runs down the page
constexpr double kMostlyOnHead = 0.5;    // of the voters, before the second look
constexpr double kSurer = 0.1;           // by so much must the turned reading win

bool runs_down(const Strip& strip) {
  const float dx = std::abs(strip.corners[1].x - strip.corners[0].x);
  const float dy = std::abs(strip.corners[1].y - strip.corners[0].y);
  return dy > dx;
}

// The longest lines that run in the page's direction.
std::vector<Strip> voters(std::vector<Strip> strips, bool sideways) {
  std::erase_if(strips, [&](const Strip& strip) {
    return runs_down(strip) != sideways || strip.length() < kLeastShape * strip.height();
  });
  std::sort(strips.begin(), strips.end(),
            [](const Strip& a, const Strip& b) { return a.length() > b.length(); });
  if (strips.size() > kVoters) strips.resize(kVoters);
  return strips;
}

bool lies_on_its_side(const std::vector<Strip>& strips) {
  double down = 0;
  double all = 0;
  for (const Strip& strip : strips) {
    if (strip.length() < kLeastShape * strip.height()) continue;
    all += strip.length();
    if (runs_down(strip)) down += strip.length();
  }
  return down > kMostlySideways * all;
}

Strip on_its_head(Strip strip) {
  std::rotate(strip.corners.begin(), strip.corners.begin() + 2, strip.corners.end());
  return strip;
}

// How sure the engine is of what it reads in the lines, by their characters.
core::Result<double> certainty(TextEngine& engine, const core::Picture& picture,
                               const std::vector<Strip>& strips) {
  const auto readings = engine.recognise(picture, strips);
  if (!readings) return core::fail(readings.error());
  double sum = 0;
  double characters = 0;
  for (const Reading& reading : *readings) {
    sum += reading.confidence() * static_cast<double>(reading.text.size());
    characters += static_cast<double>(reading.text.size());
  }
  return characters > 0 ? sum / characters : 0;
}

}  // namespace

core::Result<int> turn_of(TextEngine& engine, const core::Picture& picture,
                          const std::vector<Strip>& strips) {
  const bool sideways = lies_on_its_side(strips);
  const std::vector<Strip> asked = voters(strips, sideways);
  if (asked.empty()) return 0;
  if (!sideways) {
    const auto votes = engine.upside_down(picture, asked);
    if (!votes) return core::fail(votes.error());
    const auto against =
        std::count_if(votes->begin(), votes->end(), [](float p) { return p > 0.5F; });
    if (static_cast<double>(against) <= kMostlyOnHead * static_cast<double>(asked.size())) return 0;
  }
  // Reading both ways is dear and sure, so the few pages in question are read both ways.
  std::vector<Strip> heads;
  std::transform(asked.begin(), asked.end(), std::back_inserter(heads), on_its_head);
  const auto given = certainty(engine, picture, asked);
  if (!given) return core::fail(given.error());
  const auto headlong = certainty(engine, picture, heads);
  if (!headlong) return core::fail(headlong.error());
  // The strips of a page on its side were taken to have their tops on the right.
  if (sideways) return *headlong > *given ? 90 : 270;
  return *headlong > *given + kSurer ? 180 : 0;
}

core::Picture turned(const core::Picture& picture, int degrees) {
  if (degrees == 0) return picture;
  const cv::Mat shown = as_bgr(picture);
  cv::Mat upright;
  cv::rotate(shown, upright,
             degrees == 90    ? cv::ROTATE_90_CLOCKWISE
             : degrees == 180 ? cv::ROTATE_180
                              : cv::ROTATE_90_COUNTERCLOCKWISE);
  return as_picture(upright, picture.dpi);
}

}  // namespace jianzhen::ocr
