#include "verify/parties.h"

#include <algorithm>
#include <iterator>

#include "verify/fields.h"
#include "verify/labels.h"

namespace jianzhen::verify {
namespace {

// 甲方 and 乙方 by themselves say little of who supplies, 丙方 and 丁方 nothing.
bool by_letter_only(const std::u16string& label) {
  return label == u"甲方" || label == u"乙方" || label == u"丙方" || label == u"丁方";
}

bool says(const Words& words, std::u16string_view text) {
  return std::ranges::any_of(words, [&](const std::u16string& word) {
    return !by_letter_only(word) && text.find(word) != std::u16string_view::npos;
  });
}

std::size_t count(const std::optional<Pattern>& pattern, std::span<const PageText> pages) {
  std::size_t found = 0;
  for (const PageText& page : pages) {
    if (pattern) found += pattern->find_all(page.flow().units).size();
  }
  return found;
}

// What a label says of the unit behind it; `bare`: only the letter of 甲方 or 乙方 does.
struct Part {
  std::optional<Side> side;
  bool bare = false;
};

Part part_of(const Sides& sides, const Words& labels, const LabelValue& value, bool reversed) {
  const std::u16string& label = labels[value.label];
  const bool supply_word = std::ranges::find(sides.supplies, label) != sides.supplies.end();
  if (!by_letter_only(label)) return {supply_word ? Side::supplies : Side::buys};
  const bool supplies = says(sides.supplies, value.bracketed.units);
  const bool buys = says(sides.buys, value.bracketed.units);
  if (supplies != buys) return {supplies ? Side::supplies : Side::buys};
  const bool lettered = label == u"甲方" || label == u"乙方";
  if (!lettered) return {};
  return {supply_word != reversed ? Side::supplies : Side::buys, true};
}

}  // namespace

std::vector<Named> find_side(std::span<const PageText> pages, const Sides& sides, Side side,
                             const KindTable& table) {
  Words labels = sides.supplies;
  labels.insert(labels.end(), sides.buys.begin(), sides.buys.end());
  labels.insert(labels.end(), {u"丙方", u"丁方"});
  const bool reversed = count(sides.reversed, pages) > count(sides.straight, pages);
  std::vector<Named> told;
  std::vector<Named> assumed;
  for (const PageText& page : pages) {
    const Form form(page, table);
    for (const LabelValue& value : form.values(labels)) {
      const Part part = part_of(sides, labels, value, reversed);
      if (part.side != side) continue;
      std::vector<Named>& units = part.bare ? assumed : told;
      for (Named& unit : units_of_value(page, value, false)) units.push_back(std::move(unit));
    }
  }
  if (told.empty()) return assumed;
  // 乙方(资金监管方) supplies nothing where 丙方(服务提供方) does.
  std::erase_if(assumed, [&](const Named& unit) {
    return std::ranges::none_of(told, [&](const Named& other) { return other.name == unit.name; });
  });
  std::ranges::move(assumed, std::back_inserter(told));
  return told;
}

std::optional<Named> signing_unit(std::span<const PageText> pages, const KindTable& table) {
  for (auto page = pages.rbegin(); page != pages.rend(); ++page) {
    const Form form(*page, table);
    const std::vector<Cell>& cells = page->cells();
    std::size_t date = cells.size();
    while (date > 0 && !date_of_line(*page, cells[date - 1])) --date;
    // The name may stand in the date's line or, stamped over, a little below it.
    const std::size_t from = date == 0 ? cells.size() : std::min(cells.size(), date + 1);
    for (std::size_t i = from; i > 0 && from - i < 8; --i) {
      if (cells[i - 1].text.units.back() == u':') continue;  // who is written to, not who signs
      std::vector<Named> units = unit_line(*page, form, cells[i - 1]);
      if (!units.empty()) return std::move(units.front());
      if (auto unit = named_whole(*page, without_trimmings(cells[i - 1].text))) return unit;
    }
  }
  return std::nullopt;
}

}  // namespace jianzhen::verify
