#include "verify/name_tables.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "core/text.h"

namespace jianzhen::embedded {
extern const std::string_view name_branches;
extern const std::string_view name_forms;
extern const std::string_view name_leads;
extern const std::string_view name_nominees;
extern const std::string_view name_regions;
extern const std::string_view name_same_stroke;
extern const std::string_view name_shapes;
extern const std::string_view name_trades;
extern const std::string_view name_zones;
}  // namespace jianzhen::embedded

namespace jianzhen::verify {
namespace {

constexpr std::uint32_t kCodeBits = 20;

std::uint32_t place_value(PlaceKind kind, std::uint32_t code) {
  return static_cast<std::uint32_t>(kind) << kCodeBits | code;
}

// Calls `use(section, word)` for every word of a file of words under [headings].
template <typename Use>
void each_word(std::string_view file, Use&& use) {
  std::string_view section;
  while (!file.empty()) {
    const std::size_t end = std::min(file.find('\n'), file.size());
    std::string_view line = file.substr(0, end);
    file.remove_prefix(std::min(end + 1, file.size()));
    if (line.starts_with('#')) continue;
    if (line.starts_with('[')) {
      section = line.substr(1, line.find(']') - 1);
      continue;
    }
    while (!line.empty()) {
      const std::size_t stop = std::min(line.find_first_of(" \t\r"), line.size());
      if (stop > 0) use(section, line.substr(0, stop));
      line.remove_prefix(std::min(stop + 1, line.size()));
    }
  }
}

FormClass form_class(std::string_view section) {
  constexpr std::array<std::pair<std::string_view, FormClass>, 6> kClasses{
      {{"company", FormClass::company},
       {"partnership", FormClass::partnership},
       {"cooperative", FormClass::cooperative},
       {"institution", FormClass::institution},
       {"organ", FormClass::organ},
       {"shop", FormClass::shop}}};
  for (const auto& [name, value] : kClasses) {
    if (name == section) return value;
  }
  return FormClass::none;
}

// 内蒙古自治区 → 内蒙古, 延边朝鲜族自治州 → 延边, 沈阳市 → 沈阳; empty where nothing is left to
// drop.
std::u32string short_name(std::u32string_view name) {
  static constexpr std::array<std::u32string_view, 12> kEndings{
      U"维吾尔自治区", U"壮族自治区", U"回族自治区", U"自治区", U"自治州", U"自治县",
      U"自治旗",       U"地区",       U"省",         U"市",     U"县",     U"盟"};
  static constexpr std::array<std::u32string_view, 24> kPeoples{
      U"朝鲜族", U"土家族", U"苗族",   U"藏族", U"羌族",     U"彝族",   U"布依族", U"侗族",
      U"哈尼族", U"壮族",   U"傣族",   U"白族", U"景颇族",   U"傈僳族", U"回族",   U"蒙古族",
      U"满族",   U"瑶族",   U"哈萨克", U"蒙古", U"柯尔克孜", U"仡佬族", U"畲族",   U"黎族"};
  std::u32string_view rest = name;
  for (const auto& ending : kEndings) {
    if (!rest.ends_with(ending)) continue;
    rest.remove_suffix(ending.size());
    if (!ending.starts_with(U"自治")) return std::u32string(rest);
    for (bool dropped = true; dropped;) {
      dropped = false;
      for (const auto& people : kPeoples) {
        if (rest.size() < people.size() + 2 || !rest.ends_with(people) || rest == U"内蒙古")
          continue;
        rest.remove_suffix(people.size());
        dropped = true;
      }
    }
    return std::u32string(rest);
  }
  if (rest.ends_with(U"旗") || rest.ends_with(U"区"))
    return std::u32string(rest.substr(0, rest.size() - 1));
  return {};
}

void add_division(NameTables& tables, const WordSet& no_region, std::u32string_view name,
                  std::uint32_t code) {
  tables.places.add(name, place_value(PlaceKind::division, code));
  const std::u32string brief = short_name(name);
  if (brief.size() < 2 || no_region.contains(brief)) return;
  const bool district = name.ends_with(U"区") && !name.ends_with(U"自治区");
  const PlaceKind kind = code >= 10000
                             ? (district ? PlaceKind::short_district : PlaceKind::short_county)
                             : PlaceKind::short_upper;
  // The same short name may stand for a city and a county: the greater one is meant.
  const WordSet::Hit known = tables.places.longest(brief, 0);
  if (known.length == brief.size() && place_of(known.value).kind <= kind) return;
  tables.places.add(brief, place_value(kind, code));
}

void add_divisions(NameTables& tables, const WordSet& no_region) {
  std::uint32_t code = 0;
  each_word(embedded::name_regions, [&](std::string_view, std::string_view word) {
    if (word.front() >= '0' && word.front() <= '9') {
      code = 0;
      for (const char c : word) code = code * 10 + static_cast<std::uint32_t>(c - '0');
    } else {
      add_division(tables, no_region, name_text(word), code);
    }
  });
}

void add_zones(NameTables& tables, WordSet& no_region) {
  each_word(embedded::name_zones, [&](std::string_view section, std::string_view word) {
    const std::u32string text = name_text(word);
    if (section == "countrywide") tables.places.add(text, place_value(PlaceKind::countrywide, 0));
    if (section == "beyond") tables.places.add(text, place_value(PlaceKind::beyond, 0));
    if (section == "new_area") tables.places.add(text, place_value(PlaceKind::new_area, 0));
    if (section == "zone") tables.zones.add(text, 0);
    if (section == "town") tables.towns.add_reversed(text, 0);
    if (section == "no_region") no_region.add(text, 0);
  });
}

NameTables build() {
  NameTables tables;
  WordSet no_region;
  add_zones(tables, no_region);
  add_divisions(tables, no_region);
  each_word(embedded::name_trades, [&](std::string_view, std::string_view word) {
    tables.trades.add(name_text(word), 0);
  });
  each_word(embedded::name_forms, [&](std::string_view section, std::string_view word) {
    const std::u32string text = name_text(word);
    const auto value = static_cast<std::uint32_t>(form_class(section));
    tables.forms_ending.add_reversed(text, value);
    tables.forms.add(text, value);
  });
  each_word(embedded::name_leads, [&](std::string_view section, std::string_view word) {
    if (section == "words") tables.leads.add(name_text(word), 0);
    if (section == "particles") tables.particles.add(name_text(word), 0);
    if (section == "titles") tables.titles.add_reversed(name_text(word), 0);
  });
  each_word(embedded::name_branches, [&](std::string_view section, std::string_view word) {
    auto& set = section == "own" ? tables.branches_own : tables.branches_after_company;
    set.add_reversed(name_text(word), 0);
  });
  each_word(embedded::name_nominees, [&](std::string_view, std::string_view word) {
    tables.nominees.add(name_text(word), 0);
  });
  return tables;
}

// Pairs of characters → tenths of likeness, in one open-addressed table.
class Shapes {
 public:
  Shapes() : slots_(1U << 18) {
    each_word(embedded::name_shapes,
              [this, c = char32_t{0}](std::string_view, std::string_view word) mutable {
                const std::u32string text = core::to_utf32(word);
                if (text.size() == 1) c = text.front();
                for (std::size_t i = 0; i + 1 < text.size(); i += 2)
                  put(c, text[i], text[i + 1] - U'0');
              });
    std::u32string line;
    for (const char32_t c : core::to_utf32(embedded::name_same_stroke)) {
      if (c == U'\n') put_all(std::exchange(line, {}));
      if (c > U' ' && c != 0xFEFF) line.push_back(c);
    }
    put_all(line);
  }

