// find_units: names inside running text. A name's end is told by its organisational form; its
// beginning by what stands before it: punctuation, labels, particles, the end of the name before.

#include <algorithm>
#include <vector>

#include "verify/name_parts.h"
#include "verify/names.h"

namespace jianzhen::verify {
namespace {

using View = std::u32string_view;

constexpr std::size_t kShortest = 4;   // characters of a name
constexpr std::size_t kFarthest = 40;  // from the form back to the beginning
constexpr std::size_t kLongestTail = 24;

bool han(char32_t c) { return (c >= 0x3400 && c <= 0x9FFF) || c >= 0x20000; }
bool digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= 0xC0 && c < 0x370); }

// What names are written with; everything else ends one.
bool in_names(char32_t c) {
  return han(c) || digit(c) || letter(c) || c == U'(' || c == U')' || c == U'-' || c == U'&' ||
         c == U'.';
}

class Finder {
 public:
  explicit Finder(std::string_view text)
      : text_(name_text_with_origin(text)), gaps_(text_.text.size() + 1) {
    for (std::size_t i = 1; i < text_.origin.size(); ++i)
      gaps_[i] = text_.origin[i] > text_.origin[i - 1] + 1;
  }

  std::vector<NameSpan> find() {
    const View text = text_.text;
    for (std::size_t end = kShortest; end <= text.size(); ++end) {
      const WordSet::Hit form = name_tables().forms_ending.longest_ending(text, end);
      if (form.length == 0 || goes_on(end)) continue;
      try_name(end, static_cast<FormClass>(form.value));
    }
    std::vector<NameSpan> spans;
    for (const Range& range : found_) {
      spans.push_back({text_.origin[range.first], text_.origin[range.last - 1] + 1ULL});
    }
    return spans;
  }

 private:
  struct Range {
    std::size_t first = 0;
    std::size_t last = 0;
  };

  // 大学|附属医院, 医院|管理有限公司: a form inside a longer name; the longer one is found later.
  // So are forms that only overlap another (联合会|计师事务所).
  bool goes_on(std::size_t end) const {
    constexpr std::size_t kFarthestForm = 12;
    const View text = text_.text;
    for (std::size_t stop = end + 1; stop <= std::min(text.size(), end + kFarthestForm); ++stop) {
      if (!in_names(text[stop - 1]) || gaps_[stop - 1]) return false;
      const WordSet::Hit hit = name_tables().forms_ending.longest_ending(text, stop);
      if (hit.length >= 3 && stop - hit.length < end) return true;
      if (name_tables().leads.longest(text, stop - 1).length > 0) return false;
      const bool partnership = static_cast<FormClass>(hit.value) == FormClass::partnership;
      if (hit.length >= 2 && !partnership && closes_a_bracket(end, stop)) return false;
      // What lies between must be made of name words, or the second form belongs to other words.
      if (hit.length < 2 || stop - hit.length < end) continue;
      const bool institution = static_cast<FormClass>(hit.value) == FormClass::institution;
      return composed(end, stop - hit.length) ||
             (institution && of_a_national_body(end, stop - hit.length));
    }
    return false;
  }

  // 医院(沈阳市眼科医院): a whole name in brackets is no continuation.
  bool closes_a_bracket(std::size_t end, std::size_t stop) const {
    const View text = text_.text;
    return text[end] == U'(' && stop < text.size() && text[stop] == U')' &&
           text.substr(end, stop - end).find(U')') == View::npos;
  }

  // 第三 in 集团第三工程有限公司.
  static std::size_t ordinal_length(View text, std::size_t at) {
    constexpr View kNumerals = U"一二三四五六七八九十0123456789";
    if (text[at] != U'第') return 0;
    std::size_t end = at + 1;
    while (end < text.size() && kNumerals.find(text[end]) != View::npos) ++end;
    return end > at + 1 ? end - at : 0;
  }

  // 中国科学院|沈阳…研究所: what a national academy has in a place bears its name in front.
  bool of_a_national_body(std::size_t end, std::size_t form_begin) const {
    constexpr std::size_t kLongestHead = 12;
    const View text = text_.text;
    const std::size_t head = text.substr(0, end).rfind(U"中国");
    return head != View::npos && end - head <= kLongestHead &&
           std::all_of(text.begin() + static_cast<std::ptrdiff_t>(head),
                       text.begin() + static_cast<std::ptrdiff_t>(form_begin), han) &&
           name_tables().places.longest(text.substr(0, form_begin), end).length > 0;
  }

