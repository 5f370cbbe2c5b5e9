#include "verify/sections.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "verify/labels.h"
#include "verify/pattern.h"

namespace jianzhen::verify {
namespace {

constexpr std::size_t kLongestHeading = 30;
constexpr std::size_t kLongestRemark = 8;  // behind a heading's colon; more is its text
constexpr std::size_t kBodyLine = 34;      // from so many characters on a line is running text

enum class Numbering { none, chapter, han, han_brackets, arabic, decimal, other };

struct Heading {
  const PageText* page = nullptr;
  Text text;  // without numbering and closing marks
  Numbering numbering = Numbering::none;
  bool alone = false;    // nothing to its left in its row
  bool runs_on = false;  // the text follows on the same line
  bool beside = false;   // its text stands to its right: a form's left column
};

Numbering numbering_of(std::u16string_view text, std::size_t end) {
  if (end == 0) return Numbering::none;
  static const Pattern chapter("^第");
  static const Pattern han("^[一二三四五六七八九十]+[、.]");
  static const Pattern han_brackets("^[(【][一二三四五六七八九十]+[)】]");
  static const Pattern decimal(R"(^\d+\.\d+)");
  static const Pattern arabic(R"(^\d+)");
  if (chapter.find(text)) return Numbering::chapter;
  if (han.find(text)) return Numbering::han;
  if (han_brackets.find(text)) return Numbering::han_brackets;
  if (decimal.find(text)) return Numbering::decimal;
  return arabic.find(text) ? Numbering::arabic : Numbering::other;
}

bool is_entry_of_contents(const Cell& cell) {
  static const Pattern leader(R"((?:\.{3,}|…+|·{3,}|-{3,}|_{3,})[(]?\d{0,3}[)]?$)");
  static const Pattern page_number(R"(\D(\d{1,3})$)");
  const std::u16string& text = cell.text.units;
  if (leader.find(text)) return true;
  const auto number = page_number.find(text);
  return number && cell.wide_gap_before(number->groups[0].first);
}

}  // namespace

bool is_running_text(const Cell& cell) {
  return !is_entry_of_contents(cell) &&
         (cell.text.size() >= kBodyLine || cell.text.units.ends_with(u"。"));
}

namespace {

std::optional<Heading> heading_of(const PageText& page, const Cell& cell) {
  static const Pattern closing(R"((?:\([^)]{0,30}\)|[:.、—\-】\]])+$)");
  static const Pattern run_in(R"(^([\p{Han}]{2,16})(?:[:。】]|——))");
  static const Pattern sentence("[。;!?]");
  const std::u16string_view units = cell.text.units;
  Heading heading;
  heading.page = &page;
  std::size_t first = after_numbering(units);
  heading.numbering = numbering_of(units, first);
  heading.alone = page.left_of(cell) == nullptr;
  const Cell* next = page.next(cell);
  heading.beside = heading.alone && next != nullptr && next->box.left > cell.box.right;
  if (first < units.size() && (units[first] == u'【' || units[first] == u'[')) ++first;
  std::size_t last = units.size();
  const std::u16string_view rest = units.substr(std::min(first, units.size()));
  const auto match = run_in.find(rest);
  const bool speaks_on = match && rest.size() > match->whole.last + kLongestRemark;
  if (rest.size() > kLongestHeading || sentence.find(rest) || speaks_on) {
    if (!match) return std::nullopt;
    heading.runs_on = true;
    last = first + match->groups[0].last;
  } else if (const auto marks = closing.find(rest)) {
    last = first + marks->whole.first;
  }
  if (last <= first) return std::nullopt;
  heading.text = cell.text.slice(first, last);
  return heading;
}

// Headings of the body, in order.
class Headings {
 public:
  explicit Headings(std::span<const PageText> pages) {
    for (const PageText& page : pages) read(page);
  }
  std::vector<Heading> take() { return std::move(headings_); }

 private:
  void read(const PageText& page) {
    const std::vector<Cell>& cells = page.cells();
    const auto leaders = std::ranges::count_if(cells, is_entry_of_contents);
    if (leaders >= 3 && !std::ranges::any_of(cells, is_running_text)) return;
    // The contents may go on to the next page, but running text ends them.
    if (in_contents_ && std::ranges::any_of(cells, is_running_text)) in_contents_ = false;
    std::vector<Heading> waiting;  // in the contents or behind them: the next lines tell
    for (const Cell& cell : cells) {
      if (cell.text.units == u"目录" || cell.text.units == u"目次") {
        in_contents_ = true;
        continue;
      }
      if (in_contents_ && is_running_text(cell)) {
        in_contents_ = false;
        const std::size_t kept = std::min<std::size_t>(waiting.size(), 2);
        for (std::size_t i = waiting.size() - kept; i < waiting.size(); ++i) {
          headings_.push_back(std::move(waiting[i]));
        }
        waiting.clear();
      }
      if (is_entry_of_contents(cell)) continue;
      auto heading = heading_of(page, cell);
      if (!heading) continue;
      const auto repeats = [&](const Heading& entry) {
        return entry.text.units == heading->text.units;
      };
      if (in_contents_ && std::ranges::any_of(waiting, repeats)) in_contents_ = false;
      (in_contents_ ? waiting : headings_).push_back(std::move(*heading));
    }
  }

