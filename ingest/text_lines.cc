#include "ingest/text_lines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include "core/text.h"

namespace jianzhen::ingest {
namespace {

using core::Box;

// Distances in heights of a line; a Chinese character is about 0.7–0.9 high and as wide.
constexpr double kSameLineGap = 1.0;  // a wider gap separates columns
constexpr double kSpreadGap = 4.0;    // within 名　　称, spread to the width of its column
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

// How a word runs on the page once that stands upright.
enum class Run { right, down, backwards };

Run run_of(const Word& word, int turn) {
  switch ((word.quarter_turns + turn / 90) % 4) {
    case 0:
      return Run::right;
    case 1:
      return Run::down;
    default:
      return Run::backwards;
  }
}

// A line that grows word by word.
class Growing {
 public:
  Growing(const Word& word, bool downwards) : downwards_(downwards) { add(word); }

  bool takes(const Word& word) const {
    const Extent line = extent_of(box_, downwards_);
    const Extent next = extent_of(word.box, downwards_);
    const double thin = std::min(line.thickness(), next.thickness());
    const double common = std::min(line.high, next.high) - std::max(line.low, next.low);
    if (thin <= 0 || common < 0.5 * thin) return false;
    const double gap = next.begin - line.end;
    const bool spread = spread_ && word.text.size() == 1 && core::is_han(word.text[0]);
    return gap > -0.5 * thin && gap < (spread ? kSpreadGap : kSameLineGap) * thin;
  }

  void add(const Word& word) {
    const Extent extent = extent_of(word.box, downwards_);
    const std::size_t count = word.text.size();
    if (text_.empty()) {
      box_ = word.box;
    } else if (needs_space(extent, word.text.front())) {
      text_ += U' ';
      edges_.push_back(extent_of(box_, downwards_).end);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const double even = extent.begin + (extent.end - extent.begin) * static_cast<double>(i) /
                                             static_cast<double>(count);
      const bool known = word.characters.size() == count;
      edges_.push_back(known ? extent_of(word.characters[i], downwards_).begin : even);
    }
    text_ += word.text;
    box_ = core::united(box_, word.box);
    space_after_ = word.space_after;
    spread_ = spread_ && count == 1 && core::is_han(word.text[0]);
  }

  core::Line finished(double width, double height) const {
    core::Line line;
    line.text = core::to_utf8(text_);
    line.box = core::clamped(
        {box_.left / width, box_.top / height, box_.right / width, box_.bottom / height});
    line.vertical = downwards_;
    double reached = 0;
    for (const double edge : edges_) {
      reached = std::max(reached, std::clamp(edge / (downwards_ ? height : width), 0.0, 1.0));
      line.edges.push_back(static_cast<float>(reached));
    }
    const double end = downwards_ ? line.box.bottom : line.box.right;
    line.edges.push_back(static_cast<float>(std::max(reached, end)));
    return line;
  }

 private:
  bool needs_space(const Extent& next, char32_t first) const {
    const Extent line = extent_of(box_, downwards_);
    const double gap = next.begin - line.end;
    const bool wide = is_wide(text_.back()) && is_wide(first);
    if (wide) return gap > kHanSpace * line.thickness();
    return space_after_ || gap > kLatinSpace * line.thickness();
  }

