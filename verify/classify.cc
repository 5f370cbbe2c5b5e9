#include "verify/classify.h"

#include <algorithm>
#include <numeric>

#include "core/text.h"
#include "verify/labels.h"
#include "verify/sections.h"
#include "verify/units.h"

namespace jianzhen::verify {
namespace {

constexpr double kTitle = 1.5;  // a title says more than the words that usually go with it
constexpr double kTitleEnd = 1.0;
constexpr double kIsKind = 0.6;       // points from which a paper is of a kind
constexpr double kOpensPaper = 0.3;   // points that a title needs beside it to open a paper
constexpr double kOpensInLong = 0.6;  // the same inside a paper of many pages
constexpr double kVagueTitle = 0.2;   // more where only the title's end is known
constexpr double kHint = 0.1;         // what a declared kind or a file's name may add
constexpr double kHeading = 0.05;     // what a heading of the application's sections adds
constexpr double kMostForHeadings = 0.8;
constexpr double kSlides = 0.5;
constexpr std::size_t kDeciding = 3;  // pages whose best decides the kind; later ones only support
constexpr double kLaterPages = 0.25;
constexpr std::size_t kShortCover = 60;  // characters: a divider sheet, not a paper
constexpr std::size_t kListedKinds = 3;  // kinds whose titles a page lists: a list of papers

struct PageScore {
  double title = 0;
  double anchors = 0;
  double points() const { return title + anchors; }
};

double median_height(const PageText& page) {
  std::vector<double> heights;
  for (const Cell& cell : page.cells()) heights.push_back(cell.box.height());
  if (heights.empty()) return 0;
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  return *middle;
}

// A title stands out: it is larger than the text, or in the middle, or among the first lines.
bool stands_out(const PageText& page, const Cell& cell, double median) {
  const auto at = static_cast<std::size_t>(&cell - page.cells().data());
  if (at < 6 || cell.box.height() > 1.25 * median) return true;
  const double centre = (cell.box.left + cell.box.right) / 2;
  return cell.box.width() < 0.6 && std::abs(centre - 0.5) < 0.06;
}

// Without numbering, brackets and what is no word.
std::u16string bare_title(std::u16string_view units) {
  static const Pattern ends(R"((?:\([^)]{0,12}\)|[\d\p{P}\p{S}])+$)");
  static const Pattern begins(
      R"(^(?:(?:附件|附)[一二三四五六七八九十\d]*[:.、]?|\([^)]{0,12}\)|[\p{P}\p{S}]|20\d\d年度?)+)");
  std::size_t first = after_numbering(units);
  if (const auto match = begins.find(units.substr(first))) first += match->whole.last;
  std::u16string_view rest = units.substr(std::min(first, units.size()));
  if (const auto match = ends.find(rest)) rest = rest.substr(0, match->whole.first);
  return std::u16string(rest);
}

double title_points(const KindSpec& spec, std::u16string_view title) {
  for (const std::u16string& word : spec.titles) {
    if (same_word(title, word)) return title == word ? kTitle : 0.9 * kTitle;
  }
  static const Pattern sentence("[,。;:!?]");
  if (title.size() > 40 || sentence.find(title)) return 0;
  for (const std::u16string& word : spec.title_ends) {
    if (title.size() > word.size() && title.ends_with(word)) return kTitleEnd;
    if (title.size() > word.size() && word.size() >= 4 &&
        same_word(title.substr(title.size() - word.size()), word)) {
      return 0.8 * kTitleEnd;
    }
  }
  return 0;
}

double anchor_points(const KindSpec& spec, const PageText& page) {
  double points = 0;
  const std::u16string& flow = page.flow().units;
  for (const Anchor& anchor : spec.anchors) {
    const bool found = anchor.pattern ? anchor.pattern->find(flow).has_value()
                                      : find_word(flow, anchor.word) != std::u16string::npos;
    if (found) points += anchor.points;
  }
  return points;
}

PageScore score(const KindSpec& spec, const PageText& page, double median) {
  PageScore result;
  for (const Cell& cell : page.cells()) {
    if (cell.text.size() > 60) continue;
    const double points = title_points(spec, bare_title(cell.text.units));
    if (points > result.title && stands_out(page, cell, median)) result.title = points;
  }
  result.anchors = anchor_points(spec, page);
  return result;
}

}  // namespace

// Says 目录, or has lines that end in dots and a page's number.
bool is_contents(const PageText& page) {
  static const Pattern heading("^[\\p{Han}]{0,6}(?:目录|材料清单|目次)$");
  static const Pattern leader(R"((?:\.{3,}|…+|·{3,}|-{3,})\d{1,3}$)");
  int leaders = 0;
  for (const Cell& cell : page.cells()) {
    if (heading.in(cell.text.units)) return true;
    leaders += leader.in(cell.text.units);
  }
  return leaders >= 4;
}

namespace {

// The kinds of a page. What it lists (contents, a list of enclosures) is no title of its own.
std::vector<PageScore> scores_of(const PageText& page, const KindTable& table) {
  const double median = median_height(page);
  std::vector<PageScore> scores;
  for (const KindSpec& spec : table.kinds()) scores.push_back(score(spec, page, median));
  const auto titles =
      std::ranges::count_if(scores, [](const PageScore& each) { return each.title >= kTitle; });
  if (is_contents(page) || static_cast<std::size_t>(titles) >= kListedKinds) {
    for (PageScore& each : scores) each.title = 0;
  }
  return scores;
}

std::size_t characters(const PageText& page) { return page.flow().size(); }

class Splitter {
 public:
  Splitter(std::span<const PageText> pages, const KindTable& table, const Contest& contest,
           const FileHints& hints)
      : pages_(pages), table_(table), contest_(contest), hints_(hints) {
    for (const PageText& page : pages) scores_.push_back(scores_of(page, table));
    headings_ = static_cast<double>(find_sections(pages, contest, table).size());
  }