  bool composed(std::size_t from, std::size_t to) const {
    const View text = View(text_.text).substr(0, to);
    while (from < to) {
      if (text[from] == U'(' || text[from] == U')') {
        ++from;
        continue;
      }
      const std::size_t step =
          std::max({name_tables().trades.longest(text, from).length,
                    name_tables().places.longest(text, from).length, ordinal_length(text, from)});
      if (step == 0) return false;
      from += step;
    }
    return true;
  }

  void try_name(std::size_t end, FormClass form) {
    const View text = text_.text;
    const std::size_t form_begin = form_ending_at(text.substr(0, end), end).begin;
    const std::size_t after = found_.empty() ? 0 : found_.back().last;
    if (form_begin < after) return;
    const std::size_t first = beginning(form_begin, after);
    if (end - first < kShortest || form_begin < first + 2) return;
    if (!is_named(first, form_begin, end, form)) return;
    const std::size_t tail = tail_length(end, form);
    found_.push_back({first, end + (tail > 0 ? tail : second_name_length(end, form))});
  }

  // 沈阳市第四人民医院|(沈阳市眼科医院): one institution under two plates.
  std::size_t second_name_length(std::size_t end, FormClass form) const {
    const View text = text_.text;
    const auto is_public = [](FormClass c) {
      return c == FormClass::institution || c == FormClass::organ;
    };
    if (!is_public(form) || end >= text.size() || text[end] != U'(') return 0;
    const std::size_t close = text.find(U')', end);
    if (close == View::npos || close > end + kLongestTail) return 0;
    const View inside = text.substr(end + 1, close - end - 1);
    if (!std::ranges::all_of(inside, han)) return 0;
    return is_public(form_ending_at(inside, inside.size()).form) ? close + 1 - end : 0;
  }

  // The nearest place where a name can begin at all: behind punctuation, an open bracket, a gap.
  std::size_t hard_beginning(std::size_t form_begin, std::size_t after) const {
    const View text = text_.text;
    std::size_t first = form_begin;
    int depth = 0;
    while (first > after && form_begin - first < kFarthest) {
      const char32_t c = text[first - 1];
      if (!in_names(c)) break;
      if (c == U')') ++depth;
      if (c == U'(' && --depth < 0) break;
      if (gaps_[first] && first < form_begin && depth == 0) break;
      --first;
    }
    return first;
  }

  std::size_t beginning(std::size_t form_begin, std::size_t after) const {
    std::size_t first = hard_beginning(form_begin, after);
    first = behind_brackets(first, form_begin);
    const std::size_t led = behind_leads(first, form_begin);
    const bool joined = led != first || (first > 0 && first == after);
    first = behind_numbers(led, form_begin);
    first = behind_particles(first, form_begin, joined);
    return behind_titles(first, form_begin);
  }

  // (盖章)沈阳…, (一)沈阳…: brackets that say neither a place nor a group end before the name.
  std::size_t behind_brackets(std::size_t first, std::size_t form_begin) const {
    const View text = text_.text;
    for (std::size_t close = form_begin; close-- > first;) {
      if (text[close] != U')') continue;
      const std::size_t open = text.substr(0, close).rfind(U'(');
      if (open == View::npos || open < first) return close + 1;
      const View inside = text.substr(open + 1, close - open - 1);
      const bool of_name = open > first && (is_region(inside) || inside == U"集团" ||
                                            inside == U"控股" || begins_name(first, open));
      if (!of_name) return close + 1;
      close = open;
    }
    return first;
  }

  bool begins_name(std::size_t first, std::size_t end) const {
    return region_length(text_.text, first, end) > 0;
  }

  // Behind the last word that no name holds.
  std::size_t behind_leads(std::size_t first, std::size_t form_begin) const {
    std::size_t best = first;
    for (std::size_t at = first; at + 1 < form_begin; ++at) {
      const std::size_t length =
          name_tables().leads.longest(View(text_.text).substr(0, form_begin), at).length;
      if (length == 0 || part_of_name_word(best, at, length, form_begin)) continue;
      best = at + length;
    }
    return best;
  }

