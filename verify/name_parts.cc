#include "verify/name_parts.h"

#include <algorithm>

namespace jianzhen::verify {
namespace {

using View = std::u32string_view;

constexpr View kGroup = U"集团";
constexpr View kBracketedGroup = U"(集团)";
constexpr View kCompany = U"公司";
constexpr std::size_t kMinimalBrand = 2;

bool han(char32_t c) { return (c >= 0x3400 && c <= 0x9FFF) || c >= 0x20000; }

// Forms that only a legal person's own name ends with.
bool ends_as_legal_person(View text) {
  static constexpr View kLegal[] = {U"有限公司", U"有限责任公司", U"责任有限公司", U"股份公司"};
  return std::ranges::any_of(kLegal, [&](View form) { return text.ends_with(form); });
}

View without_brackets(View text) {
  while (text.starts_with(U'(')) text.remove_prefix(1);
  while (text.ends_with(U')')) text.remove_suffix(1);
  return text;
}

std::uint32_t parent_code(std::uint32_t code) { return code / 100; }

bool within(std::uint32_t code, std::uint32_t of) {
  while (code > of) code = parent_code(code);
  return of != 0 && code == of;
}

// 镇, 街道 … behind a county or district: 奎聚街道.
std::size_t town_length(View text, std::size_t at, std::size_t end) {
  constexpr std::size_t kLongest = 6;
  for (std::size_t stop = at + 3; stop <= std::min(end, at + kLongest); ++stop) {
    const WordSet::Hit hit = name_tables().towns.longest_ending(text.substr(0, stop), stop);
    if (hit.length == 0 || hit.length == stop - at) continue;
    // 奎聚街 is no town where 奎聚街道 is one.
    const bool longer = stop < end && name_tables().towns.longest_ending(text, stop + 1).length > 0;
    const std::size_t last = longer ? stop + 1 : stop;
    if (last + kMinimalBrand <= end) return last - at;
  }
  return 0;
}

// 经济技术开发区 …, with up to four characters of its own name before it where a place went ahead.
std::size_t zone_length(View text, std::size_t at, std::size_t end, bool behind_place) {
  const std::size_t own = behind_place ? 4 : 0;
  for (std::size_t from = at; from <= std::min(at + own, end); ++from) {
    const WordSet::Hit hit = name_tables().zones.longest(text.substr(0, end), from);
    if (hit.length > 0 && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                                      text.begin() + static_cast<std::ptrdiff_t>(from), han)) {
      return from + hit.length - at;
    }
  }
  return 0;
}

// One step of a region: the place that begins at `at`, if it may be one there.
struct Step {
  std::size_t length = 0;
  PlaceWord place;
};

// How much of [at, end) is left for a brand if a region ended here, and whether that can be one.
bool leaves_a_brand(View text, std::size_t at, std::size_t end);

Step place_at(View text, std::size_t at, std::size_t end, const Step& before) {
  Step best;
  name_tables().places.each(text.substr(0, end), at, [&](const WordSet::Hit& hit) {
    const PlaceWord place = place_of(hit.value);
    const std::size_t stop = at + hit.length;
    const bool inside = before.length > 0 && within(place.code, before.place.code);
    bool allowed = true;
    switch (place.kind) {
      case PlaceKind::division:
      case PlaceKind::countrywide:
      case PlaceKind::beyond:
        break;
      case PlaceKind::short_upper:
        allowed = before.length == 0 || inside;
        break;
      case PlaceKind::short_county:
        allowed = inside || (before.length == 0 && leaves_a_brand(text, stop, end));
        break;
      case PlaceKind::short_district:
        allowed = inside && leaves_a_brand(text, stop, end);
        break;
      case PlaceKind::new_area:
        allowed = zone_length(text, stop, end, true) > 0;
        break;
    }
    if (place.kind == PlaceKind::countrywide || place.kind == PlaceKind::beyond) {
      allowed = before.length == 0;
    }
    if (allowed) best = {hit.length, place};
  });
  return best;
}

// Of each place in `middle`: are there but trade words from it to the end?
std::vector<bool> composed_of_trades(View middle) {
  const std::size_t n = middle.size();
  std::vector<bool> composed(n + 1, false);
  composed[n] = true;
  for (std::size_t i = n; i-- > 0;) {
    name_tables().trades.each(middle, i, [&](const WordSet::Hit& hit) {
      if (composed[i + hit.length]) composed[i] = true;
    });
    if (!composed[i]) {
      name_tables().forms.each(middle, i, [&](const WordSet::Hit& hit) {
        if (hit.length > 1 && composed[i + hit.length]) composed[i] = true;
      });
    }
  }
  return composed;
}

// The smallest number of characters, at least `least`, after which [at, end) is trade words only.
std::size_t trade_begin(View text, const std::vector<std::size_t>& order, std::size_t least) {
  const std::size_t n = order.size();
  std::u32string middle;
  for (const std::size_t i : order) middle.push_back(text[i]);
  const std::vector<bool> composed = composed_of_trades(middle);
  if (composed[0] && n > 0) return 0;
  for (std::size_t i = least; i < n; ++i) {
    if (composed[i]) return i;
  }
  // Words that nobody listed among trades: the brand ends where the first known trade begins.
  for (std::size_t i = least; i < n; ++i) {
    if (name_tables().trades.longest(middle, i).length > 0) return i;
  }
  return n;
}

bool leaves_a_brand(View text, std::size_t at, std::size_t end) {
  const std::size_t stop = form_ending_at(text.substr(0, end), end).begin;
  std::vector<std::size_t> order;
  for (std::size_t i = at; i < stop; ++i) order.push_back(i);
  if (order.size() < kMinimalBrand) return false;
  return trade_begin(text, order, kMinimalBrand) > 0;
}

void mark(NameParts& parts, std::size_t from, std::size_t to, NameSlot slot) {
  std::fill(parts.slots.begin() + static_cast<std::ptrdiff_t>(from),
            parts.slots.begin() + static_cast<std::ptrdiff_t>(to), slot);
}

// (上海) anywhere, 辽宁 right before the form; what is in other brackets belongs where it stands.
void mark_inner_regions(NameParts& parts, std::size_t begin) {
  const View text = parts.text;
  for (std::size_t open = text.find(U'(', begin); open < parts.form_begin;
       open = text.find(U'(', open + 1)) {
    const std::size_t close = text.find(U')', open);
    if (close == View::npos || close >= parts.form_begin) return;
    mark(parts, open, open + 1, NameSlot::bracket);
    mark(parts, close, close + 1, NameSlot::bracket);
    if (is_region(text.substr(open + 1, close - open - 1)))
      mark(parts, open + 1, close, NameSlot::region);
  }
  // A brand and a trade of its own must stand before it: 力赛佳管道支架技术|上海|有限公司; where
  // trades follow, the brand alone: 建业电缆|信阳|销售公司.
  constexpr std::size_t kBeforeForm = 4;
  constexpr std::size_t kBeforeTrade = 3;
  const View named = text.substr(0, parts.form_begin);
  std::vector<bool> composed;
  for (std::size_t at = begin + kBeforeTrade; at + 2 <= parts.form_begin; ++at) {
    if (parts.slots[at] == NameSlot::region || parts.slots[at] == NameSlot::bracket) continue;
    const WordSet::Hit hit = name_tables().places.longest(named, at);
    if (hit.length == 0) continue;
    const PlaceKind kind = place_of(hit.value).kind;
    if (kind != PlaceKind::division && kind != PlaceKind::short_upper) continue;
    if (at + hit.length < parts.form_begin) {
      if (composed.empty()) composed = composed_of_trades(named.substr(begin));
      if (!composed[at + hit.length - begin] || composed[at - begin]) continue;
    } else if (at < begin + kBeforeForm) {
      continue;
    }
    mark(parts, at, at + hit.length, NameSlot::region);
    return;
  }
}

// A company must have a brand: where nothing but trades is left, the first of them is it
// (福州|轻工|进出口).
std::size_t brand_of_trades(View text, const std::vector<std::size_t>& order) {
  std::u32string middle;
  for (const std::size_t i : order) middle.push_back(text[i]);
  const std::vector<bool> composed = composed_of_trades(middle);
  std::size_t length = 0;
  name_tables().trades.each(middle, 0, [&](const WordSet::Hit& hit) {
    if (hit.length >= kMinimalBrand && composed[hit.length]) length = hit.length;
  });
  return length;
}

void mark_brand_and_trade(NameParts& parts, std::size_t begin) {
  std::vector<std::size_t> order;
  for (std::size_t i = begin; i < parts.form_begin; ++i) {
    if (parts.slots[i] == NameSlot::brand) order.push_back(i);
  }
  std::size_t split = trade_begin(parts.text, order, kMinimalBrand);
  if (split == 0 && !order.empty() && parts.form == FormClass::company)
    split = brand_of_trades(parts.text, order);
  for (std::size_t i = split; i < order.size(); ++i) parts.slots[order[i]] = NameSlot::trade;
}

}  // namespace

