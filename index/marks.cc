#include "index/marks.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <set>

#include "core/text.h"

namespace jianzhen::index {

namespace {

constexpr char32_t kOpen = 0xE000;
constexpr char32_t kClose = 0xE001;
constexpr std::size_t kWindow = 48;    // tokens that are looked at together for the best place
constexpr std::size_t kBefore = 20;    // code points of a snippet before the first hit …
constexpr std::size_t kSnippet = 120;  // … and at most in all
constexpr std::size_t kMostBoxes = 200;

// Tokens [first, last).
struct Span {
  std::size_t first = 0;
  std::size_t last = 0;
};

bool stands_at(const std::vector<Token>& page, std::size_t at, const std::vector<Token>& phrase) {
  if (at + phrase.size() > page.size()) return false;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    const Token& token = page[at + i];
    if (token.text != phrase[i].text || (i > 0 && !token.joined)) return false;
  }
  return true;
}

std::vector<Span> places_of(const std::vector<Token>& page, const std::vector<Token>& phrase) {
  std::vector<Span> places;
  for (std::size_t at = 0; at < page.size();) {
    if (stands_at(page, at, phrase)) {
      places.push_back({at, at + phrase.size()});
      at += phrase.size();
    } else {
      ++at;
    }
  }
  return places;
}

// Empty where one of the phrases is missing.
std::vector<Span> exact_places(const std::vector<Token>& page, const Words& words) {
  std::vector<Span> all;
  for (const std::vector<Token>& phrase : words.phrases) {
    const std::vector<Span> places = places_of(page, phrase);
    if (places.empty()) return {};
    all.insert(all.end(), places.begin(), places.end());
  }
  std::sort(all.begin(), all.end(), [](Span a, Span b) { return a.first < b.first; });
  return all;
}

// The terms of the query at each token of the page: itself, and the pair it ends.
struct Heard {
  std::size_t first = 0;
  std::size_t last = 0;
  const std::string* term = nullptr;
  double weight = 0;
};

std::vector<Heard> heard_on(const std::vector<Token>& page, const TermWeights& weights) {
  std::vector<Heard> heard;
  for (std::size_t i = 0; i < page.size(); ++i) {
    if (i > 0 && is_pair(page[i - 1], page[i])) {
      if (const auto it = weights.find(page[i - 1].text + page[i].text); it != weights.end()) {
        heard.push_back({i - 1, i + 1, &it->first, it->second});
      }
    }
    if (const auto it = weights.find(page[i].text); it != weights.end()) {
      heard.push_back({i, i + 1, &it->first, it->second});
    }
  }
  return heard;
}

// The run of `heard` within kWindow tokens whose different terms weigh most.
std::pair<std::size_t, std::size_t> best_run(const std::vector<Heard>& heard) {
  std::pair<std::size_t, std::size_t> best{0, 0};
  double best_weight = -1;
  double weight = 0;
  std::map<const std::string*, int> inside;
  std::size_t from = 0;
  for (std::size_t to = 0; to < heard.size(); ++to) {
    if (++inside[heard[to].term] == 1) weight += heard[to].weight;
    while (heard[to].last - heard[from].first > kWindow) {
      if (--inside[heard[from].term] == 0) weight -= heard[from].weight;
      ++from;
    }
    if (weight > best_weight + 1e-9) {
      best_weight = weight;
      best = {from, to + 1};
    }
  }
  return best;
}

// A lone character of a longer query says little to the eye: pairs and words are marked, and
// characters only where there is nothing better.
std::vector<Span> loose_places(const std::vector<Token>& page, const TermWeights& weights) {
  const std::vector<Heard> heard = heard_on(page, weights);
  const auto [from, to] = best_run(heard);
  std::vector<Span> spans;
  for (const bool characters_too : {false, true}) {
    for (std::size_t i = from; i < to && (spans.empty() || !characters_too || i > from); ++i) {
      const bool lone = heard[i].last - heard[i].first == 1 && page[heard[i].first].ideograph;
      if (lone && !characters_too) continue;
      if (!spans.empty() && heard[i].first <= spans.back().last) {
        spans.back().last = std::max(spans.back().last, heard[i].last);
      } else {
        spans.push_back({heard[i].first, heard[i].last});
      }
    }
    if (!spans.empty()) break;
  }
  return spans;
}

std::vector<core::Box> boxes_of(const std::vector<core::Line>& lines,
                                const std::vector<Token>& page, const std::vector<Span>& spans) {
  std::vector<core::Box> boxes;
  for (const Span& span : spans) {
    for (std::size_t i = span.first; i < span.last && boxes.size() < kMostBoxes;) {
      std::size_t end = i + 1;
      while (end < span.last && page[end].line == page[i].line) ++end;
      boxes.push_back(core::box_of(lines[page[i].line], page[i].first, page[end - 1].last));
      i = end;
    }
  }
  return boxes;
}

// The page's text as one row of characters, with the row's place of each line's start.
struct Row {
  std::u32string text;
  std::vector<std::size_t> starts;

