#include "verify/codes.h"

#include <gtest/gtest.h>

namespace jianzhen::verify {
namespace {

// Codes of invented units; the identity number is GB 11643's own example.
constexpr std::string_view kCode = "91210102MA0YQ4LJXC";
constexpr std::string_view kPerson = "11010519491231002X";

std::string with(std::string_view code, std::size_t at, char c) {
  std::string changed(code);
  changed[at] = c;
  return changed;
}

TEST(UsccTest, a_code_with_both_checks_right_is_valid) { EXPECT_TRUE(uscc_valid(kCode)); }

TEST(UsccTest, a_remainder_of_zero_wraps_to_the_check_character_zero) {
  EXPECT_TRUE(uscc_valid("912103002021927760"));
}

TEST(UsccTest, the_organisation_check_may_be_x) { EXPECT_TRUE(uscc_valid("9121030086012904XW")); }

TEST(UsccTest, width_case_and_spaces_do_not_matter) {
  EXPECT_TRUE(uscc_valid("９１２１０１０２ ma0yq4lj xc"));
}

TEST(UsccTest, every_single_wrong_character_is_caught) {
  for (std::size_t at = 0; at < kCode.size(); ++at) {
    for (const char c : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      if (c == kCode[at]) continue;
      EXPECT_FALSE(uscc_valid(with(kCode, at, c))) << at << c;
    }
  }
}

TEST(UsccTest, letters_outside_the_alphabet_are_never_valid) {
  for (const char c : std::string_view("IOZSV")) EXPECT_FALSE(uscc_valid(with(kCode, 17, c)));
}

TEST(UsccTest, eighteen_ones_are_no_code) { EXPECT_FALSE(uscc_valid("111111111111111111")); }

TEST(UsccTest, an_identity_number_is_told_from_a_code) {
  EXPECT_FALSE(uscc_valid(kPerson));
  EXPECT_FALSE(looks_like_uscc(kPerson));
  EXPECT_EQ(read_uscc(kPerson).state, UsccState::id_number);
}

TEST(UsccTest, a_code_that_went_through_a_spreadsheet_is_named_so) {
  EXPECT_EQ(read_uscc("912103008969350000").state, UsccState::spreadsheet);
}

TEST(UsccTest, an_inserted_character_is_malformed_not_repaired) {
  EXPECT_EQ(read_uscc("912101002MA0YQ4LJXC").state, UsccState::malformed);
  EXPECT_FALSE(repair_uscc("912101002MA0YQ4LJXC"));
}

TEST(UsccRepairTest, a_letter_that_no_code_has_is_put_right) {
  EXPECT_EQ(repair_uscc("9I210102MA0YQ4LJXC"), kCode);
  EXPECT_EQ(repair_uscc("912101O2MA0YQ4LJXC"), kCode);
}

TEST(UsccRepairTest, a_legal_looking_confusion_is_put_right_where_one_code_remains) {
  EXPECT_EQ(repair_uscc("91210102MADYQ4LJXC"), kCode);
}

TEST(UsccRepairTest, a_valid_code_stays_as_it_is) { EXPECT_EQ(repair_uscc(kCode), kCode); }

TEST(UsccRepairTest, a_character_that_nothing_confuses_is_not_guessed) {
  EXPECT_FALSE(repair_uscc(with(kCode, 4, '9')));
}

TEST(UsccRepairTest, two_confusions_in_one_code_are_not_guessed) {
  EXPECT_FALSE(repair_uscc("91210102HADYQ4LJXC"));
}

TEST(UsccConfusableTest, a_look_alike_reading_could_be_the_expected_code) {
  EXPECT_TRUE(uscc_confusable(kCode, "91210102MAOYQ4IJXC"));
}

TEST(UsccConfusableTest, another_units_code_could_not) {
  EXPECT_FALSE(uscc_confusable(kCode, "91210200243500122U"));
}

TEST(OrganisationCodeTest, credit_code_old_tax_number_and_organisation_code_share_it) {
  EXPECT_EQ(organisation_code("91210200243500122U"), "243500122");
  EXPECT_EQ(organisation_code("210200243500122"), "243500122");
  EXPECT_EQ(organisation_code("24350012-2"), "243500122");
}

TEST(OrganisationCodeTest, a_wrong_check_character_is_nobodys) {
  EXPECT_FALSE(organisation_code("24350012-3"));
}

TEST(RegistrationNumberTest, its_check_digit_is_iso_7064) {
  EXPECT_TRUE(registration_number_valid("210100000012348"));
  EXPECT_FALSE(registration_number_valid("210100000012349"));
}

TEST(PatentNumberTest, the_check_digit_decides) {
  EXPECT_TRUE(patent_number_valid("ZL 2020 1 0751970.0"));
  EXPECT_TRUE(patent_number_valid("ＺＬ202321234567.6"));
  EXPECT_TRUE(patent_number_valid("02123456.6"));
  EXPECT_FALSE(patent_number_valid("ZL 2020 1 0751970.1"));
}

TEST(PatentNumberTest, without_a_check_digit_or_with_an_unknown_kind_it_is_not_valid) {
  EXPECT_FALSE(patent_number_valid("ZL202010751970"));
  EXPECT_FALSE(patent_number_valid("ZL202070751970.0"));
}

TEST(CopyrightNumberTest, it_is_year_sr_serial) {
  EXPECT_TRUE(software_copyright_number_valid("2022SR1215365"));
  EXPECT_FALSE(software_copyright_number_valid("SR20221215365"));
  EXPECT_FALSE(software_copyright_number_valid("2022SR12A5365"));
}

TEST(TrademarkNumberTest, it_is_three_to_eight_digits) {
  EXPECT_TRUE(trademark_number_valid("20203171"));
  EXPECT_TRUE(trademark_number_valid("20203171A"));
  EXPECT_FALSE(trademark_number_valid("202031711"));
}

}  // namespace
}  // namespace jianzhen::verify
