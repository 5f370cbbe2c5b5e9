#include "core/id_number.h"

#include <gtest/gtest.h>

namespace jianzhen::core {
namespace {

// The example of GB 11643-1999.
constexpr const char* kPerson = "11010519491231002X";

TEST(IdNumberTest, the_standards_example_is_valid) { EXPECT_TRUE(id_number_valid(kPerson)); }

TEST(IdNumberTest, a_wrong_check_or_a_day_that_is_none_is_not) {
  EXPECT_FALSE(id_number_valid("110105194912310021"));
  EXPECT_FALSE(id_number_valid("110105194902300025"));
}

TEST(IdNumberTest, masked_it_shows_its_ends_only) {
  EXPECT_EQ(masked_id_number(kPerson), "1101**********002X");
  EXPECT_EQ(masked_id_number("12345678"), "********");
  EXPECT_EQ(masked_id_number(""), "");
}

TEST(MaskedTextTest, a_number_in_a_sentence_is_masked_where_it_stands) {
  EXPECT_EQ(with_id_numbers_masked("身份证号：11010519491231002x，电话"),
            "身份证号：1101**********002x，电话");
}

TEST(MaskedTextTest, full_width_figures_are_figures) {
  EXPECT_EQ(with_id_numbers_masked("１１０１０５１９４９１２３１００２Ｘ"),
            "１１０１**********００２Ｘ");
}

TEST(MaskedTextTest, a_number_misread_in_its_last_digit_is_masked_too) {
  EXPECT_EQ(with_id_numbers_masked("210105194912310021"), "2101**********0021");
}

TEST(MaskedTextTest, credit_codes_telephones_and_sums_stay) {
  for (const char* text : {"91210102MA0YQ4LJXC", "912102198501010010", "12210000463010177X",
                           "13998765432", "202401011234567890", "1101051949123100201"}) {
    EXPECT_EQ(with_id_numbers_masked(text), text);
  }
}

}  // namespace
}  // namespace jianzhen::core
