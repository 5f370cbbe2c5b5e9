#include "ocr/seals.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <set>

#include "core/text.h"
#include "ocr/red_ink.h"

namespace jianzhen::ocr {
namespace {

constexpr double kRedDrawn = 0.45;   // share of a red ring that must be there
constexpr double kGreyDrawn = 0.6;   // of a grey one: print makes circles by chance
constexpr double kRedPage = 0.0003;  // share of red from which seals are looked for in red
constexpr int kLetter = 48;          // height of the unwrapped words, pixels
constexpr float kSureLetter = 0.6F;  // letters less sure are dropped at both ends
constexpr double kSureGrey = 0.75;   // confidence that makes a grey circle a seal
constexpr std::size_t kFewestLetters = 4;
constexpr double kInner = 0.62;  // of the radius: inside the words of the ring
constexpr double kGapX = 0.52;
constexpr double kGapY = 0.68;
constexpr double kInnerRadius = 200;      // pixels a seal is enlarged to
constexpr std::size_t kFewestInside = 3;  // 财务章
constexpr double kSureInside = 0.8;
constexpr double kNumberFrom = 145 * std::numbers::pi / 180;  // at the bottom, left to right
constexpr double kNumberSweep = -110 * std::numbers::pi / 180;
constexpr double kNumberInk = 12;  // mean of 255 from which there may be one
constexpr std::size_t kDigits = 13;
constexpr double kInksApart = 0.25;  // of the way from print to paper: the seal's ink is another

// An unwrapped stretch is one line of words.
core::Result<Reading> read_line(TextEngine& engine, const cv::Mat& line) {
  const auto width = static_cast<float>(line.cols);
  const Strip whole{{{{0, 0}, {width, 0}, {width, kLetter}, {0, kLetter}}}};
  auto readings = engine.recognise(as_picture(line), std::span(&whole, 1));
  if (!readings) return core::fail(readings.error());
  return std::move(readings->front());
}

// Where the words of a ring may stand, as shares of its radius.
struct Band {
  double inner;
  double outer;
};
constexpr std::array<Band, 3> kBands = {{{0.60, 0.95}, {0.54, 0.90}, {0.66, 0.97}}};
constexpr std::array<Band, 4> kNumberBands = {
    {{0.84, 0.97}, {0.82, 0.95}, {0.86, 0.99}, {0.78, 0.94}}};

// A stretch of the ring as a line, from one angle to another: clockwise with the heads of its
// letters outwards; the other way round, as numbers stand at the bottom, with their feet outwards.
cv::Mat unwrapped(const cv::Mat& picture, const Ring& ring, const Band& band, double start,
                  double sweep = 2 * std::numbers::pi) {
  const double middle = (band.inner + band.outer) / 2;
  const double depth = band.outer - band.inner;
  const int width = static_cast<int>(kLetter * std::abs(sweep) * middle / depth);
  cv::Mat from_x(kLetter, width, CV_32F);
  cv::Mat from_y(kLetter, width, CV_32F);
  for (int v = 0; v < kLetter; ++v) {
    const double down = depth * (v + 0.5) / kLetter;
    const double share = sweep > 0 ? band.outer - down : band.inner + down;
    for (int u = 0; u < width; ++u) {
      const double angle = start + sweep * u / width;
      from_x.at<float>(v, u) = static_cast<float>(ring.x + ring.radius_x * share * std::cos(angle));
      from_y.at<float>(v, u) = static_cast<float>(ring.y + ring.radius_y * share * std::sin(angle));
    }
  }
  cv::Mat line;
  cv::remap(picture, line, from_x, from_y, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  return line;
}

// The angle in the middle of the widest stretch of the ring without letters: usually the bottom.
double gap_of(const cv::Mat& ink, const Ring& ring) {
  constexpr double kBottom = std::numbers::pi / 2;
  const cv::Mat line = unwrapped(ink, ring, {0.66, 0.88}, kBottom);
  cv::Mat columns;
  cv::reduce(line, columns, 0, cv::REDUCE_AVG, CV_32F);
  const int n = columns.cols;
  int best_length = 0;
  int best_end = 0;
  int length = 0;
  for (int i = 0; i < 2 * n; ++i) {  // twice round: the gap may lie across the seam
    length = columns.at<float>(i % n) < 10 ? length + 1 : 0;
    if (length > best_length && length <= n) {
      best_length = length;
      best_end = i;
    }
  }
  if (best_length < n / 40) return kBottom;
  return kBottom + 2 * std::numbers::pi * (best_end - best_length / 2.0) / n;
}

bool closes(char32_t bracket) { return bracket == U'）' || bracket == U')'; }

// What the recogniser made of ring, star and number at both ends is not the unit's name.
Reading trimmed(Reading reading) {
  std::size_t first = 0;
  std::size_t last = reading.text.size();
  const auto sure = [&](std::size_t i) { return reading.confidences[i] >= kSureLetter; };
  const auto begins_a_name = [&](std::size_t i) {
    return core::is_han(reading.text[i]) && sure(i);
  };
  const auto ends_a_name = [&](std::size_t i) {
    return (core::is_han(reading.text[i]) || closes(reading.text[i])) && sure(i);
  };
  while (first < last && !begins_a_name(first)) ++first;
  while (last > first && !ends_a_name(last - 1)) --last;
  Reading kept;
  for (std::size_t i = first; i < last; ++i) {
    if (reading.text[i] == U' ') continue;
    kept.text.push_back(reading.text[i]);
    kept.confidences.push_back(reading.confidences[i]);
  }
  return kept;
}

// Sure readings win, and longer ones among equally sure.
double worth(const Reading& reading) {
  return reading.confidence() * reading.confidence() *
         std::sqrt(static_cast<double>(std::min<std::size_t>(reading.text.size(), 24)));
}

// Red ink alone, dark on white: print under a seal is gone.
cv::Mat red_alone(const cv::Mat& picture) {
  cv::Mat alone(picture.size(), CV_8UC3);
  for (int y = 0; y < picture.rows; ++y) {
    const auto* from = picture.ptr<cv::Vec3b>(y);
    auto* to = alone.ptr<cv::Vec3b>(y);
    for (int x = 0; x < picture.cols; ++x) {
      const int redness = from[x][2] - std::min(from[x][0], from[x][1]);
      const auto value = static_cast<std::uint8_t>(std::clamp(255 - 2 * redness, 0, 255));
      to[x] = {value, value, value};
    }
  }
  return alone;
}

// In a grey copy the red of a seal is lighter than print. Without the print, where the two can be
// told apart; `ring` is drawn in the seal's ink.
std::optional<cv::Mat> light_ink_alone(const cv::Mat& picture, const cv::Mat& ink,
                                       const Ring& ring) {
  cv::Mat grey;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  cv::Mat outline(grey.size(), CV_8U, cv::Scalar(0));
  cv::ellipse(outline, cv::Point(cv::Point2d(ring.x, ring.y)),
              cv::Size(cv::Size2d(ring.radius_x, ring.radius_y)), 0, 0, 360, cv::Scalar(255), 3);
  const int seal = quantile(grey, outline & ink, 0.5);
  const int print = quantile(grey, ink, 0.03);
  const int paper = quantile(grey, ~ink, 0.5);
  if (seal - print < kInksApart * (paper - print)) return std::nullopt;
  const int between = (seal + print) / 2;
  cv::Mat dark = grey < between;
  cv::dilate(dark, dark, cv::Mat());
  cv::Mat alone = picture.clone();
  alone.setTo(cv::Scalar::all(paper), dark);
  return alone;
}

cv::Mat dark_ink(const cv::Mat& picture) {
  cv::Mat grey;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  cv::Mat ink;
  cv::adaptiveThreshold(grey, ink, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY_INV, 31, 20);
  return ink;
}

cv::Rect around(const Ring& ring, const cv::Mat& picture) {
  const double reach_x = 1.05 * ring.radius_x + 2;
  const double reach_y = 1.05 * ring.radius_y + 2;
  return cv::Rect(cv::Point(cv::Point2d(ring.x - reach_x, ring.y - reach_y)),
                  cv::Point(cv::Point2d(ring.x + reach_x, ring.y + reach_y))) &
         cv::Rect(0, 0, picture.cols, picture.rows);
}

template <typename Key, typename Weight>
auto heaviest(const std::map<Key, Weight>& weights) {
  return std::ranges::max_element(weights, {}, &std::pair<const Key, Weight>::second);
}

// Letter by letter, what most of the readings say: those of the length that has most behind it.
Reading agreed(std::vector<Reading> readings) {
  std::map<std::size_t, double> behind;
  for (const Reading& one : readings) behind[one.text.size()] += worth(one);
  if (behind.empty()) return {};
  const std::size_t length = heaviest(behind)->first;
  std::erase_if(readings, [&](const Reading& one) { return one.text.size() != length; });
  Reading best = readings.front();
  for (std::size_t i = 0; i < best.text.size(); ++i) {
    std::map<char32_t, float> votes;
    for (const Reading& one : readings) votes[one.text[i]] += one.confidences[i];
    const auto chosen = heaviest(votes);
    best.text[i] = chosen->first;
    best.confidences[i] = chosen->second / static_cast<float>(readings.size());
  }
  return best;
}

struct RingWords {
  Reading words;
  double surest = 0;  // confidence of the surest of the readings that voted
};

core::Result<RingWords> read_ring(TextEngine& engine, std::span<const cv::Mat> sources,
                                  const cv::Mat& ink, const Ring& ring) {
  // Small seals are enlarged by the unwrapping itself.
  const double start = gap_of(ink, ring);
  std::vector<Reading> readings;
  for (const Band& band : kBands) {
    for (const cv::Mat& source : sources) {
      auto reading = read_line(engine, unwrapped(source, ring, band, start));
      if (!reading) return core::fail(reading.error());
      Reading kept = trimmed(std::move(*reading));
      if (!kept.text.empty()) readings.push_back(std::move(kept));
    }
    // A circle without a letter is no seal with a name.
    if (readings.empty()) break;
  }
  RingWords ring_words;
  for (const Reading& one : readings) {
    ring_words.surest = std::max(ring_words.surest, one.confidence());
  }
  ring_words.words = agreed(std::move(readings));
  return ring_words;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

// The number under which the seal is registered: 13 digits as public security organs give
// them. Empty where no two cuts of the ring read the same.
core::Result<std::string> read_number(TextEngine& engine, const cv::Mat& picture,
                                      const cv::Mat& ink, const Ring& ring) {
  // A name that reaches round to the bottom leaves less than the middle half free.
  const cv::Mat marks = unwrapped(ink, ring, {0.84, 0.93}, kNumberFrom, kNumberSweep);
  if (cv::mean(marks.colRange(marks.cols / 4, 3 * marks.cols / 4))[0] < kNumberInk)
    return std::string();
  std::set<std::string> read;
  for (const Band& band : kNumberBands) {
    const auto reading =
        read_line(engine, unwrapped(picture, ring, band, kNumberFrom, kNumberSweep));
    if (!reading) return core::fail(reading.error());
    std::string digits;
    for (const char32_t c : reading->text) {
      if (is_digit(c)) digits += static_cast<char>(c);
    }
    if (digits.size() == kDigits && !read.insert(digits).second) return digits;
  }
  return std::string();
}

// Where another seal lies across this one, the letters of both are one: nobody can tell them apart,
// and what looks like a letter there is none. Paper stands there instead. Returns the share of the
// ring that is left.
double without_others(const cv::Mat& ink, const Ring& ring, std::span<const Ring> others,
                      cv::Mat& picture) {
  constexpr double kOutline = 1.05;  // of the radius: the other's ring is drawn that far out
  constexpr int kSamples = 360;
  cv::Mat covered(picture.size(), CV_8U, cv::Scalar(0));
  for (const Ring& other : others) {
    cv::ellipse(covered, cv::Point(cv::Point2d(other.x, other.y)),
                cv::Size(cv::Size2d(kOutline * other.radius_x, kOutline * other.radius_y)), 0, 0,
                360, cv::Scalar(255), cv::FILLED);
  }
  picture.setTo(cv::mean(picture, ~(ink | covered)), covered);
  int left = 0;
  for (int k = 0; k < kSamples; ++k) {
    const double angle = 2 * std::numbers::pi * k / kSamples;
    constexpr double kLetters = 0.78;  // of the radius: through the middle of the words
    const cv::Point at(cv::Point2d(ring.x + kLetters * ring.radius_x * std::cos(angle),
                                   ring.y + kLetters * ring.radius_y * std::sin(angle)));
    left += cv::Rect(0, 0, covered.cols, covered.rows).contains(at) &&
            covered.at<std::uint8_t>(at) == 0;
  }
  return static_cast<double>(left) / kSamples;
}

// Two seals that were pressed one over the other; a circle that a star or letters draw within a
// seal is smaller, or nearer to its middle.
bool lie_across(const Ring& a, const Ring& b) {
  constexpr double kLikeSizes = 0.6;
  constexpr double kApart = 0.4;  // of the sum of the radii
  const double apart =
      std::hypot((a.x - b.x) / (a.radius_x + b.radius_x), (a.y - b.y) / (a.radius_y + b.radius_y));
  return std::min(a.radius_x, b.radius_x) > kLikeSizes * std::max(a.radius_x, b.radius_x) &&
         apart > kApart && apart < 1;
}

// What stands straight inside the ring: what the seal is for (合同专用章), line by line.
// Print that cannot be taken out (`among_print`) stands there as well: only what calls itself a
// seal is taken.
core::Result<Reading> read_inside(TextEngine& engine, const cv::Mat& picture, const Ring& ring,
                                  bool among_print) {
  const double scale = kInnerRadius / std::max(ring.radius_x, ring.radius_y);
  cv::Mat inner = picture.clone();
  cv::Mat outside(picture.size(), CV_8U, cv::Scalar(255));
  cv::ellipse(outside, cv::Point(cv::Point2d(ring.x, ring.y)),
              cv::Size(cv::Size2d(kInner * ring.radius_x, kInner * ring.radius_y)), 0, 0, 360,
              cv::Scalar(0), cv::FILLED);
  // Below, in the gap of the ring, the line may reach further out.
  cv::rectangle(
      outside, cv::Point(cv::Point2d(ring.x - kGapX * ring.radius_x, ring.y)),
      cv::Point(cv::Point2d(ring.x + kGapX * ring.radius_x, ring.y + kGapY * ring.radius_y)),
      cv::Scalar(0), cv::FILLED);
  inner.setTo(cv::Scalar::all(255), outside);
  cv::resize(inner, inner, {}, scale, scale, cv::INTER_CUBIC);
  const core::Picture enlarged = as_picture(inner);
  auto strips = engine.find(enlarged);
  if (!strips) return core::fail(strips.error());
  std::sort(strips->begin(), strips->end(),
            [](const Strip& a, const Strip& b) { return a.corners[0].y < b.corners[0].y; });
  auto readings = engine.recognise(enlarged, *strips);
  if (!readings) return core::fail(readings.error());
  Reading words;
  for (Reading& line : *readings) {
    const Reading kept = trimmed(std::move(line));
    if (kept.text.size() < kFewestInside || kept.confidence() < kSureInside) continue;
    if (among_print && !kept.text.ends_with(U'章')) continue;
    words.text += kept.text;
    words.confidences.insert(words.confidences.end(), kept.confidences.begin(),
                             kept.confidences.end());
  }
  return words;
}

// A circle without a name around a point of a seal with one: its letters and star drew it.
void drop_parts(std::vector<FoundSeal>& seals) {
  std::vector<Ring> named;
  for (const FoundSeal& seal : seals) {
    if (!seal.seal.text.empty()) named.push_back(seal.ring);
  }
  std::erase_if(seals, [&](const FoundSeal& seal) {
    return seal.seal.text.empty() && std::ranges::any_of(named, [&](const Ring& ring) {
             return std::hypot((seal.ring.x - ring.x) / ring.radius_x,
                               (seal.ring.y - ring.y) / ring.radius_y) < 1;
           });
  });
}

// What one ring says, where it is a seal; `others` lie across it.
core::Result<std::optional<FoundSeal>> read_seal(TextEngine& engine, const cv::Mat& pixels,
                                                 const cv::Mat& ink, const Ring& ring, bool red,
                                                 std::span<const Ring> others) {
  const cv::Rect rect = around(ring, pixels);
  const auto within = [&](Ring on_page) {
    on_page.x -= rect.x;
    on_page.y -= rect.y;
    return on_page;
  };
  const Ring local = within(ring);
  std::vector<cv::Mat> sources = {pixels(rect)};
  double left = 1;
  if (!others.empty()) {
    std::vector<Ring> across(others.size());
    std::ranges::transform(others, across.begin(), within);
    sources.front() = sources.front().clone();
    left = without_others(ink(rect), local, across, sources.front());
  }
  if (red) {
    sources.push_back(red_alone(sources.front()));
  } else if (auto alone = light_ink_alone(sources.front(), ink(rect), local)) {
    sources.push_back(std::move(*alone));
  }
  const auto reading = read_ring(engine, sources, ink(rect), local);
  if (!reading) return core::fail(reading.error());
  const bool named = reading->words.text.size() >= kFewestLetters;
  if (!red && (!named || reading->surest < kSureGrey)) return std::nullopt;
  FoundSeal seal{{}, ring, red};
  if (named) {
    const auto words = read_inside(engine, sources.back(), local, !red);
    if (!words) return core::fail(words.error());
    seal.seal.text = core::to_utf8(reading->words.text + words->text);
    auto number = read_number(engine, sources.back(), ink(rect), local);
    if (!number) return core::fail(number.error());
    seal.seal.number = std::move(*number);
  }
  seal.seal.confidence = named ? left * reading->words.confidence() : 0;
  seal.seal.box = core::clamped({static_cast<double>(rect.x) / pixels.cols,
                                 static_cast<double>(rect.y) / pixels.rows,
                                 static_cast<double>(rect.br().x) / pixels.cols,
                                 static_cast<double>(rect.br().y) / pixels.rows});
  return seal;
}

}  // namespace

core::Result<std::vector<FoundSeal>> find_seals(TextEngine& engine, const core::Picture& picture,
                                                const cv::Mat& red_ink) {
  const cv::Mat pixels = as_bgr(picture);
  const bool red = red_share(red_ink) > kRedPage;
  const cv::Mat ink = red ? red_ink : dark_ink(pixels);
  std::vector<FoundSeal> seals;
  for (const Ring& ring : find_rings(ink, red ? kRedDrawn : kGreyDrawn, !red)) {
    auto seal = read_seal(engine, pixels, ink, ring, red, {});
    if (!seal) return core::fail(seal.error());
    if (*seal) seals.push_back(std::move(**seal));
  }
  drop_parts(seals);
  const std::vector<FoundSeal> all = seals;
  for (FoundSeal& seal : seals) {
    std::vector<Ring> others;
    for (const FoundSeal& other : all) {
      if (!other.seal.text.empty() && lie_across(seal.ring, other.ring))
        others.push_back(other.ring);
    }
    if (others.empty() || seal.seal.text.empty()) continue;
    auto again = read_seal(engine, pixels, ink, seal.ring, red, others);
    if (!again) return core::fail(again.error());
    if (*again) seal = std::move(**again);
  }
  std::sort(seals.begin(), seals.end(), [](const FoundSeal& a, const FoundSeal& b) {
    return a.ring.y + a.ring.x < b.ring.y + b.ring.x;
  });
  return seals;
}

bool inside(const Strip& strip, const Ring& ring) {
  double x = 0;
  double y = 0;
  for (const Point& p : strip.corners) {
    x += p.x / 4;
    y += p.y / 4;
  }
  return std::hypot((x - ring.x) / ring.radius_x, (y - ring.y) / ring.radius_y) < 1;
}

}  // namespace jianzhen::ocr
