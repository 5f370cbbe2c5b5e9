#include "ocr/lines.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/text.h"
#include "ocr/line_ends.h"
#include "ocr/red_ink.h"

namespace jianzhen::ocr {
namespace {

using core::Result;

constexpr double kLeastConfidence = 0.5;  // below, a line is noise: texture, a stroke of a pen
constexpr double kRedLine = 0.01;         // share of red from which a line is read again
constexpr float kGuess = 0.3F;            // a Han character less sure than that is guessed
constexpr float kSure = 0.8F;             // … and below this it may as well be another character
constexpr double kMiddleInk = 0.5;        // ink from the middle of its shades on becomes paper
constexpr double kDarkInk = 0.75;         // … from the palest quarter on
constexpr double kSureLine = 0.98;        // a line that need not be read a second time
constexpr double kSameLine = 0.4;         // of the smaller one's area
constexpr double kKnown = 0.3;            // of the smaller one's area
constexpr double kLonger = 1.1;           // a line of which the ink hid a part is that much longer

cv::Rect2f around(const Strip& strip) { return cv::boundingRect(corners_of(strip)); }

cv::Rect pixels_of(const Strip& strip, const cv::Mat& picture) {
  return cv::Rect(around(strip)) & cv::Rect(0, 0, picture.cols, picture.rows);
}

bool touches_red(const Strip& strip, const cv::Mat& red) {
  const cv::Rect rect = pixels_of(strip, red);
  return !rect.empty() && red_share(red(rect)) > kRedLine;
}

bool overlap(const Strip& a, const Strip& b) {
  const auto ca = corners_of(a);
  const auto cb = corners_of(b);
  std::vector<cv::Point2f> common;
  const double shared = cv::intersectConvexConvex(ca, cb, common);
  return shared > kSameLine * std::min(cv::contourArea(ca), cv::contourArea(cb));
}

// With the ink on it, a line may have been found up to the ink only.
bool is_part_of(const Strip& part, const Strip& line) {
  const Point& from = part.corners[0];
  const Point& to = part.corners[2];
  const cv::Point2f middle((from.x + to.x) / 2, (from.y + to.y) / 2);
  return line.length() > kLonger * part.length() &&
         cv::pointPolygonTest(corners_of(line), middle, false) >= 0;
}

// What has to be looked at again: the lines that red ink touches, and the seals.
cv::Rect red_region(const std::vector<Strip>& touched, const std::vector<FoundSeal>& seals,
                    const cv::Mat& red) {
  cv::Rect region;
  for (const Strip& strip : touched) region |= pixels_of(strip, red);
  for (const FoundSeal& seal : seals) {
    const Ring& r = seal.ring;
    region |= cv::Rect(static_cast<int>(r.x - r.radius_x), static_cast<int>(r.y - r.radius_y),
                       static_cast<int>(2 * r.radius_x), static_cast<int>(2 * r.radius_y));
  }
  if (region.empty()) return {};
  const int margin = 20;  // the detector wants paper around a line
  return (region + cv::Size(2 * margin, 2 * margin) - cv::Point(margin, margin)) &
         cv::Rect(0, 0, red.cols, red.rows);
}

// The lines in a part of a picture, in the coordinates of the whole.
Result<std::vector<Strip>> find_in(TextEngine& engine, const cv::Mat& picture,
                                   const cv::Rect& part) {
  auto strips = engine.find(as_picture(picture(part)));
  if (!strips) return strips;
  for (Strip& strip : *strips) {
    for (Point& p : strip.corners) {
      p.x += static_cast<float>(part.x);
      p.y += static_cast<float>(part.y);
    }
  }
  return strips;
}

void leave_known_out(std::vector<Strip>& strips, std::span<const core::Line> known,
                     const cv::Size& page) {
  std::erase_if(strips, [&](const Strip& strip) {
    const cv::Rect2d rect = around(strip);
    return is_known({rect.x / page.width, rect.y / page.height, (rect.x + rect.width) / page.width,
                     (rect.y + rect.height) / page.height},
                    known);
  });
}

bool is_sure(const Reading& reading) { return reading.confidence() >= kSureLine; }

// Where taking the red ink out left doubt, the words are read in another picture of the page as
// well: with the ink on it, or with less of it taken out. The surer reading counts.
Result<void> reread_doubtful(TextEngine& engine, const core::Picture& picture,
                             const std::vector<Strip>& strips, std::vector<Reading>& readings) {
  std::vector<std::size_t> doubtful;
  std::vector<Strip> asked;
  for (std::size_t i = 0; i < strips.size(); ++i) {
    if (is_sure(readings[i])) continue;
    doubtful.push_back(i);
    asked.push_back(strips[i]);
  }
  auto again = engine.recognise(picture, asked);
  if (!again) return core::fail(again.error());
  for (std::size_t k = 0; k < doubtful.size(); ++k) {
    Reading& reading = readings[doubtful[k]];
    if ((*again)[k].confidence() > reading.confidence()) reading = std::move((*again)[k]);
  }
  return {};
}

bool keeps(const Reading& reading) {
  return !reading.text.empty() && reading.confidence() >= kLeastConfidence;
}

// Takes the parts of a whole line out, unless they say more, or as much and more surely.
bool outdoes_its_parts(const FoundLine& whole, std::vector<FoundLine>& lines) {
  std::size_t letters = 0;
  double sureness = 0;
  for (const FoundLine& line : lines) {
    if (!is_part_of(line.strip, whole.strip)) continue;
    letters += line.reading.text.size();
    sureness = std::max(sureness, line.reading.confidence());
  }
  const std::size_t more = whole.reading.text.size();
  if (more < letters || (more == letters && whole.reading.confidence() < sureness)) return false;
  std::erase_if(lines, [&](const FoundLine& line) { return is_part_of(line.strip, whole.strip); });
  return true;
}

// A line that only the red ink makes is a seal's, or a red letterhead.
bool is_of_a_seal(const Strip& strip, const std::vector<FoundSeal>& seals) {
  return std::any_of(seals.begin(), seals.end(),
                     [&](const FoundSeal& seal) { return seal.red && inside(strip, seal.ring); });
}

// Beside known lines there is little to follow, and it would lead into them.
Result<std::vector<FoundLine>> with_ends(TextEngine& engine, const core::Picture& picture,
                                         std::vector<FoundLine> lines,
                                         std::span<const core::Line> known) {
  if (!known.empty()) return lines;
  if (auto followed = follow_beyond_ends(engine, picture, lines); !followed) {
    return core::fail(followed.error());
  }
  return lines;
}

}  // namespace

bool is_known(const core::Box& box, std::span<const core::Line> known) {
  return std::ranges::any_of(known, [&](const core::Line& line) {
    return core::intersected(box, line.box).area() > kKnown * std::min(box.area(), line.box.area());
  });
}

Result<std::vector<FoundLine>> read_lines(TextEngine& engine, const core::Picture& picture,
                                          std::vector<Strip> strips, const cv::Mat& red,
                                          const std::vector<FoundSeal>& seals,
                                          std::span<const core::Line> known) {
  leave_known_out(strips, known, red.size());
  std::vector<FoundLine> lines;
  const auto touched = std::stable_partition(
      strips.begin(), strips.end(), [&](const Strip& strip) { return !touches_red(strip, red); });
  const std::vector<Strip> inked(touched, strips.end());
  strips.erase(touched, strips.end());
  auto plain = engine.recognise(picture, strips);
  if (!plain) return core::fail(plain.error());
  for (std::size_t i = 0; i < strips.size(); ++i) {
    if (keeps((*plain)[i])) lines.push_back({strips[i], std::move((*plain)[i])});
  }
  const cv::Rect region = red_region(inked, seals, red);
  if (region.empty()) return with_ends(engine, picture, std::move(lines), known);

  const cv::Mat cleaned = without_red(as_bgr(picture), red, kMiddleInk);
  auto under = find_in(engine, cleaned, region);
  if (!under) return core::fail(under.error());
  leave_known_out(*under, known, red.size());
  std::erase_if(*under, [&](const Strip& strip) {  // was read above
    return std::any_of(strips.begin(), strips.end(),
                       [&](const Strip& s) { return overlap(s, strip) && !is_part_of(s, strip); });
  });
  const core::Picture cleaned_picture = as_picture(cleaned);
  auto readings = engine.recognise(cleaned_picture, *under);
  if (!readings) return core::fail(readings.error());
  if (auto read = reread_doubtful(engine, picture, *under, *readings); !read)
    return core::fail(read.error());
  if (!std::ranges::all_of(*readings, is_sure)) {
    const core::Picture darker = as_picture(without_red(as_bgr(picture), red, kDarkInk));
    if (auto read = reread_doubtful(engine, darker, *under, *readings); !read)
      return core::fail(read.error());
  }
  for (std::size_t i = 0; i < under->size(); ++i) {
    FoundLine line{(*under)[i], std::move((*readings)[i]), touches_red((*under)[i], red)};
    if (keeps(line.reading) && outdoes_its_parts(line, lines)) lines.push_back(std::move(line));
  }
  // What is left was seen with the red ink only.
  std::vector<Strip> red_only;
  for (const Strip& strip : inked) {
    if (std::none_of(under->begin(), under->end(),
                     [&](const Strip& s) { return overlap(s, strip); })) {
      red_only.push_back(strip);
    }
  }
  const auto red_words = engine.recognise(picture, red_only);
  if (!red_words) return core::fail(red_words.error());
  for (std::size_t i = 0; i < red_only.size(); ++i) {
    if (is_of_a_seal(red_only[i], seals) || !keeps((*red_words)[i])) continue;
    lines.push_back({red_only[i], (*red_words)[i]});
  }
  return with_ends(engine, cleaned_picture, std::move(lines), known);
}

namespace {

// A strip reaches past its words at both ends.
Strip written_part(const FoundLine& found) {
  const auto& edges = found.reading.edges;
  if (edges.empty()) return found.strip;
  const auto between = [](const Point& a, const Point& b, float at) {
    return Point{a.x + at * (b.x - a.x), a.y + at * (b.y - a.y)};
  };
  const auto& [begin, end, below_end, below_begin] = found.strip.corners;
  return {{between(begin, end, edges.front()), between(begin, end, edges.back()),
           between(below_begin, below_end, edges.back()),
           between(below_begin, below_end, edges.front())}};
}

// A character that the best path lost is a guess: whose name it stands in, a person decides.
bool has_a_guess(const Reading& reading) {
  for (std::size_t i = 0; i < reading.text.size(); ++i) {
    if (core::is_han(reading.text[i]) && reading.confidences[i] < kGuess) return true;
  }
  return false;
}

// Chinese is printed without spaces: a gap where ink was taken off is a character that went with
// it, and what stands beside it may be the rest of one.
std::vector<bool> beside_gaps(const FoundLine& found) {
  const std::u32string& text = found.reading.text;
  std::vector<bool> beside(text.size());
  for (std::size_t i = 1; found.under_ink && i + 1 < text.size(); ++i) {
    if (text[i] == U' ' && core::is_han(text[i - 1]) && core::is_han(text[i + 1])) {
      beside[i - 1] = beside[i] = beside[i + 1] = true;
    }
  }
  return beside;
}

}  // namespace

core::Line line_of(const FoundLine& found, int width, int height) {
  core::Line line;
  line.text = core::to_utf8(found.reading.text);
  line.confidence = found.reading.confidence();
  const std::vector<bool> beside_gap = beside_gaps(found);
  line.doubtful =
      has_a_guess(found.reading) || std::ranges::find(beside_gap, true) != beside_gap.end();
  for (std::size_t i = 0; i < found.reading.confidences.size(); ++i) {
    if (found.reading.confidences[i] < kSure || beside_gap[i])
      line.unsure.push_back(static_cast<std::uint32_t>(i));
  }
  const cv::Rect2f rect = around(written_part(found));
  const double w = width;
  const double h = height;
  line.box = core::clamped(
      {rect.x / w, rect.y / h, (rect.x + rect.width) / w, (rect.y + rect.height) / h});
  const Point& from = found.strip.corners[0];
  const Point& to = found.strip.corners[1];
  line.vertical = std::abs(to.y - from.y) > std::abs(to.x - from.x);
  for (const float edge : found.reading.edges) {
    const float at = line.vertical ? (from.y + edge * (to.y - from.y)) / static_cast<float>(height)
                                   : (from.x + edge * (to.x - from.x)) / static_cast<float>(width);
    line.edges.push_back(std::clamp(at, 0.F, 1.F));
  }
  return line;
}

}  // namespace jianzhen::ocr
