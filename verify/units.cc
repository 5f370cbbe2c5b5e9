#include "verify/units.h"

#include <algorithm>

#include "core/text.h"
#include "verify/name_parts.h"
#include "verify/names.h"

namespace jianzhen::verify {
namespace {

constexpr std::size_t kShortestName = 4;
constexpr std::size_t kLikelyName = 8;  // so long, what stands at a name's place is one
constexpr std::size_t kLongestName = 60;

Named named(const PageText& page, const Text& text) {
  Evidence evidence = page.evidence(text);
  std::string name = core::compact(evidence.words);
  const std::uint32_t line = text.origins.empty() ? 0 : text.origins.front().line;
  const auto on_line = std::ranges::count(text.origins, line, &Origin::line);
  const double all = text.origins.empty() ? 0 : page.characters_in_line(line);
  const double share = all > 0 ? static_cast<double>(on_line) / all : 0;
  return {std::move(name), std::move(evidence), text, share};
}

// 兹证明沈阳… and the like, which a name does not begin with.
Text without_lead(const Text& text) {
  static const Pattern pattern(
      R"(^.*(?:20\d\d年度?|兹证明|兹有|现有|证明|审计了|授予|(?:我|本)(?:单位|公司|院|校|局|司|中心)(?:与|由|使用|采用|应用|引进|选用|采购|部署|委托)?|根据|关于|感谢))");
  const auto match = pattern.find(text.units);
  return match && match->whole.last + kShortestName <= text.size()
             ? text.slice(match->whole.last, text.size())
             : text;
}

// find_units counts code points of UTF-8; text is UTF-16.
std::vector<Range> unit_ranges(std::u16string_view units) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if ((units[i] & 0xFC00) != 0xDC00) starts.push_back(i);
  }
  starts.push_back(units.size());
  std::vector<Range> ranges;
  for (const NameSpan& span : find_units(utf8_of(units))) {
    if (span.last < starts.size() && span.first < span.last) {
      ranges.push_back({starts[span.first], starts[span.last]});
    }
  }
  return ranges;
}

bool separator(char16_t c) { return c == u';' || c == u'、' || c == u',' || c == u'，'; }

bool joins_list(char16_t c) { return separator(c) || c == u'和' || c == u'及' || c == u'与'; }

std::vector<Text> split(const Text& text) {
  std::vector<Text> items;
  std::size_t first = 0;
  int depth = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char16_t c = i < text.size() ? text.units[i] : u';';
    depth += c == u'(' ? 1 : c == u')' && depth > 0 ? -1 : 0;
    if (i < text.size() && (depth > 0 || !separator(c))) continue;
    if (i > first) items.push_back(text.slice(first, i));
    first = i + 1;
  }
  return items;
}

bool is_person(std::u16string_view units) {
  return units.size() >= 2 && units.size() <= 4 &&
         std::ranges::all_of(units, [](char16_t c) { return core::is_han(c) || c == u'·'; });
}

// A name without a known form: long enough, nearly all Han, no sentence.
bool may_be_name(std::u16string_view units) {
  static const Pattern never(
      "[。;:!?%￥“”\"=]|\\d{5,}|^无$|^/+$|^[(].*[)]$|应|以及|并且|如下|公司全称$");
  if (units.size() < kShortestName || units.size() > kLongestName || never.find(units)) {
    return false;
  }
  if (is_torn_form(core::to_utf32(utf8_of(units)))) return false;
  const auto han = std::ranges::count_if(units, [](char16_t c) { return core::is_han(c); });
  return han * 4 >= static_cast<std::ptrdiff_t>(units.size()) * 3;
}

bool is_unit(const Text& text) { return looks_like_unit(utf8_of(text.units)); }

// 沈阳分公司 alone on the next line goes on with the head's name.
bool is_branch_tail(const Text& text) {
  static const Pattern pattern(
      R"(^[\p{Han}]{0,14}(?:分公司|分行|支行|分院|分所|分校|分部|分店|分厂|办事处|营业部|分社|分中心|分支机构)$)");
  return pattern.in(text.units) && text.size() <= 18 && text.units.find(u"公司") + 2 >= text.size();
}

