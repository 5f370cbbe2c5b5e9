#include "verify/dates.h"

#include <gtest/gtest.h>

#include "verify/page_text.h"

namespace jianzhen::verify {
namespace {

struct Written {
  const char* words;
  const char* date;  // empty: none
};

class DatesAreRead : public testing::TestWithParam<Written> {};

TEST_P(DatesAreRead, AsTheyArePrinted) {
  const std::vector<FoundDate> dates = find_dates(folded_units(GetParam().words));
  const std::string first = dates.empty() ? "" : iso(dates[0].date);
  EXPECT_EQ(first, GetParam().date);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, DatesAreRead,
    testing::Values(
        Written{"2024年07月21日", "2024-07-21"}, Written{"2024 年 7 月 1 日", "2024-07-01"},
        Written{"2024-07-21", "2024-07-21"}, Written{"2024/7/2", "2024-07-02"},
        Written{"2024.07.21", "2024-07-21"}, Written{"二〇二四年七月二十一日", "2024-07-21"},
        Written{"二○二四年十二月三十日", "2024-12-30"}, Written{"二零二四年七月十日", "2024-07-10"},
        Written{"二〇二四年七月", "2024-07-01"}, Written{"20240721", "2024-07-21"},
        Written{"2024-07-02 09:56:07", "2024-07-02"}, Written{"自2022年2月9日起", "2022-02-09"},
        Written{"2024年  月  日", ""}, Written{"JS-2023-035", ""}, Written{"2023年02月30日", ""},
        Written{"3.14159", ""}, Written{"合同编号：HT-2022-268", ""}));

TEST(Dates, both_ends_of_a_term_are_found) {
  const auto dates = find_dates(folded_units("自2021年03月16日至2026年03月15日"));
  ASSERT_EQ(dates.size(), 2U);
  EXPECT_EQ(iso(dates[1].date), "2026-03-15");
}

TEST(Dates, an_end_without_a_day_is_the_last_of_its_month) {
  EXPECT_EQ(iso({2024, 2, 0}, true), "2024-02-29");
}

TEST(Dates, a_term_of_years_ends_on_the_day_before) {
  EXPECT_EQ(iso(end_of_term({2022, 12, 25}, 3)), "2025-12-24");
  EXPECT_EQ(iso(end_of_term({2022, 1, 1}, 3)), "2024-12-31");
  EXPECT_EQ(iso(end_of_term({2022, 3, 1}, 2)), "2024-02-29");
}

TEST(Dates, a_number_of_years_is_not_a_year) {
  EXPECT_EQ(find_years(folded_units("有效期：三年")), 3);
  EXPECT_EQ(find_years(folded_units("10年")), 10);
  EXPECT_EQ(find_years(folded_units("2024年7月")), std::nullopt);
}

}  // namespace
}  // namespace jianzhen::verify
