#include "api/calendar.h"

#include <chrono>
#include <cstdio>

namespace jianzhen::api {
namespace {

constexpr store::Seconds kDay = store::Seconds{24} * 3600;
constexpr store::Seconds kBeijing = store::Seconds{8} * 3600;  // ahead of UTC, all year

std::optional<store::Seconds> start_of_day(const std::string& day) {
  int year = 0;
  unsigned month = 0;
  unsigned number = 0;
  constexpr std::size_t kLength = 10;  // RFC 3339, full-date
  if (day.size() != kLength) return std::nullopt;
  if (std::sscanf(day.c_str(), "%4d-%2u-%2u", &year, &month, &number) != 3) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(number)};
  if (!date.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return static_cast<store::Seconds>(days) * kDay - kBeijing;
}

}  // namespace

std::optional<store::Seconds> end_of_day(const std::string& day) {
  const auto start = start_of_day(day);
  if (!start) return std::nullopt;
  return *start + kDay;
}

core::Result<void> registration_open(const verify::Contest& contest, store::Seconds now) {
  for (const verify::Stage& stage : contest.calendar) {
    const auto opens = start_of_day(stage.from);
    if (stage.id != "registration" || !opens || now >= *opens) continue;
    return core::fail(
        core::ErrorCode::closed,
        {"报名尚未开始，将于 " + stage.from + " 00:00（北京时间）开始。",
         "Registration has not begun; it begins on " + stage.from + " at 00:00, Beijing time."});
  }
  const auto closes = end_of_day(contest.registration_closes);
  if (!closes || now < *closes) return {};
  return core::fail(core::ErrorCode::closed,
                    {"报名已于 " + contest.registration_closes +
                         " 24:00（北京时间）截止，不能再登记、修改或提交。",
                     "Registration closed at the end of " + contest.registration_closes +
                         ", Beijing time; nothing can be registered, changed or submitted."});
}

}  // namespace jianzhen::api