  std::vector<PaperRange> split() {
    std::vector<PaperRange> papers{{0, std::min<std::size_t>(1, pages_.size()), nullptr, 0}};
    decide(papers.back());
    for (std::size_t i = 1; i < pages_.size(); ++i) {
      PaperRange& current = papers.back();
      hear_chapters(i, current);
      if (!opens(i, current)) {
        current.last = i + 1;
        decide(current);
      } else if (is_divider(current)) {
        current.last = i + 1;
        decide(current);
      } else {
        papers.push_back({i, i + 1, nullptr, 0});
        decide(papers.back());
      }
    }
    return papers;
  }

 private:
  // A sheet with little on it that is of no kind belongs to what follows.
  bool is_divider(const PaperRange& paper) const {
    if (paper.kind != nullptr) return false;
    return std::all_of(pages_.begin() + static_cast<std::ptrdiff_t>(paper.first),
                       pages_.begin() + static_cast<std::ptrdiff_t>(paper.last),
                       [](const PageText& page) { return characters(page) < kShortCover; });
  }

  std::size_t best_kind(std::size_t page) const {
    const auto best = std::ranges::max_element(scores_[page], {}, &PageScore::points);
    return static_cast<std::size_t>(best - scores_[page].begin());
  }

  bool opens(std::size_t i, const PaperRange& current) const {
    const std::size_t best = best_kind(i);
    const KindSpec& spec = table_.kinds()[best];
    const bool in_long = current.kind != nullptr && current.kind->is_long;
    if (current.kind == &spec && spec.is_long) return false;
    const double needed = in_long ? kOpensInLong : kOpensPaper;
    if (!opens_as(i, best, needed) && !announces(i, best, needed)) return false;
    return !bound_in(i, spec, current);
  }

  // 项目简介 heads a paper of its own, and a chapter of an application.
  void hear_chapters(std::size_t i, const PaperRange& current) {
    if (current.kind == nullptr || !current.kind->sectioned) return;
    if (find_sections(pages_.subspan(i, 1), contest_, table_).empty()) return;
    for (std::size_t kind = 0; kind < scores_[i].size(); ++kind) {
      const MaterialKind* known = contest_.kind(table_.kinds()[kind].id);
      if (known == nullptr || !known->owned) scores_[i][kind].title = 0;
    }
  }

  bool opens_as(std::size_t i, std::size_t kind, double needed) const {
    const PageScore& page = scores_[i][kind];
    return page.title > 0 && page.anchors >= needed + (page.title > kTitleEnd ? 0 : kVagueTitle);
  }

  // A divider sheet (附件1：营业执照) belongs to the paper behind it.
  bool announces(std::size_t i, std::size_t kind, double needed) const {
    return scores_[i][kind].title > 0 && characters(pages_[i]) < kShortCover &&
           i + 1 < pages_.size() && best_kind(i + 1) == kind && opens_as(i + 1, kind, needed);
  }

