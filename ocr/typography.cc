#include "ocr/typography.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace jianzhen::ocr {
namespace {

bool is_letter(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_of_word(char32_t c) { return is_letter(c) || is_digit(c); }

// U+4E36 is a stroke that dictionaries list; in a text it is the enumeration comma.
void mend_commas(std::u32string& line) { std::ranges::replace(line, U'丶', U'、'); }

// An interpunct stands between two words; at the head of a line it is the bullet of a list.
void mend_bullet(std::u32string& line) {
  if (line.size() > 1 && line.front() == U'·') line.front() = U'•';
}

// ISO is the one word of these three shapes that a number or "/" follows.
void mend_standard(std::u32string& line, std::size_t at, std::size_t end) {
  const std::u32string_view word = std::u32string_view(line).substr(at, end - at);
  const auto is_one_of = [&](std::u32string_view shapes, std::size_t i) {
    return shapes.find(word[i]) != shapes.npos;
  };
  if (word.size() < 3 || !is_one_of(U"I1l", 0) || !is_one_of(U"S5", 1) || !is_one_of(U"O0", 2)) {
    return;
  }
  const bool alone = word.size() == 3 && end < line.size() && line[end] == U'/';
  const bool numbered = word.size() > 3 && std::ranges::all_of(word.substr(3), is_digit);
  const bool only_digits = std::ranges::all_of(word, is_digit);  // 1500, or 150/200
  if (only_digits ? alone && line.compare(end, 4, U"/IEC") == 0 : alone || numbered) {
    line.replace(at, 3, U"ISO");
  }
}

// In the host of an address a one that begins or stands within letters is an l: hosts have digits
// too, but together, at the end or at the head of a number.
void mend_host_label(std::u32string& line, std::size_t at, std::size_t end) {
  for (std::size_t i = at; i < end; ++i) {
    if (is_digit(line[i]) && (line[i] != U'1' || i + 1 == end || !is_letter(line[i + 1]))) return;
  }
  std::replace(line.begin() + static_cast<std::ptrdiff_t>(at),
               line.begin() + static_cast<std::ptrdiff_t>(end), U'1', U'l');
}

// Calls back with the first and the last but one position of every run of letters and digits.
template <typename Visit>
void for_each_word(const std::u32string& line, std::size_t from, std::size_t to, Visit visit) {
  for (std::size_t at = from; at < to;) {
    std::size_t end = at;
    while (end < to && is_of_word(line[end])) ++end;
    if (end > at) visit(at, end);
    at = end + 1;
  }
}

void mend_mail_hosts(std::u32string& line) {
  for (std::size_t at = line.find(U'@'); at != line.npos; at = line.find(U'@', at + 1)) {
    std::size_t end = at + 1;
    while (end < line.size() && (is_of_word(line[end]) || line[end] == U'.' || line[end] == U'-')) {
      ++end;
    }
    for_each_word(line, at + 1, end,
                  [&](std::size_t from, std::size_t to) { mend_host_label(line, from, to); });
  }
}

// Amounts in words are written 叁佰: 参 is what its shape is taken for, and in amounts its variant.
void mend_amounts(std::u32string& line) {
  constexpr std::u32string_view kPlaces = U"拾佰仟";
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if (line[i] == U'参' && kPlaces.find(line[i + 1]) != kPlaces.npos) line[i] = U'叁';
  }
}

// No question is followed by an amount to the cent: what stands there is the sign of the yuan.
void mend_currency(std::u32string& line) {
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if ((line[i] != U'?' && line[i] != U'？') || !is_digit(line[i + 1])) continue;
    std::size_t end = i + 1;
    while (end < line.size() && (is_digit(line[end]) || line[end] == U',')) ++end;
    const bool to_the_cent = end + 2 < line.size() && line[end] == U'.' &&
                             is_digit(line[end + 1]) && is_digit(line[end + 2]) &&
                             (end + 3 == line.size() || !is_digit(line[end + 3]));
    if (to_the_cent) line[i] = U'¥';
  }
}

// Words that papers of this kind are full of and that no other words differ from in one character.
void mend_phrases(std::u32string& line) {
  static constexpr std::array<std::u32string_view, 5> kPhrases{U"有限责任公司", U"股份有限公司",
                                                               U"会计师事务所", U"统一社会信用代码",
                                                               U"计算机软件著作权登记证书"};
  for (const std::u32string_view phrase : kPhrases) {
    for (std::size_t at = 0; at + phrase.size() <= line.size(); ++at) {
      std::size_t other = 0;
      for (std::size_t i = 0; i < phrase.size(); ++i) other += line[at + i] != phrase[i];
      if (other == 1) line.replace(at, phrase.size(), phrase);
    }
  }
}

}  // namespace

void mend_typography(std::u32string& line) {
  mend_commas(line);
  mend_bullet(line);
  for_each_word(line, 0, line.size(),
                [&](std::size_t from, std::size_t to) { mend_standard(line, from, to); });
  mend_mail_hosts(line);
  mend_amounts(line);
  mend_currency(line);
  mend_phrases(line);
}

}  // namespace jianzhen::ocr