  double likeness(char32_t a, char32_t b) const {
    if (a == b) return 1;
    const std::uint64_t wanted = key(a, b);
    for (std::size_t i = slot(wanted);; i = (i + 1) & (slots_.size() - 1)) {
      if (slots_[i] >> 8 == wanted) return static_cast<double>(slots_[i] & 0xFFU) / 10;
      if (slots_[i] == 0) return 0;
    }
  }

 private:
  static std::uint64_t key(char32_t a, char32_t b) {
    return static_cast<std::uint64_t>(std::min(a, b)) << 21 | std::max(a, b);
  }
  std::size_t slot(std::uint64_t k) const {
    return static_cast<std::size_t>(k * 0x9E3779B97F4A7C15ULL >> 32) & (slots_.size() - 1);
  }

  void put(char32_t a, char32_t b, std::uint32_t tenths) {
    const std::uint64_t wanted = key(a, b);
    if (++used_ * 2 > slots_.size()) grow();
    std::size_t i = slot(wanted);
    while (slots_[i] != 0 && slots_[i] >> 8 != wanted) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = wanted << 8 | std::max<std::uint64_t>(tenths, slots_[i] & 0xFFU);
  }

  void put_all(std::u32string_view alike) {
    constexpr std::uint32_t kListed = 4;  // tenths: says that they are alike, not how much
    for (std::size_t i = 0; i < alike.size(); ++i) {
      for (std::size_t j = i + 1; j < alike.size(); ++j) {
        if (alike[i] != alike[j]) put(alike[i], alike[j], kListed);
      }
    }
  }

  void grow() {
    std::vector<std::uint64_t> old =
        std::exchange(slots_, std::vector<std::uint64_t>(slots_.size() * 2));
    for (const std::uint64_t entry : old) {
      if (entry == 0) continue;
      std::size_t i = slot(entry >> 8);
      while (slots_[i] != 0) i = (i + 1) & (slots_.size() - 1);
      slots_[i] = entry;
    }
  }

  std::vector<std::uint64_t> slots_;
  std::size_t used_ = 0;
};

}  // namespace

PlaceWord place_of(std::uint32_t value) {
  return {static_cast<PlaceKind>(value >> kCodeBits), value & ((1U << kCodeBits) - 1)};
}

const NameTables& name_tables() {
  static const NameTables tables = build();
  return tables;
}

double likeness(char32_t a, char32_t b) {
  static const Shapes shapes;
  return shapes.likeness(a, b);
}

}  // namespace jianzhen::verify