std::u32string NameParts::of(NameSlot slot) const {
  std::u32string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (slots[i] == slot) result.push_back(text[i]);
  }
  return result;
}

std::size_t region_length(View text, std::size_t at, std::size_t end) {
  std::size_t from = at;
  Step before;
  for (;;) {
    const Step step = place_at(text, from, end, before);
    if (step.length == 0) break;
    from += step.length;
    before = step;
  }
  const std::size_t zone = zone_length(text, from, end, before.length > 0);
  if (before.length > 0) from += zone;
  if (before.length > 0 && zone == 0 && before.place.code >= 10000)
    from += town_length(text, from, end);
  return from - at;
}

std::size_t province_before_city(View text) {
  constexpr std::uint32_t kFirstCity = 100;  // provinces have two digits (GB/T 2260)
  const WordSet::Hit province = name_tables().places.longest(text, 0);
  const std::uint32_t code = province.length > 0 ? place_of(province.value).code : 0;
  if (code == 0 || code >= kFirstCity) return 0;
  const WordSet::Hit city = name_tables().places.longest(text, province.length);
  return city.length > 0 && within(place_of(city.value).code, code) ? province.length : 0;
}

bool is_region(View text) {
  if (text.empty()) return false;
  if (name_tables().places.contains(text)) return true;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = std::max(region_length(text, at, text.size()),
                                        name_tables().places.longest(text, at).length);
    if (length == 0) return at > 0 && zone_length(text, at, text.size(), true) == text.size() - at;
    at += length;
  }
  return true;
}

