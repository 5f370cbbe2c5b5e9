#include "api/reader/frame_votes.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>

#include "core/text.h"

namespace jianzhen::api {
namespace {

constexpr double kSamePlace = 0.6;           // of the smaller box
constexpr std::size_t kLettersAMisread = 4;  // one in four may be read otherwise
constexpr std::size_t kQuorum = 3;           // of two, neither is the more common

bool same_line(const core::Line& a, const core::Line& b) {
  const double common = core::intersected(a.box, b.box).area();
  // A subtitle track's words have no place, and are exact.
  if (common <= 0 || common < kSamePlace * std::min(a.box.area(), b.box.area())) return false;
  const std::u32string left = core::to_utf32(a.text);
  const std::u32string right = core::to_utf32(b.text);
  return core::edit_distance(left, right) * kLettersAMisread <= std::max(left.size(), right.size());
}

std::string figures_of(const std::string& text) {
  std::string figures;
  for (const char32_t c : core::to_utf32(text)) {
    if (c < 0x80 && c > U' ') figures.push_back(static_cast<char>(c));
  }
  return figures;
}

// A counter on a dashboard goes on: figures that are surely read stay as they are.
bool may_be_misread(const core::Line& line, const core::Line& winner) {
  return !line.unsure.empty() || figures_of(line.text) == figures_of(winner.text);
}

// One line over the frames in which it stands.
struct Run {
  struct At {
    std::size_t frame = 0;
    std::size_t line = 0;
  };
  std::vector<At> places;  // in frames that follow one another
};

std::vector<Run> runs_of(const std::vector<core::Page>& frames) {
  std::vector<Run> runs;
  std::vector<std::size_t> open;  // runs that reach the frame before
  for (std::size_t frame = 0; frame < frames.size(); ++frame) {
    std::vector<std::size_t> reaching;
    for (std::size_t line = 0; line < frames[frame].lines.size(); ++line) {
      const auto goes_on = std::ranges::find_if(open, [&](std::size_t run) {
        const Run::At& last = runs[run].places.back();
        return last.frame + 1 == frame &&
               same_line(frames[last.frame].lines[last.line], frames[frame].lines[line]);
      });
      if (goes_on == open.end()) runs.emplace_back();
      const std::size_t run = goes_on == open.end() ? runs.size() - 1 : *goes_on;
      runs[run].places.push_back({frame, line});
      reaching.push_back(run);
    }
    open = std::move(reaching);
  }
  return runs;
}

// The reading with the most votes; of equals the one of which its frames are surest.
const core::Line& elected(const Run& run, const std::vector<core::Page>& frames) {
  struct Votes {
    std::size_t count = 0;
    double sureness = 0;
    const core::Line* best = nullptr;
  };
  std::map<std::string, Votes> votes;
  for (const Run::At& at : run.places) {
    const core::Line& line = frames[at.frame].lines[at.line];
    Votes& own = votes[line.text];
    ++own.count;
    own.sureness += line.confidence;
    if (own.best == nullptr || line.confidence > own.best->confidence) own.best = &line;
  }
  const auto winner = std::ranges::max_element(votes, [](const auto& a, const auto& b) {
    return std::pair(a.second.count, a.second.sureness) <
           std::pair(b.second.count, b.second.sureness);
  });
  return *winner->second.best;
}

}  // namespace

std::vector<int> vote_over_frames(std::vector<core::Page>& frames) {
  std::vector<int> changed;
  for (const Run& run : runs_of(frames)) {
    if (run.places.size() < kQuorum) continue;
    const core::Line winner = elected(run, frames);
    for (const Run::At& at : run.places) {
      core::Line& line = frames[at.frame].lines[at.line];
      if (line.text == winner.text || !may_be_misread(line, winner)) continue;
      const core::Box place = line.box;
      line = winner;
      line.box = place;
      changed.push_back(frames[at.frame].number);
    }
  }
  std::ranges::sort(changed);
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  return changed;
}

}  // namespace jianzhen::api
