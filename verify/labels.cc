#include "verify/labels.h"

#include <algorithm>
#include <cmath>

namespace jianzhen::verify {
namespace {

constexpr auto kNowhere = std::u16string_view::npos;
constexpr std::size_t kFuzzyLabel = 4;
constexpr std::size_t kSureLabel = 4;  // so long, it is one whatever follows

bool latin(char16_t c) {
  return (c >= u'a' && c <= u'z') || c == u'/' || c == u'.' || c == u'\'' || c == u'-';
}

bool has_place(const core::Box& box) { return box.area() > 0; }

// The text of a letter begins, no value goes on so.
bool speaks_for_itself(const Text& text) {
  static const Pattern pattern("^(?:[我本](?:单位|公司|企业|院|校|所|集团|人|方|团队)|兹|特此)");
  return pattern.find(text.units).has_value();
}

bool is_sentence(const Text& text) {
  return text.units.find_first_of(u",;:\u3002") != std::u16string::npos;
}

// 专　业　名　称: the gap before 名 is one of those that spread the word it belongs to.
bool inside_spread(const Cell& cell, std::size_t at) {
  return at > 0 && cell.gap_before(at - 1) && cell.wide_gap_before(at + 1);
}

double character_width(const Cell& cell) {
  return cell.box.width() / static_cast<double>(std::max<std::size_t>(cell.text.size(), 1));
}

}  // namespace

Text LabelValue::whole() const {
  Text all;
  for (const Text& line : lines) all.append(line);
  return all;
}

std::size_t after_numbering(std::u16string_view text) {
  static const Pattern pattern(
      R"(^(?:第[一二三四五六七八九十\d]{1,3}[章节部分条篇]{1,2}[、.:]?|[(\[【][一二三四五六七八九十\d]{1,3}[)\]】][、.]?)"
      R"(|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}(?:\.\d{1,2}){0,3}[、.)]?(?!\d)|[●■◆▪·◇□○★☆▶►*#>•]+|[a-z][.、)])+)");
  const auto match = pattern.find(text);
  return match ? match->whole.last : 0;
}

std::size_t after_brackets(std::u16string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != u'(') return at;
  const std::size_t close = text.find(u')', at);
  return close == kNowhere || close - at > 24 ? at : close + 1;
}

// The length of the wanted label at `at`; 0 where none stands there.
std::size_t Form::wanted_at(const Cell& cell, std::size_t at, const Words& labels,
                            std::size_t& which) const {
  const std::u16string_view text = cell.text.units;
  const std::size_t longest = table_.label_at(text, at);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::u16string& label = labels[i];
    const std::u16string_view here = text.substr(at, label.size());
    const bool exact = here == label && longest == label.size();
    const std::size_t end = at + label.size();
    const bool noisy = longest == 0 && label.size() >= kFuzzyLabel && same_word(here, label) &&
                       (end == text.size() || text[end] == u':');
    if (exact || noisy) {
      which = i;
      return label.size();
    }
  }
  return 0;
}

std::size_t Form::next_label_in(const Cell& cell, std::size_t from) const {
  const std::u16string_view text = cell.text.units;
  for (std::size_t at = from + 1; at < text.size(); ++at) {
    const std::size_t length = table_.label_at(text, at);
    if (length < 2) continue;
    const std::size_t end = after_brackets(text, at + length);
    const bool colon = end < text.size() && text[end] == u':';
    if (colon || (cell.wide_gap_before(at) && (end == text.size() || cell.wide_gap_before(end)))) {
      return at;
    }
  }
  return text.size();
}

bool Form::begins_with_label(const Cell& cell) const {
  const std::u16string_view text = cell.text.units;
  const std::size_t at = after_numbering(text);
  const std::size_t length = table_.label_at(text, at);
  if (length == 0) {
    const std::size_t colon = text.find(u':', at);
    return colon != kNowhere && colon >= at + 2 && colon <= at + 12 && colon + 1 == text.size();
  }
  const std::size_t end = after_brackets(text, at + length);
  return length >= kSureLabel || end == text.size() || text[end] == u':' || cell.gap_before(end);
}