  // The licence of the auditor behind its report, the laboratory's accreditation behind its own.
  bool bound_in(std::size_t i, const KindSpec& spec, const PaperRange& current) const {
    if (current.kind == nullptr || !current.kind->binds || &spec == current.kind) return false;
    static const Pattern copy("供[^。]{0,8}报告(?:附|使)用");
    if (copy.find(pages_[i].flow().units)) return true;
    const auto made_by = [&](std::u16string_view words) {
      return std::ranges::any_of(current.kind->never,
                                 [&](const Pattern& never) { return never.in(words); });
    };
    const Form form(pages_[i], table_);
    for (const HolderSource& source : spec.holders) {
      if (source.way != HolderSource::Way::label) continue;
      for (const LabelValue& value : form.values(source.labels)) {
        const std::vector<Named> units = units_of_value(pages_[i], value, false);
        if (!units.empty()) return made_by(units.front().text.units);
      }
    }
    return made_by(pages_[i].flow().units);
  }

  double points(const PaperRange& paper, std::size_t kind) const {
    double best = 0;
    double later = 0;
    for (std::size_t i = paper.first; i < paper.last; ++i) {
      const double here = scores_[i][kind].points();
      if (i - paper.first < kDeciding) {
        best = std::max(best, here);
      } else {
        later += here;
      }
    }
    const std::size_t rest =
        paper.last - paper.first - std::min(kDeciding, paper.last - paper.first);
    if (rest > 0) best += kLaterPages * later / static_cast<double>(rest);
    return best + hint(table_.kinds()[kind], paper);
  }

  double hint(const KindSpec& spec, const PaperRange& paper) const {
    double points = 0;
    for (const auto& [prefix, worth] : spec.media) {
      if (hints_.media_type.starts_with(prefix)) points += worth;
    }
    if (paper.first == 0) {
      const bool slides = is_slides(paper);
      if (spec.sectioned && !slides) points += std::min(kMostForHeadings, kHeading * headings_);
      if (spec.slides && slides) points += kSlides;
      if (!hints_.declared.empty() && hints_.declared == spec.id) points += kHint;
      const std::u16string name = folded_units(hints_.name);
      const bool named = std::ranges::any_of(spec.titles, [&](const std::u16string& title) {
        return title.size() >= 3 && name.find(title) != std::u16string::npos;
      });
      if (named) points += kHint;
    }
    return points;
  }

  bool is_slides(const PaperRange& paper) const {
    if (paper.last - paper.first < 3) return false;
    return std::all_of(pages_.begin() + static_cast<std::ptrdiff_t>(paper.first),
                       pages_.begin() + static_cast<std::ptrdiff_t>(paper.last),
                       [](const PageText& page) {
                         const bool aside = page.page().turn % 180 != 0;
                         const double ratio = static_cast<double>(page.page().width) /
                                              std::max(1, page.page().height);
                         return aside ? ratio < 1 / 1.2 : ratio > 1.2;
                       });
  }

  void decide(PaperRange& paper) const {
    std::vector<double> all;
    for (std::size_t kind = 0; kind < table_.kinds().size(); ++kind) {
      all.push_back(points(paper, kind));
    }
    const auto best = std::ranges::max_element(all);
    paper.kind = nullptr;
    paper.confidence = 0;
    if (best == all.end() || *best < kIsKind) return;
    paper.kind = &table_.kinds()[static_cast<std::size_t>(best - all.begin())];
    const double winner = *best;
    *best = 0;
    const double second = *std::ranges::max_element(all);
    paper.confidence = std::min(1.0, winner / 1.5) * winner / (winner + 0.5 * second);
  }

  std::span<const PageText> pages_;
  const KindTable& table_;
  const Contest& contest_;
  const FileHints& hints_;
  std::vector<std::vector<PageScore>> scores_;
  double headings_ = 0;  // of the application's sections
};

}  // namespace

std::vector<PaperRange> split_papers(std::span<const PageText> pages, const KindTable& table,
                                     const Contest& contest, const FileHints& hints) {
  if (pages.empty()) {
    PaperRange all;
    for (const KindSpec& spec : table.kinds()) {
      for (const auto& [prefix, worth] : spec.media) {
        if (hints.media_type.starts_with(prefix) && worth >= kIsKind) all.kind = &spec;
      }
    }
    return {all};
  }
  return Splitter(pages, table, contest, hints).split();
}

}  // namespace jianzhen::verify
