#include "core/id_number.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <utility>

#include "core/text.h"

namespace jianzhen::core {
namespace {

constexpr std::size_t kLength = 18;
constexpr std::ptrdiff_t kShown = 4;  // at each end

bool digit(char c) { return c >= '0' && c <= '9'; }

bool date_exists(std::string_view yyyymmdd) {
  constexpr std::array kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const auto number = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (const char c : yyyymmdd.substr(at, count)) value = value * 10 + (c - '0');
    return value;
  };
  const int year = number(0, 4);
  const int month = number(4, 2);
  const int day = number(6, 2);
  if (year < 1850 || year > 2100 || month < 1 || month > 12 || day < 1) return false;
  if (month == 2 && day == 29) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= kDays.at(static_cast<std::size_t>(month - 1));
}

bool has_its_form(std::string_view number) {
  return number.size() == kLength && number[0] != '0' &&
         std::ranges::all_of(number.substr(0, kLength - 1), digit) &&
         (digit(number.back()) || number.back() == 'X') && date_exists(number.substr(6, 8));
}

bool check_holds(std::string_view number) {
  constexpr std::array kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kChecks = "10X98765432";
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (number[i] - '0') * kWeights.at(i);
  return number.back() == kChecks[static_cast<std::size_t>(sum % 11)];
}

// A credit code may be all digits, too; its first two tell who registered the unit (GB 32100).
// 11, 12, 13, 51, 52, 53 are provinces as well: there only the check decides.
bool may_be_a_credit_code(std::string_view number) {
  constexpr std::array<std::string_view, 9> kRegistered{"11", "12", "13", "19", "51",
                                                        "52", "53", "54", "59"};
  constexpr std::string_view kCompanies = "9";
  return number.starts_with(kCompanies) ||
         std::ranges::find(kRegistered, number.substr(0, 2)) != kRegistered.end();
}

// As ASCII in upper case, full-width forms too; 0 for what no number is written with.
char plain(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  if (c >= U'a' && c <= U'z') c -= 0x20;
  const bool written = (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z');
  return written ? static_cast<char>(c) : '\0';
}

}  // namespace

bool id_number_valid(std::string_view number) {
  std::string text;
  for (const char32_t c : to_utf32(compact(number))) text.push_back(plain(c));
  return has_its_form(text) && check_holds(text);
}

std::string masked_id_number(std::string_view number) {
  std::string text = compact(number);
  if (std::ssize(text) <= 2 * kShown) return std::string(text.size(), '*');
  std::fill(text.begin() + kShown, text.end() - kShown, '*');
  return text;
}

std::string with_id_numbers_masked(std::string text) {
  const auto digits = std::ranges::count_if(text, digit);
  const bool full_width = text.find("\xEF\xBC") != std::string::npos;  // U+FF00 …
  if (digits < static_cast<std::ptrdiff_t>(kLength) - 1 && !full_width) return text;
  std::u32string masked = to_utf32(text);
  std::size_t begin = 0;
  for (std::size_t end = 0; end <= masked.size(); ++end) {
    if (end < masked.size() && plain(masked[end]) != '\0') continue;
    if (end - begin == kLength) {
      std::string number;
      for (std::size_t i = begin; i < end; ++i) number.push_back(plain(masked[i]));
      if (has_its_form(number) && (check_holds(number) || !may_be_a_credit_code(number))) {
        std::fill(masked.begin() + static_cast<std::ptrdiff_t>(begin) + kShown,
                  masked.begin() + static_cast<std::ptrdiff_t>(end) - kShown, U'*');
      }
    }
    begin = end + 1;
  }
  return to_utf8(masked);
}

Page with_id_numbers_masked(Page page) {
  for (Line& line : page.lines) line.text = with_id_numbers_masked(std::move(line.text));
  for (Code& code : page.codes) code.text = with_id_numbers_masked(std::move(code.text));
  return page;
}

Document with_id_numbers_masked(Document document) {
  for (Page& page : document.pages) page = with_id_numbers_masked(std::move(page));
  return document;
}

}  // namespace jianzhen::core