FormEnd form_ending_at(View text, std::size_t end) {
  FormEnd result{end, FormClass::none};
  const WordSet::Hit hit = name_tables().forms_ending.longest_ending(text, end);
  if (hit.length == 0) return result;
  result = {end - hit.length, static_cast<FormClass>(hit.value)};
  // 合伙企业(有限合伙), 农民专业合作社联合社, 集团有限公司: forms before the form.
  for (;;) {
    const View before = text.substr(0, result.begin);
    if (before.ends_with(kBracketedGroup)) {
      result.begin -= kBracketedGroup.size();
    } else if (before.ends_with(kGroup)) {
      result.begin -= kGroup.size();
    } else if (result.form == FormClass::partnership && before.ends_with(U"企业")) {
      const WordSet::Hit more = name_tables().forms_ending.longest_ending(before, before.size());
      if (more.length == 0) return result;
      result.begin -= more.length;
    } else {
      return result;
    }
  }
}

bool is_legal_form(View text) {
  const FormEnd end = form_ending_at(text, text.size());
  return !text.empty() && end.begin == 0 && end.form != FormClass::none;
}

bool is_torn_form(View text) {
  static constexpr View kForms[] = {U"集团有限责任公司", U"股份有限责任公司", U"集团股份有限公司",
                                    U"农民专业合作社"};
  return std::ranges::any_of(
      kForms, [&](View form) { return text.size() < form.size() && form.ends_with(text); });
}

