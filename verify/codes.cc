#include "verify/codes.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>
#include <vector>

#include "core/id_number.h"
#include "core/text.h"

namespace jianzhen::verify {
namespace {

constexpr std::size_t kUsccLength = 18;
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // GB 32100: no I O Z S V
constexpr std::array<int, 17> kUsccWeights{1,  3,  9,  27, 19, 26, 16, 17, 20,
                                           29, 25, 13, 8,  24, 10, 30, 28};
constexpr std::array<int, 8> kOrganisationWeights{3, 7, 9, 10, 5, 8, 4, 2};

// GB 32100, table 1: which kinds of unit (second character) an authority (first) registers.
struct Authority {
  char authority;
  std::string_view kinds;
};
constexpr std::array kAuthorities{
    Authority{'1', "1239"}, Authority{'2', "19"},  Authority{'3', "123459"}, Authority{'4', "19"},
    Authority{'5', "1239"}, Authority{'6', "129"}, Authority{'7', "129"},    Authority{'8', "19"},
    Authority{'9', "123"},  Authority{'A', "19"},  Authority{'N', "1239"},   Authority{'Y', "1"}};

// GB/T 2260: first two digits of a region of the mainland; "10" is the national registry's 100000.
constexpr std::array<std::string_view, 32> kProvinces{
    "10", "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
    "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"};

// What OCR, and people who type from paper, put in a character's place.
struct Confusion {
  char read;
  std::string_view meant;
};
constexpr std::array kConfusions{
    Confusion{'0', "DQUCG8"}, Confusion{'1', "7LTJ"}, Confusion{'2', "7"},
    Confusion{'3', "8B"},     Confusion{'4', "A"},    Confusion{'5', "6"},
    Confusion{'6', "G8"},     Confusion{'7', "1T2"},  Confusion{'8', "B3609"},
    Confusion{'9', "8G"},     Confusion{'A', "4R"},   Confusion{'B', "83ER"},
    Confusion{'C', "G0"},     Confusion{'D', "0Q"},   Confusion{'E', "FB"},
    Confusion{'F', "EP"},     Confusion{'G', "69CQ"}, Confusion{'H', "NMK"},
    Confusion{'I', "1LJT"},   Confusion{'J', "1U"},   Confusion{'K', "XH"},
    Confusion{'L', "1E"},     Confusion{'M', "NWH"},  Confusion{'N', "MH"},
    Confusion{'O', "0QDCUG"}, Confusion{'P', "RF"},   Confusion{'Q', "0DG"},
    Confusion{'R', "PBKA"},   Confusion{'S', "58"},   Confusion{'T', "71"},
    Confusion{'U', "0JL"},    Confusion{'V', "UYW"},  Confusion{'W', "MN"},
    Confusion{'X', "KY"},     Confusion{'Y', "XT7"},  Confusion{'Z', "27"}};

std::string_view meant_by(char read) {
  const auto* it = std::ranges::find(kConfusions, read, &Confusion::read);
  return it == kConfusions.end() ? std::string_view{} : it->meant;
}

bool may_mean(char read, char meant) {
  return meant_by(read).find(meant) != std::string_view::npos;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }
bool in_alphabet(char c) { return kAlphabet.find(c) != std::string_view::npos; }

char uscc_check(std::string_view code) {
  int sum = 0;
  for (std::size_t i = 0; i < kUsccWeights.size(); ++i) {
    sum += static_cast<int>(kAlphabet.find(code[i])) * kUsccWeights[i];
  }
  return kAlphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

char organisation_check(std::string_view body) {
  int sum = 0;
  for (std::size_t i = 0; i < kOrganisationWeights.size(); ++i) {
    const int value = is_digit(body[i]) ? body[i] - '0' : body[i] - 'A' + 10;
    sum += value * kOrganisationWeights[i];
  }
  const int check = 11 - sum % 11;
  return check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
}

bool kind_exists(std::string_view code) {
  const auto* it = std::ranges::find(kAuthorities, code[0], &Authority::authority);
  return it != kAuthorities.end() && it->kinds.find(code[1]) != std::string_view::npos;
}

bool region_exists(std::string_view code) {
  return all_digits(code.substr(2, 6)) &&
         std::ranges::find(kProvinces, code.substr(2, 2)) != kProvinces.end();
}

// Organisation codes have eight digits, or since 2015 begin with M ("MA…"). Only asked of what was
// repaired: a code that stands there and passes its checks needs no further proof.
bool organisation_shape(std::string_view body) { return body[0] == 'M' || all_digits(body); }

bool checks_hold(std::string_view code) {
  return std::ranges::all_of(code, in_alphabet) && kind_exists(code) &&
         all_digits(code.substr(2, 6)) && organisation_check(code.substr(8, 8)) == code[16] &&
         uscc_check(code) == code[17];
}

bool plausible(std::string_view code) {
  return checks_hold(code) && region_exists(code) && organisation_shape(code.substr(8, 8));
}

// All plausible codes with exactly `changes` characters of `code` replaced.
void collect(std::string& code, std::size_t from, int changes, std::vector<std::string>& found) {
  if (changes == 0) {
    if (plausible(code)) found.push_back(code);
    return;
  }
  for (std::size_t i = from; i < kUsccLength; ++i) {
    const char read = code[i];
    for (const char meant : meant_by(read)) {
      code[i] = meant;
      collect(code, i + 1, changes - 1, found);
    }
    code[i] = read;
    if (!in_alphabet(read)) return;  // an illegal character must be among those replaced
  }
}

UsccReading trouble(UsccState state, std::string code, std::string zh, std::string en) {
  return {state, std::move(code), {std::move(zh), std::move(en)}};
}

// The part after "ZL" or "CN": digits, a point before the check character or none.
bool patent_check(std::string_view body, char check) {
  if (!all_digits(body)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < body.size(); ++i) {
    sum += (body[i] - '0') * (static_cast<int>(i % 8) + 2);
  }
  const int rest = sum % 11;
  return check == (rest == 10 ? 'X' : static_cast<char>('0' + rest));
}

}  // namespace

std::string normalized_code(std::string_view code) {
  const bool plain = std::ranges::all_of(code, [](char c) { return c > ' ' && c < 0x7F; });
  std::string text = plain ? std::string(code) : core::compact(code);
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return c < 0x80 ? static_cast<char>(std::toupper(c)) : static_cast<char>(c);
  });
  return text;
}