  // 信息 in 青禾信息技术, 单位 in 事业单位登记管理局: a lead that is a word of trade, or a part of
  // one, is none where a brand or place stands before it or the trade goes on behind it.
  bool part_of_name_word(std::size_t first, std::size_t at, std::size_t length,
                         std::size_t form_begin) const {
    constexpr std::size_t kLongestTrade = 4;
    const View text = View(text_.text).substr(0, form_begin);
    for (std::size_t from = at - std::min(kLongestTrade, at - first); from <= at; ++from) {
      const std::size_t trade = name_tables().trades.longest(text, from).length;
      if (from + trade < at + length) continue;
      if (region_length(text, at + length, form_begin) > 0) return false;
      if (from < at || composed(from, form_begin) || region_length(text, first, at) > 0)
        return true;
    }
    return false;
  }

  // 2023年度|, 第0820号|, 75%|, 30829U|: figures before a name, but 3M中国 begins with one.
  std::size_t behind_numbers(std::size_t first, std::size_t form_begin) const {
    const View text = text_.text;
    constexpr View kUnits = U"年月日号条个元款项人次%";
    for (std::size_t at = form_begin; at-- > first;) {
      if (kUnits.find(text[at]) != View::npos && at > first && digit(text[at - 1])) return at + 1;
    }
    std::size_t stop = first;
    std::size_t digits = 0;
    while (stop < form_begin &&
           (digit(text[stop]) || letter(text[stop]) || text[stop] == U'.' || text[stop] == U'-')) {
      digits += digit(text[stop]) ? 1 : 0;
      ++stop;
    }
    const bool code =
        digits >= 4 || (stop > first && (digits == stop - first || !letter(text[stop - 1])) &&
                        digits > 0 && region_length(text, stop, form_begin) > 0);
    return code ? stop : first;
  }

  // `joined`: right behind another name or a label, where particles are likely.
  std::size_t behind_particles(std::size_t first, std::size_t form_begin, bool joined) const {
    const View text = View(text_.text).substr(0, form_begin);
    for (;;) {
      const std::size_t length = name_tables().particles.longest(text, first).length;
      if (length == 0 || first + length + 2 > form_begin) break;
      if (region_length(text, first, form_begin) > length) break;  // 本溪
      if (!joined && region_length(text, first + length, form_begin) == 0) break;
      first += length;
    }
    for (std::size_t at = first + 1; at + 2 < form_begin; ++at) {
      const std::size_t length = name_tables().particles.longest(text, at).length;
      if (length == 0 || region_length(text, first, at) > 0) continue;
      if (upper_region(at + length, form_begin) || all_titles(first, at)) return at + length;
    }
    return first;
  }

  // 平台, 系统: no name, but what a sentence speaks of.
  bool all_titles(std::size_t first, std::size_t end) const {
    while (end > first) {
      const std::size_t length =
          name_tables().titles.longest_ending(View(text_.text).substr(0, end), end).length;
      if (length == 0 || length > end - first) return false;
      end -= length;
    }
    return true;
  }

  // A place that is surely one, with a brand behind it.
  bool upper_region(std::size_t at, std::size_t form_begin) const {
    const View text = View(text_.text).substr(0, form_begin);
    const WordSet::Hit hit = name_tables().places.longest(text, at);
    if (hit.length == 0) return false;
    const PlaceKind kind = place_of(hit.value).kind;
    return (kind == PlaceKind::division || kind == PlaceKind::short_upper) &&
           at + hit.length + 2 <= form_begin;
  }

  // 轧制解决方案|鞍山…: a title runs into a name; the place begins it, if no brand leads.
  std::size_t behind_titles(std::size_t first, std::size_t form_begin) const {
    constexpr std::size_t kLongForBrand = 8;
    constexpr std::size_t kLongForName = 24;
    const View text = View(text_.text).substr(0, form_begin);
    if (region_length(text, first, form_begin) > 0 && form_begin - first < kLongForName)
      return first;
    for (std::size_t at = first + 2; at + 2 < form_begin; ++at) {
      if (!upper_region(at, form_begin) || text[at - 1] == U'(') continue;
      const WordSet::Hit title = name_tables().titles.longest_ending(text, at);
      if (title.length > 0 || at - first >= kLongForBrand) return at;
    }
    return region_length(text, first, form_begin) > 0 ? first
                                                      : behind_long_title(first, form_begin);
  }