  std::size_t at(std::size_t line, std::size_t code_point) const {
    return starts[line] + code_point;
  }
};

bool is_wide(char32_t c) {
  const int width = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}

// Chinese that wraps goes on without a space; what stands beside it, in a table, does not.
bool wraps(const core::Line& before, char32_t last, const core::Line& after, char32_t first) {
  const core::Box common = core::intersected({0, before.box.top, 1, before.box.bottom},
                                             {0, after.box.top, 1, after.box.bottom});
  const bool beside = 2 * common.height() > std::min(before.box.height(), after.box.height());
  return is_wide(last) && is_wide(first) && !beside;
}

Row row_of(const std::vector<core::Line>& lines) {
  Row row;
  const core::Line* before = nullptr;
  for (const core::Line& line : lines) {
    const std::u32string text = core::to_utf32(line.text);
    if (!text.empty()) {
      if (before != nullptr && !wraps(*before, row.text.back(), line, text.front())) {
        row.text += U' ';
      }
      before = &line;
    }
    row.starts.push_back(row.text.size());
    row.text += text;
  }
  return row;
}

std::string snippet_of(const std::vector<core::Line>& lines, const std::vector<Token>& page,
                       const std::vector<Span>& spans) {
  const Row row = row_of(lines);
  std::set<std::size_t> opens;
  std::set<std::size_t> closes;
  for (const Span& span : spans) {
    opens.insert(row.at(page[span.first].line, page[span.first].first));
    closes.insert(row.at(page[span.last - 1].line, page[span.last - 1].last));
  }
  const std::size_t hit = opens.empty() ? 0 : *opens.begin();
  const std::size_t from = hit > kBefore ? hit - kBefore : 0;
  const std::size_t to = std::min(row.text.size(), from + kSnippet);
  std::u32string text = from > 0 ? U"…" : U"";
  bool open = false;
  for (std::size_t at = from; at < to; ++at) {
    if (open && closes.contains(at)) text += kClose;
    open = open && !closes.contains(at);
    if (!open && opens.contains(at)) {
      text += kOpen;
      open = true;
    }
    const char32_t c = row.text[at];
    if (c != kOpen && c != kClose) text += c;  // no text can forge a mark
  }
  if (open) text += kClose;
  if (to < row.text.size()) text += U"…";
  return core::to_utf8(text);
}

}  // namespace

Marked marked(const std::vector<core::Line>& lines, const Words& words,
              const TermWeights& weights) {
  std::vector<std::string_view> texts;
  texts.reserve(lines.size());
  for (const core::Line& line : lines) texts.push_back(line.text);
  const std::vector<Token> page = tokens_of(texts);
  std::vector<Span> spans = exact_places(page, words);
  Marked result;
  result.exact = !spans.empty();
  if (!result.exact) spans = loose_places(page, weights);
  result.boxes = boxes_of(lines, page, spans);
  result.snippet = snippet_of(lines, page, spans);
  return result;
}

}  // namespace jianzhen::index