bool is_branch_tail(View rest, FormClass form) {
  const View bare = without_brackets(rest);
  if (bare.size() < 2 || ends_as_legal_person(bare)) return false;
  if (name_tables().branches_own.longest_ending(bare, bare.size()).length > 0) return true;
  return form == FormClass::company &&
         name_tables().branches_after_company.longest_ending(bare, bare.size()).length > 0;
}

bool is_misread_branch_tail(View rest) {
  static constexpr View kWords[] = {U"分公司",   U"支公司", U"营业部",
                                    U"供电公司", U"办事处", U"项目部"};
  const View bare = without_brackets(rest);
  return std::ranges::any_of(kWords, [&](View word) {
    if (bare.size() < word.size() || ends_as_legal_person(bare)) return false;
    const View read = bare.substr(bare.size() - word.size());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < word.size(); ++i) wrong += word[i] == read[i] ? 0 : 1;
    return wrong <= 1;
  });
}

std::size_t branch_tail_begin(View text) {
  // The last complete company name that something stands behind: heads may hold 公司 in their own
  // names, and a branch may have a branch.
  for (const bool complete : {true, false}) {
    for (std::size_t at = text.rfind(kCompany); at != View::npos && at > 0;
         at = text.rfind(kCompany, at - 1)) {
      const std::size_t end = at + kCompany.size();
      const View head = text.substr(0, end);
      if (end == text.size() || name_tables().branches_own.longest_ending(head, end).length > 0)
        continue;
      if (complete && !ends_as_legal_person(head) && !head.ends_with(U"集团公司") &&
          !head.ends_with(U"总公司"))
        continue;
      if (is_branch_tail(text.substr(end), FormClass::company)) return end;
    }
  }
  const View bare = text.ends_with(U')') ? text.substr(0, text.size() - 1) : text;
  const std::size_t own = name_tables().branches_own.longest_ending(bare, bare.size()).length;
  if (own == 0) return text.size();
  // Without a company's form the tail begins behind an institution's name, else at the last place,
  // else at the branch word itself.
  const std::size_t word = bare.size() - own;
  for (std::size_t end = word; end >= 4; --end) {
    const WordSet::Hit hit = name_tables().forms_ending.longest_ending(text, end);
    const auto form = static_cast<FormClass>(hit.value);
    if (hit.length >= 2 && end > hit.length + 1 &&
        (form == FormClass::institution || form == FormClass::partnership)) {
      return end;
    }
  }
  for (std::size_t at = word; at >= 3; --at) {
    const std::size_t length = name_tables().places.longest(text.substr(0, word), at - 1).length;
    if (length >= 2) return text[at - 2] == U'(' ? at - 2 : at - 1;
  }
  return word >= 4 ? word : text.size();
}

NameParts name_frame(std::u32string text) {
  NameParts parts;
  parts.text = std::move(text);
  const View whole = parts.text;
  parts.head_end = branch_tail_begin(whole);
  const FormEnd form = form_ending_at(whole.substr(0, parts.head_end), parts.head_end);
  parts.form_begin = form.begin;
  parts.form = form.form;
  return parts;
}

void mark_slots(NameParts& parts) {
  const View whole = parts.text;
  parts.slots.assign(whole.size(), NameSlot::brand);
  mark(parts, parts.form_begin, parts.head_end, NameSlot::form);
  mark(parts, parts.head_end, whole.size(), NameSlot::branch);
  const std::size_t begin = region_length(whole, 0, parts.head_end);
  const std::size_t region = std::min(begin, parts.form_begin);
  mark(parts, 0, region, NameSlot::region);
  mark_inner_regions(parts, region);
  mark_brand_and_trade(parts, region);
}

NameParts name_parts(std::u32string text) {
  NameParts parts = name_frame(std::move(text));
  mark_slots(parts);
  return parts;
}

}  // namespace jianzhen::verify
