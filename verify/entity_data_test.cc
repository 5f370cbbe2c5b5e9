// Measured on labelled names and codes that are not part of the project; skipped where they are not
// at hand (../shared/data/entity beside the checkout).

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <vector>

#include "verify/codes.h"
#include "verify/names.h"

namespace jianzhen::verify {
namespace {

std::vector<std::vector<std::string>> rows(const std::string& file, char separator) {
  std::ifstream stream(std::filesystem::path("../shared/data/entity") / file);
  std::vector<std::vector<std::string>> result;
  for (std::string line; std::getline(stream, line);) {
    std::vector<std::string> cells;
    std::istringstream words(line);
    for (std::string cell; std::getline(words, cell, separator);) cells.push_back(cell);
    result.push_back(std::move(cells));
  }
  return result;
}

TEST(LabelledNamesTest, the_brand_is_exact_on_nineteen_of_twenty) {
  int labelled = 0;
  int right = 0;
  for (const auto& row : rows("companynameparser_groundtruth.txt", ' ')) {
    if (row.size() != 2) continue;
    ++labelled;
    const std::string brand = parse_name(row[0]).brand;
    if (brand == row[1]) {
      ++right;
    } else {
      std::cout << row[0] << "\t" << row[1] << "\t" << brand << "\n";
    }
  }
  if (labelled == 0) GTEST_SKIP() << "no labelled names beside the checkout";
  std::cout << "brand exact: " << right << "/" << labelled << "\n";
  EXPECT_GE(right * 20, labelled * 19);
}

TEST(CodeVectorsTest, every_vector_is_judged_right) {
  const auto vectors = rows("uscc_test_vectors.tsv", '\t');
  if (vectors.empty()) GTEST_SKIP() << "no code vectors beside the checkout";
  constexpr std::string_view kCorrectable = "correctable->";
  for (std::size_t i = 1; i < vectors.size(); ++i) {
    const std::string& code = vectors[i].at(1);
    const std::string& expected = vectors[i].at(5);
    if (expected.starts_with(kCorrectable)) {
      EXPECT_EQ(repair_uscc(code).value_or(""), expected.substr(kCorrectable.size())) << code;
    } else {
      EXPECT_EQ(uscc_valid(code), expected.starts_with("valid")) << code;
    }
  }
}

// What readers print for a character of a code: written down apart from the table that repairs.
struct Misreading {
  char meant;
  std::string_view read;
};
constexpr std::array kMisreadings{
    Misreading{'0', "ODQ"}, Misreading{'1', "IL7"}, Misreading{'2', "Z"},  Misreading{'5', "S"},
    Misreading{'6', "G"},   Misreading{'7', "1"},   Misreading{'8', "B"},  Misreading{'B', "8"},
    Misreading{'D', "0"},   Misreading{'G', "6"},   Misreading{'L', "1I"}, Misreading{'Q', "0O"},
    Misreading{'T', "7"},   Misreading{'U', "V"},   Misreading{'Y', "V"}};

std::set<std::string> valid_codes() {
  std::set<std::string> codes;
  for (const char* file : {"uscc_test_vectors.tsv", "pairs_dev.tsv"}) {
    for (const auto& row : rows(file, '\t')) {
      for (const std::string& cell : row) {
        if (cell.size() == 18 && uscc_valid(cell)) codes.insert(cell);
      }
    }
  }
  return codes;
}

TEST(CodeRepairTest, one_misread_character_is_nearly_always_put_right_and_never_wrongly) {
  int asked = 0;
  int right = 0;
  int wrong = 0;
  for (const std::string& code : valid_codes()) {
    for (std::size_t at = 0; at < code.size(); ++at) {
      const auto* it = std::ranges::find(kMisreadings, code[at], &Misreading::meant);
      if (it == kMisreadings.end()) continue;
      for (const char read : it->read) {
        std::string misread = code;
        misread[at] = read;
        const auto repaired = repair_uscc(misread);
        ++asked;
        right += repaired == code ? 1 : 0;
        wrong += repaired && *repaired != code ? 1 : 0;
      }
    }
  }
  if (asked == 0) GTEST_SKIP() << "no codes beside the checkout";
  std::cout << "repaired: " << right << "/" << asked << ", wrongly: " << wrong << "\n";
  EXPECT_GE(right * 100, asked * 94);
  EXPECT_EQ(wrong, 0);
}

TEST(CodeCrosswalkTest, the_organisation_code_joins_all_numbers_of_a_unit) {
  const auto units = rows("id_crosswalk.tsv", '\t');
  if (units.empty()) GTEST_SKIP() << "no crosswalk of codes beside the checkout";
  for (std::size_t i = 1; i < units.size(); ++i) {
    const std::string& uscc = units[i].at(1);
    const std::string& registered = units[i].at(2);
    const std::string& organisation = units[i].at(3);
    const auto joined = organisation_code(uscc);
    if (!organisation.empty()) {
      EXPECT_EQ(joined, organisation_code(organisation)) << uscc;
    }
    EXPECT_EQ(joined, organisation_code(uscc.substr(2, 6) + uscc.substr(8, 9))) << uscc;
    if (!registered.empty()) {
      EXPECT_TRUE(registration_number_valid(registered)) << registered;
    }
  }
}

}  // namespace
}  // namespace jianzhen::verify