bool uscc_valid(std::string_view code) {
  const std::string text = normalized_code(code);
  return text.size() == kUsccLength && checks_hold(text);
}

bool looks_like_uscc(std::string_view code) {
  const std::string text = normalized_code(code);
  if (text.size() != kUsccLength) return false;
  if (!std::ranges::all_of(text, [](char c) { return is_digit(c) || is_letter(c); })) return false;
  // Six places for the region and most of the organisation code are digits; words have few.
  return std::ranges::count_if(text, is_digit) >= 6 && !core::id_number_valid(text);
}

std::optional<std::string> repair_uscc(std::string_view code) {
  std::string text = normalized_code(code);
  if (!looks_like_uscc(text)) return std::nullopt;
  if (checks_hold(text)) return text;
  const auto illegal = std::ranges::count_if(text, [](char c) { return !in_alphabet(c); });
  if (illegal > 2) return std::nullopt;
  // As many changes as there are illegal characters, else one: each further one multiplies the
  // candidates, and two checks tell apart only some 340.
  std::vector<std::string> found;
  collect(text, 0, illegal == 0 ? 1 : static_cast<int>(illegal), found);
  if (found.size() != 1) return std::nullopt;
  return found.front();
}

UsccReading read_uscc(std::string_view code) {
  const std::string text = normalized_code(code);
  if (uscc_valid(text)) return {UsccState::valid, text, {}};
  if (core::id_number_valid(text)) {
    return trouble(UsccState::id_number, core::masked_id_number(text),
                   "这是居民身份证号码，不是统一社会信用代码；请改填单位的代码。",
                   "This is a person's identity number, not a unit's credit code; enter the "
                   "unit's code.");
  }
  if (!looks_like_uscc(text)) {
    return trouble(UsccState::malformed, text,
                   "统一社会信用代码应为18位数字和大写字母，请对照原件核对。",
                   "A credit code has 18 digits and capital letters; compare it with the paper.");
  }
  if (all_digits(text) && text.ends_with("000")) {
    return trouble(UsccState::spreadsheet, text,
                   "代码末三位为000且校验不符，多半在电子表格中被当作数字存过；请从原件重新录入。",
                   "The code ends in 000 and its check fails: a spreadsheet has probably stored it "
                   "as a number. Enter it again from the paper.");
  }
  if (auto repaired = repair_uscc(text)) {
    return trouble(UsccState::repairable, *repaired,
                   "代码校验不符；按易混字符只可能是" + *repaired + "，请对照原件核对。",
                   "The code's check fails; by look-alike characters it can only be " + *repaired +
                       ". Compare it with the paper.");
  }
  return trouble(UsccState::check_failed, text, "代码校验位不符，请对照原件核对。",
                 "The code's check character is wrong; compare it with the paper.");
}

