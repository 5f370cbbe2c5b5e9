#include "ingest/text_layer.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "ingest/text_trust.h"

namespace jianzhen::ingest {
namespace {

using core::Box;

// Distances in heights of a line; a Chinese character is about 0.7–0.9 high and as wide.
constexpr double kSameLineGap = 1.0;  // a wider gap separates columns
constexpr double kHanSpace = 0.5;     // between Chinese characters less is letter-spacing
constexpr double kLatinSpace = 0.15;

// A line seen along its direction: `begin`–`end` along the characters, `low`–`high` across.
struct Extent {
  double begin = 0;
  double end = 0;
  double low = 0;
  double high = 0;

  double thickness() const { return high - low; }
};

Extent extent_of(const Box& box, bool downwards) {
  return downwards ? Extent{box.top, box.bottom, box.left, box.right}
                   : Extent{box.left, box.right, box.top, box.bottom};
}

bool is_wide(char32_t c) {
  return core::is_han(c) || (c >= 0x3000 && c <= 0x30FF) || (c >= 0xFF00 && c <= 0xFFEF);
}

// A line that grows word by word.
class Growing {
 public:
  explicit Growing(const Word& word) : downwards_(word.downwards) { add(word); }

  bool takes(const Word& word) const {
    if (word.downwards != downwards_) return false;
    const Extent line = extent_of(box_, downwards_);
    const Extent next = extent_of(word.box, downwards_);
    const double thin = std::min(line.thickness(), next.thickness());
    const double common = std::min(line.high, next.high) - std::max(line.low, next.low);
    if (thin <= 0 || common < 0.5 * thin) return false;
    const double gap = next.begin - line.end;
    return gap > -0.5 * thin && gap < kSameLineGap * thin;
  }

  void add(const Word& word) {
    if (!text_.empty() && needs_space(word)) {
      text_ += U' ';
      edges_.push_back(extent_of(box_, downwards_).end);
    }
    const Extent extent = extent_of(word.box, downwards_);
    const std::size_t count = word.text.size();
    for (std::size_t i = 0; i < count; ++i) {
      const double even = extent.begin + (extent.end - extent.begin) * static_cast<double>(i) /
                                             static_cast<double>(count);
      edges_.push_back(
          word.characters.size() == count ? extent_of(word.characters[i], downwards_).begin : even);
    }
    text_ += word.text;
    box_ = text_.size() == count ? word.box : core::united(box_, word.box);
    space_after_ = word.space_after;
  }

  core::Line finished(double width, double height) const {
    core::Line line;
    line.text = core::to_utf8(text_);
    line.box = core::clamped(
        {box_.left / width, box_.top / height, box_.right / width, box_.bottom / height});
    line.vertical = downwards_;
    const double length = downwards_ ? height : width;
    double reached = 0;
    for (const double edge : edges_) {
      reached = std::max(reached, std::clamp(edge / length, 0.0, 1.0));
      line.edges.push_back(static_cast<float>(reached));
    }
    const double end = downwards_ ? line.box.bottom : line.box.right;
    line.edges.push_back(static_cast<float>(std::max(reached, end)));
    return line;
  }

 private:
  bool needs_space(const Word& word) const {
    const Extent line = extent_of(box_, downwards_);
    const double gap = extent_of(word.box, downwards_).begin - line.end;
    const bool wide = is_wide(text_.back()) && is_wide(word.text.front());
    if (wide) return gap > kHanSpace * line.thickness();
    return space_after_ || gap > kLatinSpace * line.thickness();
  }

  bool downwards_;
  bool space_after_ = false;
  std::u32string text_;
  std::vector<double> edges_;
  Box box_;
};

}  // namespace

std::vector<core::Line> lines_of(const std::vector<Word>& words, double width, double height) {
  std::vector<core::Line> lines;
  std::vector<Growing> open;  // none or one
  if (width <= 0 || height <= 0) return lines;
  for (const Word& word : words) {
    if (word.text.empty()) continue;
    if (!open.empty() && open.back().takes(word)) {
      open.back().add(word);
      continue;
    }
    if (!open.empty()) lines.push_back(open.back().finished(width, height));
    open.assign(1, Growing(word));
  }
  if (!open.empty()) lines.push_back(open.back().finished(width, height));
  return lines;
}

TextVerdict judge(std::vector<core::Line>& lines, const Surroundings& surroundings) {
  // Words over a full-page picture: a page number, a scanner's own advertisement.
  constexpr double kFullPage = 0.7;
  constexpr std::size_t kFewCharacters = 40;

  const LayerCensus all = take_census(lines);
  if (all.characters == 0) return {};
  const std::size_t dropped = drop_meaningless(lines);
  const LayerCensus kept = take_census(lines);
  if (const std::string wrong = wrong_encoding(all, kept); !wrong.empty()) {
    return {.reason = wrong};
  }
  if (surroundings.pictures >= kFullPage) {
    if (surroundings.invisible > 0.5) return {.reason = "invisible text over a full-page picture"};
    if (kept.characters < kFewCharacters) return {.reason = "few words over a full-page picture"};
  }
  return {.trusted = true, .part_is_missing = dropped > 0, .reason = {}};
}

}  // namespace jianzhen::ingest