  bool downwards_;
  bool space_after_ = false;
  bool spread_ = true;  // single Chinese characters so far
  std::u32string text_;
  std::vector<double> edges_;
  Box box_;
};

// Row by row from the top, each row from the left.
template <typename Placed>
void put_in_rows(std::vector<Placed>& all) {
  const auto middle = [](const Placed& one) { return (one.box.top + one.box.bottom) / 2; };
  std::ranges::stable_sort(all, {}, middle);
  for (auto row = all.begin(); row != all.end();) {
    const auto same_row = [&](const Placed& one) {
      const double height = std::min(row->box.height(), one.box.height());
      return middle(one) - middle(*row) < 0.5 * height;
    };
    auto end = std::next(row);
    while (end != all.end() && same_row(*end)) ++end;
    std::stable_sort(row, end,
                     [](const Placed& a, const Placed& b) { return a.box.left < b.box.left; });
    row = end;
  }
}

// Two columns of prose: most long lines end or begin at a gutter in the middle.
bool stands_left(const core::Line& line) { return line.box.right <= 0.52; }
bool stands_right(const core::Line& line) { return line.box.left >= 0.48; }

bool has_two_columns(const std::vector<core::Line>& lines) {
  constexpr std::ptrdiff_t kLinesEach = 10;
  constexpr double kProse = 0.3;  // width of a line; the cells of a table are shorter
  const auto is_prose = [](const core::Line& line) { return line.box.width() > kProse; };
  const auto count = [&](bool (*stands)(const core::Line&)) {
    return std::ranges::count_if(
        lines, [&](const core::Line& line) { return is_prose(line) && stands(line); });
  };
  const auto left = count(stands_left);
  const auto right = count(stands_right);
  const auto across = std::ranges::count_if(lines, is_prose) - left - right;
  return left >= kLinesEach && right >= kLinesEach && across * 2 < left + right;
}

// Between two lines that go across, what stands left comes before what stands right.
void put_in_columns(std::vector<core::Line>& lines) {
  const auto across = [](const core::Line& line) {
    return !stands_left(line) && !stands_right(line);
  };
  for (auto begin = lines.begin(); begin != lines.end();) {
    const auto end = std::find_if(begin, lines.end(), across);
    std::stable_partition(begin, end, stands_left);
    begin = end == lines.end() ? end : std::next(end);
  }
}

// The turn by which most characters stand upright.
int turn_of(const std::vector<Word>& words) {
  std::array<std::size_t, 4> characters{};
  for (const Word& word : words) {
    const int quarter = word.vertical_writing ? 0 : word.quarter_turns;
    characters[static_cast<std::size_t>(quarter)] += word.text.size();
  }
  const auto most = std::ranges::max_element(characters) - characters.begin();
  return static_cast<int>((4 - most) % 4 * 90);
}

Box turned(const Box& box, int degrees, double width, double height) {
  switch (degrees) {
    case 90:
      return {height - box.bottom, box.left, height - box.top, box.right};
    case 180:
      return {width - box.right, height - box.bottom, width - box.left, height - box.top};
    case 270:
      return {box.top, width - box.right, box.bottom, width - box.left};
    default:
      return box;
  }
}

// The lines of words that run the same way; `words` in the order of their reading.
void join(const std::vector<Word>& words, bool downwards, double width, double height,
          std::vector<core::Line>& lines) {
  std::vector<Growing> open;  // none or one
  for (const Word& word : words) {
    if (!open.empty() && open.back().takes(word)) {
      open.back().add(word);
      continue;
    }
    if (!open.empty()) lines.push_back(open.back().finished(width, height));
    open.assign(1, Growing(word, downwards));
  }
  if (!open.empty()) lines.push_back(open.back().finished(width, height));
}

// Words that run against the page (a stamp on its head): each for itself, without inner edges.
core::Line alone(const Word& word, double width, double height) {
  core::Line line;
  line.text = core::to_utf8(word.text);
  line.box = core::clamped({word.box.left / width, word.box.top / height, word.box.right / width,
                            word.box.bottom / height});
  line.vertical = word.quarter_turns % 2 != 0;
  return line;
}

// Columns of vertical writing are read from the right.
void put_from_the_right(std::vector<core::Line>& lines) {
  std::ranges::stable_sort(lines, {}, [](const core::Line& line) { return -line.box.right; });
}

std::vector<core::Line> upright_lines(const std::vector<Word>& words, int turn, double width,
                                      double height) {
  std::vector<Word> right;
  std::vector<Word> down;
  std::vector<core::Line> lines;
  for (const Word& word : words) {
    switch (run_of(word, turn)) {
      case Run::right:
        right.push_back(word);
        break;
      case Run::down:
        down.push_back(word);
        break;
      case Run::backwards:
        lines.push_back(alone(word, width, height));
    }
  }
  put_in_rows(right);
  join(right, false, width, height, lines);
  join(down, true, width, height, lines);
  if (down.size() > right.size()) {
    put_from_the_right(lines);
  } else {
    put_in_rows(lines);
    if (has_two_columns(lines)) put_in_columns(lines);
  }
  return lines;
}

}  // namespace

TextLayer lay_out(const std::vector<Word>& words, double width, double height) {
  if (width <= 0 || height <= 0) return {};
  const int turn = turn_of(words);
  const bool aside = turn % 180 != 0;
  std::vector<Word> upright;
  for (Word word : words) {
    if (word.text.empty()) continue;
    word.box = turned(word.box, turn, width, height);
    for (Box& box : word.characters) box = turned(box, turn, width, height);
    upright.push_back(std::move(word));
  }
  core::Page page;
  page.lines = upright_lines(upright, turn, aside ? height : width, aside ? width : height);
  page = core::turned(std::move(page), (360 - turn) % 360);
  return {std::move(page.lines), turn};
}

}  // namespace jianzhen::ingest