bool uscc_confusable(std::string_view expected, std::string_view read) {
  constexpr int kMostErrors = 3;
  const std::string want = normalized_code(expected);
  const std::string got = normalized_code(read);
  if (want.size() != kUsccLength || got.size() != kUsccLength) return false;
  int errors = 0;
  for (std::size_t i = 0; i < kUsccLength; ++i) {
    if (want[i] == got[i]) continue;
    if (!may_mean(got[i], want[i]) || ++errors > kMostErrors) return false;
  }
  return true;
}

std::optional<std::string> organisation_code(std::string_view code) {
  std::string text = normalized_code(code);
  std::erase(text, '-');
  std::string part;
  if (text.size() == kUsccLength) part = text.substr(8, 9);
  if (text.size() == 15) part = text.substr(6, 9);
  if (text.size() == 9) part = text;
  if (part.empty() ||
      !std::ranges::all_of(part, [](char c) { return is_digit(c) || is_letter(c); }))
    return std::nullopt;
  if (organisation_check(std::string_view(part).substr(0, 8)) != part[8]) return std::nullopt;
  return part;
}

bool registration_number_valid(std::string_view number) {
  const std::string text = normalized_code(number);
  if (text.size() != 15 || !all_digits(text)) return false;
  int product = 10;
  for (const char c : std::string_view(text).substr(0, 14)) {
    int sum = (product + (c - '0')) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return (product + (text[14] - '0')) % 10 == 1;
}

bool patent_number_valid(std::string_view number) {
  std::string text = normalized_code(number);
  if (text.starts_with("ZL") || text.starts_with("CN")) text.erase(0, 2);
  const std::size_t point = text.find('.');
  if (point == std::string::npos || point + 2 != text.size()) return false;
  const std::string_view body = std::string_view(text).substr(0, point);
  if (body.size() != 12 && body.size() != 8) return false;
  // The fifth digit (third of the old form): invention, utility model, design; 8 and 9 by PCT.
  const char kind = body.size() == 12 ? body[4] : body[2];
  return std::string_view("12389").find(kind) != std::string_view::npos &&
         patent_check(body, text.back());
}

bool software_copyright_number_valid(std::string_view number) {
  static const std::regex kForm(
      "(2019|20[2-9][0-9])SR[0-9]{7}|201[0-8]SR[0-9]{6,7}|(199[0-9]|200[0-9])SR[0-9A-Z]{4,7}");
  return std::regex_match(normalized_code(number), kForm);
}

bool trademark_number_valid(std::string_view number) {
  static const std::regex kForm("G?[0-9]{3,8}[A-Z]?");
  return std::regex_match(normalized_code(number), kForm);
}

}  // namespace jianzhen::verify
