#pragma once

// Dates as Chinese papers print them. Pure.

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verify/pattern.h"

namespace jianzhen::verify {

struct Date {
  int year = 0;
  int month = 0;
  int day = 0;  // 0 where only year and month are printed

  auto operator<=>(const Date&) const = default;
};

// "2024-07-21". Without a day: the month's first day, or its last where `end`.
std::string iso(const Date& date, bool end = false);

// The day before the same day `years` later: a term of three years from 2022-12-25 ends on
// 2025-12-24.
Date end_of_term(const Date& start, int years);

struct FoundDate {
  Date date;
  Range where;
};

// Every date in folded text: 2024年07月21日, 2024-7-21, 2024/07/21, 2024.07.21, 20240721 (alone),
// 二〇二四年七月二十一日, 2024年7月. Impossible dates are none.
std::vector<FoundDate> find_dates(std::u16string_view folded);

// 长期, 永久, 无固定期限.
bool says_open_ended(std::u16string_view folded);

// "三年", "3年", "10 年": the number; nullopt where there is none.
std::optional<int> find_years(std::u16string_view folded);

}  // namespace jianzhen::verify