std::vector<LabelValue> Form::values(const Words& labels) const {
  std::vector<LabelValue> result;
  for (const Cell& cell : page_.cells()) {
    const std::u16string_view text = cell.text.units;
    const std::size_t start = after_numbering(text);
    for (std::size_t at = start; at < text.size();) {
      const bool begins = at == start || (cell.wide_gap_before(at) && !inside_spread(cell, at)) ||
                          text[at - 1] == u';' || text[at - 1] == u',' || text[at - 1] == u'。' ||
                          text[at - 1] == u'/';
      std::size_t which = 0;
      const std::size_t length = begins ? wanted_at(cell, at, labels, which) : 0;
      const std::size_t end = at + length;
      const bool behind_comma = at != start && !cell.wide_gap_before(at);
      const bool stands = length > 0 && (!behind_comma || (end < text.size() && text[end] == u':'));
      if (!stands) {
        ++at;
        continue;
      }
      result.push_back(value_of(cell, end, which));
      at = next_label_in(cell, end);
    }
  }
  return result;
}

LabelValue Form::value_of(const Cell& cell, std::size_t after_label, std::size_t which) const {
  const std::u16string_view text = cell.text.units;
  LabelValue value;
  value.label = which;
  value.cell = &cell;
  std::size_t at = after_brackets(text, after_label);
  value.bracketed = cell.text.slice(after_label, at);
  std::size_t english = at;
  while (english < text.size() && latin(text[english])) ++english;
  if (english > at + 2 && (english == text.size() || text[english] == u':')) at = english;
  value.tight = at == after_label && at < text.size() && text[at] != u':' && !cell.gap_before(at);
  while (at < text.size() && text[at] == u':') ++at;
  Text first = cell.text.slice(at, next_label_in(cell, at));
  if (first.size() <= 1) find_elsewhere(value);  // one character may be a speck behind the colon
  if (first.empty() || !value.lines.empty()) return value;
  const bool fills_line = at + first.size() == text.size();
  value.lines.push_back(std::move(first));
  if (fills_line && has_place(cell.box)) continue_below(value, cell);
  return value;
}

// Beside the label, else below it; where the reader gave no places, the next line.
void Form::find_elsewhere(LabelValue& value) const {
  const Cell& label = *value.cell;
  const Cell* found = nullptr;
  if (!has_place(label.box)) {
    found = page_.next(label);
  } else {
    found = page_.right_of(label);
    if (found == nullptr || begins_with_label(*found)) found = page_.below(label, 1.8);
  }
  if (found == nullptr || begins_with_label(*found)) return;
  value.lines.push_back(found->text.slice(0, next_label_in(*found, 0)));
  if (has_place(found->box) && value.lines.back().size() == found->text.size()) {
    continue_below(value, *found);
  }
}

const Cell* Form::continuation(const Cell& cell, double left) const {
  const Cell* below = page_.below(cell, 0.9);
  if (below == nullptr || begins_with_label(*below)) return nullptr;
  const double width = std::max(character_width(cell), character_width(*below));
  const bool aligned = std::abs(below->box.left - left) < 1.3 * width ||
                       std::abs(below->box.left - cell.box.left) < 1.3 * width;
  const double ratio = below->box.height() / std::max(cell.box.height(), 1e-6);
  if (!aligned || ratio < 0.7 || ratio > 1.4) return nullptr;
  // A line is broken where its room ends: a sentence that reaches further right is another
  // paragraph. Names that stand below each other may be of any length.
  const bool further = below->box.right > cell.box.right + 2 * width;
  if ((further && is_sentence(below->text)) || speaks_for_itself(below->text)) return nullptr;
  const Cell* beside = page_.left_of(*below);
  return beside != nullptr && begins_with_label(*beside) ? nullptr : below;
}

void Form::continue_below(LabelValue& value, const Cell& cell) const {
  const Cell* last = &cell;
  double left =
      cell.box.right - character_width(cell) * static_cast<double>(value.lines.front().size());
  for (int lines = 0; lines < 3; ++lines) {
    const Cell* below = continuation(*last, left);
    if (below == nullptr) return;
    value.lines.push_back(below->text);
    last = below;
    left = below->box.left;
  }
}

}  // namespace jianzhen::verify
