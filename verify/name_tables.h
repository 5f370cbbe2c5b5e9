#pragma once

// The words that names are made of, from verify/data/, and the shapes that readers confuse. Built
// once, immutable, thread-safe.

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "verify/name_text.h"

namespace jianzhen::verify {

enum class FormClass : std::uint32_t {
  none,
  company,
  partnership,
  cooperative,
  institution,
  organ,
  shop
};

// How a place's name was written, which says how far it can be trusted to be one.
enum class PlaceKind : std::uint32_t {
  division,        // 沈阳市, 辽宁省: with its 省, 市, 区
  short_upper,     // 辽宁, 沈阳: of a province or prefecture
  short_county,    // 昆山: of a county or a city of its rank
  short_district,  // 吴中: of a district; only behind its city
  countrywide,     // 中国
  beyond,          // 香港, 美国
  new_area,        // 浦东; with a word for a zone behind it
};

// What a WordSet of places carries as value: kind and code (GB/T 2260, without trailing zeros).
struct PlaceWord {
  PlaceKind kind = PlaceKind::division;
  std::uint32_t code = 0;  // "2101" → 2101; 0 where it has none
};
PlaceWord place_of(std::uint32_t value);

struct NameTables {
  WordSet places;
  WordSet zones;                   // 经济技术开发区
  WordSet towns;                   // 镇; reversed
  WordSet trades;                  // value: nothing
  WordSet forms_ending;            // reversed; value: FormClass
  WordSet forms;                   // value: FormClass
  WordSet leads;                   // what stands before names and is no part of them
  WordSet particles;               // the same, yet also within names
  WordSet titles;                  // reversed: what titles that run into a name end with
  WordSet branches_own;            // reversed: a branch by itself
  WordSet branches_after_company;  // reversed
  WordSet nominees;                // parts of the names of who holds shares for others
};

const NameTables& name_tables();

// How alike two characters look, 0–1; 1 for the same one. Neither need be Han.
double likeness(char32_t a, char32_t b);

// From this on a reader may take one for the other.
inline constexpr double kConfusable = 0.3;

inline bool confusable(char32_t a, char32_t b) { return likeness(a, b) >= kConfusable; }

}  // namespace jianzhen::verify
