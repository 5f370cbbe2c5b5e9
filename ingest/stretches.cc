#include "ingest/stretches.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace jianzhen::ingest {
namespace {

using Stretch = core::Video::Stretch;

constexpr std::size_t kMost = 1000;  // of one kind: nobody reads more

// Black in limited range is 16; a codec's noise stays within a few levels of it.
constexpr int kBlack = 32;

bool is_black(const Thumbnail& frame) { return std::ranges::max(frame.grey) <= kBlack; }

// Not one cell of the thumbnail has moved by more than the rounding of a re-coded still. A talk's
// picture always moves; a slide stands still, too: what it means a person must say.
bool is_same(const Thumbnail& a, const Thumbnail& b) {
  constexpr int kRounding = 2;
  for (std::size_t i = 0; i < a.grey.size(); ++i) {
    if (std::abs(a.grey[i] - b.grey[i]) > kRounding) return false;
  }
  return true;
}

}  // namespace

void StretchFinder::at(double time, bool holds) {
  if (holds && !since_) since_ = time;
  if (!holds) close(time);
}

void StretchFinder::close(double until) {
  if (since_ && until - *since_ >= at_least_ && found_.size() < kMost) {
    found_.push_back({kind_, *since_, until});
  }
  since_.reset();
}

std::vector<Stretch> StretchFinder::ended(double end) {
  close(end);
  return std::move(found_);
}

void PictureStretches::next(const Thumbnail& frame, double time) {
  black_.at(time, is_black(frame));
  if (previous_ && !is_black(*previous_)) {
    const bool same = is_same(frame, *previous_);
    const bool stood = every_frame_ && time - previous_time_ >= kFrozenSeconds;
    if (same || stood) frozen_.at(previous_time_, true);
    if (!same) frozen_.at(time, false);
  }
  previous_ = frame;
  previous_time_ = time;
}

std::vector<Stretch> PictureStretches::ended(double end) {
  if (every_frame_ && previous_ && !is_black(*previous_)) frozen_.at(previous_time_, true);
  std::vector<Stretch> all = black_.ended(end);
  std::ranges::move(frozen_.ended(end), std::back_inserter(all));
  return all;
}

}  // namespace jianzhen::ingest
