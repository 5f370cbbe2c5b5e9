#include "verify/dates.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace jianzhen::verify {
namespace {

constexpr std::u16string_view kDigits = u"〇一二三四五六七八九";

// One Chinese or Arabic digit; -1 for another character. OCR writes 〇 in several ways.
int digit(char16_t c) {
  if (c >= u'0' && c <= u'9') return c - u'0';
  if (c == u'零' || c == u'○' || c == u'o' || c == u'口') return 0;
  const std::size_t at = kDigits.find(c);
  return at == std::u16string_view::npos ? -1 : static_cast<int>(at);
}

// 七 = 7, 十 = 10, 十二 = 12, 二十一 = 21, 廿一 = 21, 卅 = 30, 07 = 7; -1 where it is no number.
int small_number(std::u16string_view text) {
  int value = 0;
  int pending = -1;
  for (const char16_t c : text) {
    if (c == u'十') {
      value += (pending < 0 ? 1 : pending) * 10;
      pending = -1;
    } else if (c == u'廿' || c == u'卅') {
      value += c == u'廿' ? 20 : 30;
    } else {
      const int d = digit(c);
      if (d < 0) return -1;
      pending = pending < 0 ? d : pending * 10 + d;
    }
  }
  return value + std::max(pending, 0);
}

int year_number(std::u16string_view text) {
  int value = 0;
  for (const char16_t c : text) {
    const int d = digit(c);
    if (d < 0) return -1;
    value = value * 10 + d;
  }
  return value;
}

int days_in(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays.at(static_cast<std::size_t>(month - 1));
}

bool possible(const Date& date) {
  return date.year >= 1900 && date.year <= 2199 && date.month >= 1 && date.month <= 12 &&
         date.day >= 0 && date.day <= days_in(date.year, date.month);
}

}  // namespace

std::string iso(const Date& date, bool end) {
  const int day = date.day > 0 ? date.day : end ? days_in(date.year, date.month) : 1;
  std::array<char, 32> buffer{};
  const int length =
      std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d", date.year, date.month, day);
  return std::string(buffer.data(), static_cast<std::size_t>(length));
}

Date end_of_term(const Date& start, int years) {
  Date end{start.year + years, start.month, start.day};
  if (end.day == 0) return end;
  if (--end.day == 0) {
    if (--end.month == 0) {
      end.month = 12;
      --end.year;
    }
    end.day = days_in(end.year, end.month);
  }
  end.day = std::min(end.day, days_in(end.year, end.month));
  return end;
}

std::vector<FoundDate> find_dates(std::u16string_view folded) {
  static const Pattern pattern(
      R"((?<![\d一二三四五六七八九〇])([0-9〇○零o口一二三四五六七八九]{4})[年./\-])"
      R"(([0-9]{1,2}|[一二三四五六七八九十]{1,3})[月./\-])"
      R"((?:([0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})(?:日|号|(?![\d])|(?=\d\d:\d\d)))?)"
      R"(|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d))");
  std::vector<FoundDate> dates;
  for (const Pattern::Match& match : pattern.find_all(folded, 256)) {
    const std::size_t base = match.groups[0].found() ? 0 : 3;
    const auto part = [&](std::size_t group) {
      const Range& range = match.groups[base + group];
      return range.found() ? folded.substr(range.first, range.size()) : std::u16string_view();
    };
    Date date{year_number(part(0)), small_number(part(1)), small_number(part(2))};
    const bool with_point = match.whole.size() < 8 && folded[match.groups[base].last] != u'年';
    if (date.day == 0 && with_point) continue;  // 2024.07 is as likely a number
    if (possible(date)) dates.push_back({date, match.whole});
  }
  return dates;
}

bool says_open_ended(std::u16string_view folded) {
  static const Pattern pattern("长期|永久|无固定期限|不约定期限|永续");
  return pattern.in(folded);
}

std::optional<int> find_years(std::u16string_view folded) {
  static const Pattern pattern(
      R"((?<!\d)(\d{1,2}|[一二三四五六七八九十]{1,3})(?:\([^)]*\))?年(?!\d|月))");
  for (const Pattern::Match& match : pattern.find_all(folded)) {
    const int years = small_number(folded.substr(match.groups[0].first, match.groups[0].size()));
    if (years > 0 && years < 100) return years;
  }
  return std::nullopt;
}

}  // namespace jianzhen::verify
