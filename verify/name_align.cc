#include "verify/name_align.h"

#include <algorithm>
#include <array>

#include "verify/name_confusions.h"
#include "verify/name_tables.h"
#include "verify/name_text.h"

namespace jianzhen::verify {
namespace {

using View = std::u32string_view;

constexpr std::size_t kLongest = 80;  // characters; longer names are not compared with noise

int replace_cost(char32_t own, char32_t read) {
  if (own == read) return 0;
  if (read == kUnread) return 5;
  if (misread_share(own, read) > 0) return 8;
  return confusable(own, read) ? 10 : 14;
}

bool thin(char32_t c) {
  return c < 0x100 || (c >= 0x3000 && c <= 0x303F) || c == U'丶' || c == U'丨';
}

int insert_cost(char32_t c) { return thin(c) || c == kUnread ? 6 : 11; }

int drop_cost(char32_t c) { return lost_share(c) > 0 ? 9 : insert_cost(c); }

// At least so many characters of the shorter one are nowhere in the other: a bound from below.
std::size_t unshared(View a, View b) {
  std::size_t count = 0;
  for (const char32_t c : a) count += b.find(c) == View::npos ? 1 : 0;
  return count;
}

class Table {
 public:
  // Places further apart than `most` take more edits than that and are not looked at.
  Table(View own, View paper, std::size_t most)
      : own_(own), paper_(paper), cost_((own.size() + 1) * (paper.size() + 1), kFar) {
    at(0, 0) = 0;
    for (std::size_t j = 1; j <= std::min(paper.size(), most); ++j)
      at(0, j) = at(0, j - 1) + insert_cost(paper[j - 1]);
    for (std::size_t i = 1; i <= own.size(); ++i) {
      if (i <= most) at(i, 0) = at(i - 1, 0) + drop_cost(own[i - 1]);
      const std::size_t first = i > most ? i - most : 1;
      for (std::size_t j = first; j <= std::min(paper.size(), i + most); ++j) {
        at(i, j) = std::min({at(i - 1, j - 1) + replace_cost(own[i - 1], paper[j - 1]),
                             at(i - 1, j) + drop_cost(own[i - 1]),
                             at(i, j - 1) + insert_cost(paper[j - 1])});
      }
    }
  }

  // The end of the cheapest beginning of `paper`, the longest of equals.
  std::size_t best_end() const {
    std::size_t best = 0;
    for (std::size_t j = 1; j <= paper_.size(); ++j) {
      if (at(own_.size(), j) <= at(own_.size(), best)) best = j;
    }
    return best;
  }

  Alignment trace(std::size_t end) const {
    Alignment result;
    result.paper_end = end;
    std::size_t i = own_.size();
    std::size_t j = end;
    while (i > 0 || j > 0) {
      if (i > 0 && j > 0 &&
          at(i, j) == at(i - 1, j - 1) + replace_cost(own_[i - 1], paper_[j - 1])) {
        --i, --j;
        if (own_[i] != paper_[j])
          result.edits.push_back({Edit::Kind::replace, i, own_[i], paper_[j]});
      } else if (i > 0 && at(i, j) == at(i - 1, j) + drop_cost(own_[i - 1])) {
        --i;
        result.edits.push_back({Edit::Kind::drop, i, own_[i], 0});
      } else {
        --j;
        result.edits.push_back({Edit::Kind::insert, i, 0, paper_[j]});
      }
    }
    std::ranges::reverse(result.edits);
    return result;
  }

 private:
  static constexpr int kFar = 1 << 20;

  int& at(std::size_t i, std::size_t j) { return cost_[i * (paper_.size() + 1) + j]; }
  int at(std::size_t i, std::size_t j) const { return cost_[i * (paper_.size() + 1) + j]; }

  View own_;
  View paper_;
  std::vector<int> cost_;
};

std::optional<Alignment> within(Alignment alignment, std::size_t most) {
  if (alignment.edits.size() > most) return std::nullopt;
  return alignment;
}

}  // namespace

std::size_t Alignment::place_in_paper(std::size_t at) const {
  std::size_t place = at;
  for (const Edit& edit : edits) {
    if (edit.at >= at) break;
    if (edit.kind == Edit::Kind::insert) ++place;
    if (edit.kind == Edit::Kind::drop) --place;
  }
  return std::min(place, paper_end);
}

std::optional<Alignment> align(View own, View paper, std::size_t most) {
  if (own.size() > kLongest || paper.size() > kLongest) return std::nullopt;
  if (unshared(own, paper) > most || unshared(paper, own) > most) return std::nullopt;
  if (std::max(own.size(), paper.size()) - std::min(own.size(), paper.size()) > most)
    return std::nullopt;
  // What both begin and end with is no edit. The end first: of two equal characters in a row the
  // first counts as the lost one.
  View own_middle = own;
  View paper_middle = paper;
  while (!own_middle.empty() && !paper_middle.empty() && own_middle.back() == paper_middle.back()) {
    own_middle.remove_suffix(1);
    paper_middle.remove_suffix(1);
  }
  std::size_t before = 0;
  while (before < std::min(own_middle.size(), paper_middle.size()) &&
         own_middle[before] == paper_middle[before])
    ++before;
  own_middle.remove_prefix(before);
  paper_middle.remove_prefix(before);
  Alignment alignment = Table(own_middle, paper_middle, most).trace(paper_middle.size());
  for (Edit& edit : alignment.edits) edit.at += before;
  alignment.paper_end = paper.size();
  return within(std::move(alignment), most);
}

std::optional<Alignment> align_prefix(View own, View paper, std::size_t most) {
  if (own.size() > kLongest) return std::nullopt;
  paper = paper.substr(0, std::min(own.size() + most, kLongest));
  if (unshared(own, paper) > most) return std::nullopt;
  const Table table(own, paper, most);
  return within(table.trace(table.best_end()), most);
}

}  // namespace jianzhen::verify
