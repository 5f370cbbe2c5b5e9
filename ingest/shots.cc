#include "ingest/shots.h"

#include <algorithm>
#include <cstdlib>

namespace jianzhen::ingest {
namespace {

// A cell is some 20×20 pixels of a full-HD frame; noise of a codec stays below this.
constexpr int kVisible = 18;
constexpr double kCut = 0.25;           // histogram distance between two scenes
constexpr double kOtherPicture = 0.35;  // changed cells, where both scenes have the same greys
constexpr double kNewWords = 0.006;     // changed cells on a slide: one line of text
constexpr double kStill = 0.004;        // changed cells between frames of a slide at rest
constexpr double kSettling = 0.6;       // seconds in which a fade ends
// Scenes without a cut (a tracking shot, a scrolling screen) are looked at this often, if they
// changed at all.
constexpr double kLongestShot = 20;

std::array<int, 16> histogram_of(const Thumbnail& frame) {
  std::array<int, 16> bins{};
  for (const std::uint8_t value : frame.grey) ++bins[value / 16];
  return bins;
}

}  // namespace

bool Thumbnail::is_blank() const {
  const auto [low, high] = std::ranges::minmax(grey);
  return high - low < kVisible;
}

double changed_share(const Thumbnail& a, const Thumbnail& b) {
  int changed = 0;
  for (std::size_t i = 0; i < a.grey.size(); ++i) {
    if (std::abs(a.grey[i] - b.grey[i]) > kVisible) ++changed;
  }
  return static_cast<double>(changed) / static_cast<double>(a.grey.size());
}

double histogram_distance(const Thumbnail& a, const Thumbnail& b) {
  const auto one = histogram_of(a);
  const auto other = histogram_of(b);
  int sum = 0;
  for (std::size_t i = 0; i < one.size(); ++i) sum += std::abs(one[i] - other[i]);
  return static_cast<double>(sum) / (2.0 * static_cast<double>(a.grey.size()));
}

ShotDetector::Step ShotDetector::next(const Thumbnail& frame, double time) {
  const bool first = !any_;
  const double changed = changed_share(frame, shown_);
  const bool cut = histogram_distance(frame, shown_) > kCut || changed > kOtherPicture;
  const bool at_rest = changed_share(frame, previous_) < kStill;
  const bool more_words = at_rest && changed > kNewWords;
  const bool long_ago = time - noticed_ > kLongestShot && changed > kNewWords;
  const bool settling = time - noticed_ < kSettling;
  if (!at_rest) disturbed_ = was_at_rest_ ? time : disturbed_;
  was_at_rest_ = at_rest;
  any_ = true;
  previous_ = frame;
  if (first || (!settling && (cut || more_words || long_ago))) {
    shown_ = frame;
    begun_ = more_words && !first ? std::max(disturbed_, noticed_) : time;
    noticed_ = time;
    return Step::begins;
  }
  if (settling) {
    shown_ = frame;
    return Step::settled;
  }
  return Step::same;
}

bool ShotChooser::takes(const Thumbnail& shot, double time) {
  constexpr std::size_t kMemory = 40;
  constexpr double kMinute = 60;
  if (shot.is_blank()) return false;
  const auto known = [&](const Thumbnail& seen) { return changed_share(seen, shot) < kStill; };
  if (std::ranges::any_of(lately_, known)) return false;
  while (!times_.empty() && time - times_.front() >= kMinute) times_.pop_front();
  if (static_cast<int>(times_.size()) >= per_minute_) {
    left_out_ = true;
    return false;
  }
  times_.push_back(time);
  lately_.push_back(shot);
  if (lately_.size() > kMemory) lately_.pop_front();
  return true;
}

}  // namespace jianzhen::ingest