  bool in_contents_ = false;
  std::vector<Heading> headings_;
};

enum class Likeness { none, near, exact };

void add_variants(Words& variants, const std::u16string& title, const Words& same) {
  for (const std::u16string& word : same) {
    const std::size_t at = title.find(word);
    if (at == std::u16string::npos) continue;
    for (const std::u16string& other : same) {
      std::u16string variant = title;
      variant.replace(at, word.size(), other);
      if (other != word) variants.push_back(std::move(variant));
    }
  }
}

// A title of the contest and the other ways to say it.
class Wanted {
 public:
  Wanted(const std::string& title, const KindTable& table) : title_(folded_units(title)) {
    for (const Words& same : table.heading_synonyms()) add_variants(variants_, title_, same);
    add_variants(variants_, title_, {u"和", u"与", u"及", u""});
    // 具体应用案例 is said by 应用案例.
    if (title_.size() >= 6) variants_.push_back(title_.substr(title_.size() - 4));
  }

  Likeness in(const Heading& heading) const {
    const std::u16string& text = heading.text.units;
    if (same_word(text, title_)) return Likeness::exact;
    const auto holds = [&](const std::u16string& word) {
      return text.size() <= word.size() + 8 && find_word(text, word) != std::u16string::npos;
    };
    if (holds(title_) || std::ranges::any_of(variants_, holds)) return Likeness::near;
    if (title_.size() != 4 || text.size() > 10) return Likeness::none;
    const std::size_t front = text.find(title_.substr(0, 2));
    if (front == std::u16string::npos) return Likeness::none;
    const std::size_t back = text.find(title_.substr(2), front + 2);
    return back == std::u16string::npos ? Likeness::none : Likeness::near;
  }

 private:
  std::u16string title_;
  Words variants_;
};

// The numbering that most exact headings of sections have.
Numbering section_numbering(const std::vector<Heading>& headings,
                            const std::vector<Wanted>& sections) {
  std::map<Numbering, int> votes;
  for (const Heading& heading : headings) {
    for (const Wanted& section : sections) {
      if (section.in(heading) == Likeness::exact && !heading.runs_on) ++votes[heading.numbering];
    }
  }
  const auto best =
      std::ranges::max_element(votes, {}, [](const auto& vote) { return vote.second; });
  return best == votes.end() ? Numbering::none : best->first;
}

bool says_section(const Heading& heading, const Wanted& section, Numbering style) {
  if (heading.runs_on) return false;
  const Likeness likeness = section.in(heading);
  if (likeness == Likeness::exact) return heading.numbering != Numbering::none || heading.alone;
  return likeness == Likeness::near && heading.numbering != Numbering::none &&
         (style == Numbering::none || heading.numbering == style);
}

bool says_part(const Heading& heading, const Wanted& part) {
  const Likeness likeness = part.in(heading);
  return likeness == Likeness::exact ||
         (likeness == Likeness::near &&
          (heading.numbering != Numbering::none || heading.runs_on || heading.alone));
}

Section found(const Heading& heading, const std::string& section, const std::string& part) {
  return {section, part, heading.page->evidence(heading.text)};
}

}  // namespace

std::vector<Section> find_sections(std::span<const PageText> pages, const Contest& contest,
                                   const KindTable& table) {
  const std::vector<Heading> headings = Headings(pages).take();
  std::vector<Wanted> wanted;
  for (const ApplicationSection& section : contest.sections)
    wanted.emplace_back(section.title, table);
  const Numbering style = section_numbering(headings, wanted);

  // Where each section's heading stands; headings.size() where it has none.
  std::vector<std::size_t> starts;
  for (const Wanted& section : wanted) {
    std::size_t at = headings.size();
    for (const bool exact : {true, false}) {
      for (std::size_t i = 0; i < headings.size() && at == headings.size(); ++i) {
        if (exact && section.in(headings[i]) != Likeness::exact) continue;
        if (says_section(headings[i], section, style)) at = i;
      }
    }
    starts.push_back(at);
  }

  std::vector<std::pair<std::size_t, Section>> result;
  for (std::size_t s = 0; s < contest.sections.size(); ++s) {
    const ApplicationSection& section = contest.sections[s];
    const bool titled = starts[s] < headings.size();
    std::size_t end = headings.size();
    for (const std::size_t start : starts) {
      if (titled && start > starts[s]) end = std::min(end, start);
    }
    // In a form's left column the title stands at half the height of its text.
    std::size_t first = titled ? starts[s] + 1 : 0;
    if (titled && headings[starts[s]].beside) {
      first = 0;
      for (const std::size_t start : starts) {
        if (start < starts[s]) first = std::max(first, start + 1);
      }
    }
    std::vector<std::pair<std::size_t, Section>> parts;
    for (const std::string& title : section.parts) {
      const Wanted part(title, table);
      for (std::size_t i = first; i < end; ++i) {
        if (!says_part(headings[i], part)) continue;
        const bool ahead = !titled || i < starts[s];
        if (ahead && part.in(headings[i]) != Likeness::exact) continue;
        parts.emplace_back(i, found(headings[i], section.title, title));
        break;
      }
    }
    if (titled) {
      result.emplace_back(starts[s], found(headings[starts[s]], section.title, {}));
    } else if (parts.size() >= 2) {
      Section by_parts = parts.front().second;
      by_parts.part.clear();
      result.emplace_back(parts.front().first, by_parts);
    } else {
      continue;
    }
    for (auto& part : parts) result.push_back(std::move(part));
  }
  std::ranges::stable_sort(result, {}, &std::pair<std::size_t, Section>::first);
  std::vector<Section> sections;
  for (auto& [at, section] : result) sections.push_back(std::move(section));
  return sections;
}

}  // namespace jianzhen::verify
