// Measured on labelled names and codes that are not part of the project; skipped where they are not
// at hand (../shared/data/entity beside the checkout).

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
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

TEST(LabelledNamesTest, the_brand_is_exact_on_nine_of_ten) {
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
  EXPECT_GE(right * 10, labelled * 9);
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

}  // namespace
}  // namespace jianzhen::verify