// A value of its own row has a label beside it, known or not.
bool alone_in_row(const PageText& page, const Text& text) {
  const auto cell = std::ranges::find_if(page.cells(), [&](const Cell& each) {
    return each.text.origins.front() == text.origins.front();
  });
  return cell != page.cells().end() && page.left_of(*cell) == nullptr;
}

// `joint`: holders may stand one under the other with nothing between.
Text joined_value(const PageText& page, const LabelValue& value, bool joint) {
  Text text = value.first();
  for (std::size_t i = 1; i < value.lines.size(); ++i) {
    const Text& next = value.lines[i];
    const std::vector<Text> items = split(text);
    const bool open = text.empty() || separator(text.units.back()) ||
                      (!next.empty() && separator(next.units.front())) ||
                      (!items.empty() && !is_unit(without_trimmings(items.back())));
    if (!open && joint && may_be_name(next.units) && is_unit(next) && alone_in_row(page, next)) {
      text.units.push_back(u';');
      text.origins.push_back(next.origins.front());
      text.append(next);
      continue;
    }
    if (!open && !is_branch_tail(next)) break;
    Text longer = text;
    longer.append(next);
    const std::vector<Text> longer_items = split(longer);
    const bool complete = !longer_items.empty() && is_unit(without_trimmings(longer_items.back()));
    if (!complete && i + 1 == value.lines.size()) break;
    text = std::move(longer);
  }
  const std::vector<Text> items = split(text);
  const bool complete = !items.empty() && is_unit(without_trimmings(items.back()));
  return complete ? text : value.first();
}

}  // namespace

Text without_trimmings(const Text& text) {
  static const Pattern pattern(
      R"((?:\((?:以下|简称|盖章|公章|单位|加盖|签章|签字|甲方|乙方|丙方|下称|统一|法人|牵头|联合|代章|副本|正本|委托|受托|需方|供方|买方|卖方|全称|印章)[^)]*\)?)"
      R"(|(?:检验检测|合同|财务|发票|业务|报告|投标|技术|项目|电子|审计|认证|检测|评测|人事|行政)*(?:专用章|公章|印章|印鉴)(?:\(?\d*\)?)?|\d{13}|盖章|全称|全体股东|[*★☆:]+)+$)");
  static const Pattern front(
      R"(^(?:[:;,、.·\-_*★☆]|\((?:盖章|公章|单位公章|签章)\)|[^()]{0,4}\))+)");
  std::size_t first = 0;
  std::size_t last = text.size();
  if (const auto match = front.find(text.units)) first = match->whole.last;
  if (const auto match = pattern.find(text.units)) last = match->whole.first;
  return text.slice(std::min(first, last), last);
}

std::vector<Named> units_in(const PageText& page, const Text& text) {
  std::vector<Named> result;
  for (const Range& range : unit_ranges(text.units)) {
    result.push_back(named(page, text.slice(range.first, range.last)));
  }
  return result;
}

std::vector<Named> units_by(const PageText& page, const UnitPattern& pattern) {
  const Text& flow = page.flow();
  const std::u16string_view units = flow.units;
  const std::vector<Range> known = unit_ranges(units);
  std::vector<Named> result;
  for (const Pattern::Match& match : pattern.before.find_all(units)) {
    const std::size_t from = match.whole.last;
    const auto range =
        std::ranges::find_if(known, [&](const Range& each) { return each.last > from; });
    if (range == known.end() || range->first > from + 1) continue;
    if (!pattern.after.in(units.substr(range->last))) continue;
    const Text words = without_lead(flow.slice(std::max(from, range->first), range->last));
    if (words.size() >= kShortestName) result.push_back(named(page, words));
  }
  if (!result.empty()) return result;
  // No known form where one should end: the reader erred, or the unit's form is unusual.
  for (const Pattern::Match& match : pattern.whole.find_all(units)) {
    const Text words = without_lead(flow.slice(match.groups[0].first, match.groups[0].last));
    const std::vector<Range> inside = unit_ranges(words.units);
    // 证明|甲公司与乙公司…: one of several is not the one that the words speak of.
    if (!inside.empty() && inside[0].last < words.size() && joins_list(words.units[inside[0].last]))
      continue;
    if (!inside.empty()) {
      result.push_back(named(page, words.slice(inside[0].first, inside[0].last)));
    } else if (may_be_name(words.units) && (words.size() >= kLikelyName || is_unit(words))) {
      result.push_back(named(page, words));
    }
  }
  return result;
}

