#include "ocr/line_ends.h"

#include <algorithm>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <utility>

namespace jianzhen::ocr {
namespace {

using core::Result;

constexpr int kRows = 24;             // pixels of height that a line is looked at with
constexpr float kReach = 12;          // line heights that its ink is followed for
constexpr float kGap = 0.7F;          // line heights without ink: there it ends
constexpr float kLeastGain = 0.3F;    // line heights; less is the rest of a letter
constexpr float kLeastLength = 2.5F;  // line heights; one letter shows no direction
constexpr double kSpeck = 0.06;       // share of a column's pixels; less is dust
constexpr double kRule = 0.9;         // … and more, with no ink just before it, is a ruling line
constexpr int kThin = 2;              // columns without ink that are enough for that
constexpr int kLeastContrast = 40;    // grey values between ink and paper
constexpr float kEdge = 0.3F;  // line heights squared that two strips share where they only touch
constexpr float kWholeLetter = 0.9F;  // confidence; less at the very end may be half a letter
constexpr float kSureEach = 0.6F;     // confidence of every character that was added
constexpr double kSureAll = 0.9;      // … and of all of them in the mean

enum class End { beginning, end };

cv::Point2f as_cv(const Point& p) { return {p.x, p.y}; }
Point as_point(const cv::Point2f& p) { return {p.x, p.y}; }

cv::Point2f direction(const Point& from, const Point& to) {
  const cv::Point2f way = as_cv(to) - as_cv(from);
  const auto length = static_cast<float>(cv::norm(way));
  return length > 0 ? way / length : cv::Point2f(0, 0);
}

// How far one can go from there before the picture ends, in pixels.
float room(const Point& from, const cv::Point2f& way, const cv::Size& size, float most) {
  const auto along = [&](float at, float step, float last) {
    if (step > 0) return (last - at) / step;
    if (step < 0) return at / -step;
    return most;
  };
  const float free = std::min(along(from.x, way.x, static_cast<float>(size.width - 1)),
                              along(from.y, way.y, static_cast<float>(size.height - 1)));
  return std::clamp(free, 0.F, most);
}

// The strip with so many pixels more at one end.
Strip lengthened(const Strip& strip, End end, float more) {
  const auto& [begin, stop, below_stop, below_begin] = strip.corners;
  const cv::Point2f above = direction(begin, stop) * more;
  const cv::Point2f below = direction(below_begin, below_stop) * more;
  if (end == End::end) {
    return {
        {begin, as_point(as_cv(stop) + above), as_point(as_cv(below_stop) + below), below_begin}};
  }
  return {{as_point(as_cv(begin) - above), stop, below_stop, as_point(as_cv(below_begin) - below)}};
}

float room_beyond(const Strip& strip, End end, const cv::Size& size) {
  const auto& [begin, stop, below_stop, below_begin] = strip.corners;
  const float most = kReach * strip.height();
  const cv::Point2f above = direction(begin, stop);
  const cv::Point2f below = direction(below_begin, below_stop);
  if (end == End::end)
    return std::min(room(stop, above, size, most), room(below_stop, below, size, most));
  return std::min(room(begin, -above, size, most), room(below_begin, -below, size, most));
}

// The share of ink in each column of a band; empty where ink and paper are too much alike. What is
// ink is judged by the columns of the line itself.
std::vector<double> ink_of(const cv::Mat& band, const cv::Range& own) {
  cv::Mat grey;
  cv::cvtColor(band, grey, cv::COLOR_BGR2GRAY);
  const cv::Mat line = grey.colRange(own);
  cv::Mat bright;
  const double level = cv::threshold(line, bright, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  const double paper = cv::mean(line, bright)[0];
  const double ink = cv::mean(line, ~bright)[0];
  if (paper - ink < kLeastContrast) return {};
  const bool dark_ink = 2 * cv::countNonZero(bright) > static_cast<int>(bright.total());
  const cv::Mat marked = dark_ink ? grey <= level : grey > level;
  std::vector<double> shares;
  for (int x = 0; x < marked.cols; ++x) {
    shares.push_back(static_cast<double>(cv::countNonZero(marked.col(x))) / marked.rows);
  }
  return shares;
}

// Pixels of the band, from the line's end outwards, up to the last ink that belongs to it. Ink
// without an end is a pattern: 0.
int followed(std::span<const double> outwards) {
  int last = 0;
  for (int x = 0; x < static_cast<int>(outwards.size()); ++x) {
    const double share = outwards[static_cast<std::size_t>(x)];
    const bool stands_alone = x - last > kThin;
    if ((share > kRule && stands_alone) || static_cast<float>(x - last) > kGap * kRows) return last;
    if (share > kSpeck) last = x + 1;
  }
  const bool to_the_edge = static_cast<float>(outwards.size()) < kReach * kRows - 1;
  return to_the_edge ? last : 0;
}

// The strip as far as its ink goes beyond that end; nullopt where it does not.
std::optional<Strip> grown(const cv::Mat& picture, const Strip& strip, End end) {
  const float beyond = room_beyond(strip, end, picture.size());
  const float least = kLeastGain * strip.height();
  if (beyond < least || strip.length() < kLeastLength * strip.height()) return std::nullopt;
  const cv::Mat band =
      cut_out(picture, lengthened(strip, end, beyond), kRows, picture.cols * kRows);
  const int outside =
      static_cast<int>(static_cast<float>(band.cols) * beyond / (strip.length() + beyond));
  if (outside <= 0 || outside >= band.cols) return std::nullopt;
  const bool after = end == End::end;
  const cv::Range own = after ? cv::Range(0, band.cols - outside) : cv::Range(outside, band.cols);
  const std::vector<double> ink = ink_of(band, own);
  if (ink.empty()) return std::nullopt;
  std::vector<double> outwards = after ? std::vector(ink.end() - outside, ink.end())
                                       : std::vector(ink.begin(), ink.begin() + outside);
  if (!after) std::ranges::reverse(outwards);
  const float scale = static_cast<float>(outside) / beyond;
  const float gain = static_cast<float>(followed(outwards)) / scale;
  if (gain < least) return std::nullopt;
  return lengthened(strip, end, std::min(beyond, gain + least));  // with paper around the last one
}

std::u32string without_spaces(std::u32string text) {
  std::erase(text, U' ');
  return text;
}

// The reading between two of its characters.
Reading cut(const Reading& reading, std::size_t from, std::size_t to) {
  const auto part = [&](const std::vector<float>& all, std::size_t last) {
    return std::vector(all.begin() + static_cast<std::ptrdiff_t>(from),
                       all.begin() + static_cast<std::ptrdiff_t>(last));
  };
  return {reading.text.substr(from, to - from), part(reading.confidences, to),
          part(reading.edges, to + 1)};
}

// What the line says but for the letter that its end may have cut through.
std::u32string without_unsure_end(const Reading& reading, End end) {
  const bool after = end == End::end;
  const float last = after ? reading.confidences.back() : reading.confidences.front();
  if (last >= kWholeLetter) return reading.text;
  return after ? reading.text.substr(0, reading.text.size() - 1) : reading.text.substr(1);
}

// From where to where the longer reading says what was read before and what follows it, as long as
// that is sure; nullopt where it says something else, or nothing more.
std::optional<std::pair<std::size_t, std::size_t>> sure_gain(const Reading& before,
                                                             const Reading& longer, End end) {
  const bool after = end == End::end;
  const std::u32string sure = without_unsure_end(before, end);
  const std::size_t at = after ? longer.text.find(sure) : longer.text.rfind(sure);
  if (sure.empty() || at == std::u32string::npos) return std::nullopt;
  std::size_t from = at;
  std::size_t to = at + sure.size();
  std::vector<double> added;  // confidences, from the line outwards
  const auto next = [&] {
    return longer.confidences[after ? to + added.size() : from - 1 - added.size()];
  };
  const std::size_t most = after ? longer.text.size() - to : from;
  while (added.size() < most && next() >= kSureEach) added.push_back(next());
  const auto is_sure = [&] {
    return std::reduce(added.begin(), added.end()) >= kSureAll * static_cast<double>(added.size());
  };
  while (!added.empty() && !is_sure()) added.pop_back();
  after ? to += added.size() : from -= added.size();
  if (to - from <= before.text.size()) return std::nullopt;
  return std::pair(from, to);
}

// What the grown strip has more than the strip.
Strip added_part(const Strip& strip, const Strip& grown, End end) {
  const auto& [begin, stop, below_stop, below_begin] = strip.corners;
  const auto& far = grown.corners;
  if (end == End::end) return {{stop, far[1], far[2], below_stop}};
  return {{far[0], begin, below_begin, far[3]}};
}

// The other lines that stand in the strip, more than with an edge.
std::vector<std::size_t> lines_in(const Strip& strip, std::size_t but,
                                  const std::vector<FoundLine>& lines) {
  std::vector<std::size_t> inside;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == but || lines[i].reading.text.empty()) continue;
    std::vector<cv::Point2f> common;
    const float shared =
        cv::intersectConvexConvex(corners_of(strip), corners_of(lines[i].strip), common);
    if (shared > kEdge * strip.height() * strip.height()) inside.push_back(i);
  }
  return inside;
}

// What another strip says, too, is as sure as the surer of both says, and stands.
void confirm(Reading& reading, std::vector<float>& standing, const Reading& by) {
  const std::size_t at = reading.text.find(by.text);
  if (at == std::u32string::npos) return;
  for (std::size_t i = 0; i < by.text.size(); ++i) {
    reading.confidences[at + i] = std::max(reading.confidences[at + i], by.confidences[i]);
    standing[at + i] = 1;
  }
}

// Takes the longer reading, unless it loses what other lines say there, or says no more than they.
void take(const Strip& strip, Reading longer, End end, std::size_t at,
          std::vector<FoundLine>& lines) {
  const std::vector<std::size_t> taken_in =
      lines_in(added_part(lines[at].strip, strip, end), at, lines);
  std::vector<float> standing = longer.confidences;
  for (const std::size_t i : taken_in) confirm(longer, standing, lines[i].reading);
  const auto part = sure_gain(lines[at].reading, {longer.text, standing, {}}, end);
  if (!part) return;
  Reading gained = cut(longer, part->first, part->second);
  const std::u32string all = without_spaces(gained.text);
  std::size_t known = without_spaces(lines[at].reading.text).size();
  for (const std::size_t i : taken_in) {
    const std::u32string text = without_spaces(lines[i].reading.text);
    if (all.find(text) == std::u32string::npos) return;
    known += text.size();
  }
  if (all.size() <= known) return;
  lines[at].strip = strip;
  lines[at].reading = std::move(gained);
  for (const std::size_t i : taken_in) lines[i].reading = {};
}

}  // namespace

Result<void> follow_beyond_ends(TextEngine& engine, const core::Picture& picture,
                                std::vector<FoundLine>& lines) {
  const cv::Mat pixels = as_bgr(picture);
  for (const End end : {End::end, End::beginning}) {
    std::vector<std::size_t> which;
    std::vector<Strip> strips;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].reading.text.empty()) continue;
      if (const auto longer = grown(pixels, lines[i].strip, end)) {
        which.push_back(i);
        strips.push_back(*longer);
      }
    }
    auto readings = engine.recognise(picture, strips);
    if (!readings) return core::fail(readings.error());
    for (std::size_t k = 0; k < which.size(); ++k) {
      if (lines[which[k]].reading.text.empty()) continue;  // another took it in
      take(strips[k], std::move((*readings)[k]), end, which[k], lines);
    }
  }
  std::erase_if(lines, [](const FoundLine& line) { return line.reading.text.empty(); });
  return {};
}

}  // namespace jianzhen::ocr