  // 风电齿轮箱数据智能应用|昭朴半导体设备(抚顺): no place tells; what is left must be a brand and
  // words of trade and nothing else.
  std::size_t behind_long_title(std::size_t first, std::size_t form_begin) const {
    constexpr std::size_t kShortestTitle = 5;
    constexpr std::size_t kLongestBrand = 4;
    const View text = text_.text;
    const std::size_t open = text.substr(0, form_begin).find(U'(', first);
    const std::size_t end = open == View::npos ? form_begin : open;
    for (std::size_t at = end; at-- > first + kShortestTitle;) {
      if (name_tables().titles.longest_ending(text.substr(0, at), at).length == 0) continue;
      if (composed(at, std::min(at + 2, end))) continue;
      for (std::size_t brand = 2; brand <= kLongestBrand && at + brand <= end; ++brand) {
        if (composed(at + brand, end)) return at;
      }
    }
    return first;
  }

  // Words that end like a form but name no unit: 本公司, 各有关学校.
  bool is_named(std::size_t first, std::size_t form_begin, std::size_t end, FormClass form) const {
    const View text = text_.text;
    const View before = text.substr(first, form_begin - first);
    if (is_torn_form(text.substr(first, end - first))) return false;
    if (std::ranges::none_of(before, [](char32_t c) { return han(c) || letter(c); })) return false;
    const std::size_t region = region_length(text, first, form_begin);
    const bool region_leads = region > 0;
    const bool named = before.size() > region && !composed(first + region, form_begin);
    switch (form) {
      case FormClass::company:
        if (end - form_begin >= kShortest) return named || region_leads;
        return named && !is_particle_word(before) && before.find(U"公司") == View::npos &&
               (region_leads || before.size() >= 3);
      case FormClass::partnership:
        return named || region_leads;
      case FormClass::cooperative:
        return region_leads || (named && end - form_begin > 3);
      case FormClass::institution:
      case FormClass::organ:
        return region_leads && end - first > kShortest;
      case FormClass::shop:
        return region_leads && named && ends_the_line(end);
      case FormClass::none:
        break;
    }
    return false;
  }

  // 的控股|公司, 本|公司: grammar, no brand.
  bool is_particle_word(View before) const {
    return name_tables().particles.longest(before, 0).length > 0;
  }

  bool ends_the_line(std::size_t end) const {
    return end == text_.text.size() || gaps_[end] || !in_names(text_.text[end]) ||
           text_.text[end] == U'(';
  }

  // 沈阳分公司 behind a head: places, trade words or few characters, then a branch word.
  std::size_t tail_length(std::size_t end, FormClass form) const {
    const View text = text_.text;
    const std::size_t open = end < text.size() && text[end] == U'(' ? 1 : 0;
    std::size_t best = 0;
    for (std::size_t stop = end + open + 2; stop <= std::min(text.size(), end + kLongestTail);
         ++stop) {
      const char32_t c = text[stop - 1];
      if (!han(c) && !digit(c) && !letter(c)) break;
      if (name_tables().leads.longest(text, stop - 1).length > 0 && !composed_word(stop - 1)) break;
      const View rest = text.substr(end + open, stop - end - open);
      const std::size_t word = name_tables().branches_own.longest_ending(rest, rest.size()).length;
      const std::size_t weak =
          form == FormClass::company
              ? name_tables().branches_after_company.longest_ending(rest, rest.size()).length
              : 0;
      if (word == 0 && weak < 3) continue;
      const std::size_t before = rest.size() - std::max(word, weak);
      if (before > 6 && !composed(end + open, end + open + before) &&
          region_length(text, end + open, stop) == 0)
        continue;
      if (word == 0 && region_length(text, end + open, stop) == 0) continue;
      best = stop - end;
    }
    if (best > 0 && open > 0)
      return end + best < text.size() && text[end + best] == U')' ? best + 1 : 0;
    return best;
  }

  bool composed_word(std::size_t at) const {
    return name_tables().trades.longest(text_.text, at).length > 1;
  }

  NameText text_;
  std::vector<bool> gaps_;
  std::vector<Range> found_;
};

}  // namespace

std::vector<NameSpan> find_units(std::string_view text) { return Finder(text).find(); }

}  // namespace jianzhen::verify