std::optional<Named> named_whole(const PageText& page, const Text& words) {
  static const Pattern grammar("[我本该各与由为的]");
  if (!may_be_name(words.units) || !is_unit(words) || grammar.in(words.units)) return std::nullopt;
  return named(page, words);
}

std::vector<NamedList> unit_lists_by(const PageText& page, const UnitPattern& pattern) {
  const Text& flow = page.flow();
  const std::u16string_view units = flow.units;
  const std::vector<Range> known = unit_ranges(units);
  std::vector<NamedList> result;
  for (const Pattern::Match& match : pattern.before.find_all(units)) {
    NamedList list;
    std::size_t at = match.whole.last;
    for (const Range& range : known) {
      if (range.last <= at) continue;
      // The first may stand in quotation marks.
      if (range.first > (list.units.empty() ? at + 1 : at)) break;
      list.units.push_back(named(page, flow.slice(std::max(at, range.first), range.last)));
      at = range.last;
      if (at < units.size() && joins_list(units[at])) ++at;
    }
    if (list.units.empty()) continue;
    const std::size_t end = units[at - 1] == list.units.back().text.units.back() ? at : at - 1;
    const auto after = pattern.after.find(units.substr(end));
    if (!after) continue;
    list.begins = match.whole.first;
    list.ends = end;
    list.sentence = flow.slice(match.whole.first, end + after->whole.last);
    const std::size_t stop = units.find(u'。', end);
    list.behind = flow.slice(end, std::min(stop, end + 60));
    result.push_back(std::move(list));
  }
  return result;
}

std::vector<Named> units_of_value(const PageText& page, const LabelValue& value, bool persons) {
  std::vector<Named> result;
  for (const Text& item : split(joined_value(page, value, persons))) {
    const Text bare = without_trimmings(item);
    if (bare.empty()) continue;
    const std::vector<Range> ranges = unit_ranges(bare.units);
    const bool whole = is_unit(bare) && bare.size() <= kLongestName;
    const bool likely =
        !value.tight && (may_be_name(bare.units) || (persons && is_person(bare.units)));
    if (!whole && !ranges.empty()) {
      result.push_back(named(page, bare.slice(ranges.front().first, ranges.front().last)));
    } else if (whole || likely) {
      result.push_back(named(page, bare));
    }
  }
  return result;
}

std::vector<Named> unit_line(const PageText& page, const Form& form, const Cell& cell) {
  const Text bare =
      without_trimmings(cell.text.slice(after_numbering(cell.text.units), cell.text.size()));
  if (bare.size() < kShortestName) return {};
  Text text = bare;
  const bool may_go_on = may_be_name(bare.units) && bare.size() >= kLikelyName;
  if (const Cell* below = may_go_on ? form.continuation(cell, cell.box.left) : nullptr) {
    Text longer = cell.text;
    longer.append(below->text);
    longer = without_trimmings(longer);
    if ((!is_unit(bare) && is_unit(longer)) || (is_unit(bare) && is_branch_tail(below->text))) {
      text = longer;
    }
  }
  const std::vector<Range> ranges = unit_ranges(text.units);
  const bool only_a_unit =
      ranges.size() == 1 && ranges[0].first == 0 && ranges[0].last == text.size();
  if (!only_a_unit) return {};
  return {named(page, text)};
}

}  // namespace jianzhen::verify
