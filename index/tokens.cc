#include "index/tokens.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>

#include "core/text.h"

namespace jianzhen::index {

namespace {

// Folded to their plain forms: ， is , and （ is (. What is neither here nor a letter joins:
// spaces, brackets, quotes, hyphens, full stops of numbers and abbreviations.
constexpr std::u32string_view kBreaks = U"。、,;:!?…|｡";

constexpr std::size_t kLongestWord = 60;  // code points; a term of Xapian holds 245 bytes

bool is_ideograph(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO:
      return u_isalnum(static_cast<UChar32>(c)) != 0;
    default:
      return false;
  }
}

bool is_word_character(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  return u_isalnum(point) != 0 || u_charType(point) == U_NON_SPACING_MARK;
}

bool is_digit(std::u32string_view text, std::size_t at) {
  return at < text.size() && text[at] >= U'0' && text[at] <= U'9';
}

// 1,234 and 10:30 are one number to a reader.
bool breaks(std::u32string_view text, std::size_t at) {
  if (kBreaks.find(text[at]) == std::u32string_view::npos) return false;
  return at == 0 || !is_digit(text, at - 1) || !is_digit(text, at + 1);
}

class Tokenizer {
 public:
  std::vector<Token> take() { return std::move(tokens_); }

  void line(std::size_t number, std::string_view utf8) {
    const core::Folded folded = core::folded_with_origin(utf8);
    const std::u32string_view text = folded.text;
    if (text.empty()) joined_ = false;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at + 1;
      if (is_ideograph(text[at])) {
        add(number, folded, at, end, true);
      } else if (is_word_character(text[at])) {
        while (end < text.size() && end - at < kLongestWord && is_word_character(text[end]) &&
               !is_ideograph(text[end])) {
          ++end;
        }
        add(number, folded, at, end, false);
      } else if (breaks(text, at)) {
        joined_ = false;
      }
      at = end;
    }
  }

 private:
  void add(std::size_t number, const core::Folded& folded, std::size_t at, std::size_t end,
           bool ideograph) {
    Token token;
    token.text = core::to_utf8(std::u32string_view(folded.text).substr(at, end - at));
    token.ideograph = ideograph;
    token.joined = joined_ && !tokens_.empty();
    token.line = number;
    token.first = folded.origin[at];
    token.last = folded.origin[end - 1] + 1;
    tokens_.push_back(std::move(token));
    joined_ = true;
  }

  std::vector<Token> tokens_;
  bool joined_ = false;
};

}  // namespace

std::vector<Token> tokens_of(std::span<const std::string_view> lines) {
  Tokenizer tokenizer;
  for (std::size_t i = 0; i < lines.size(); ++i) tokenizer.line(i, lines[i]);
  return tokenizer.take();
}

}  // namespace jianzhen::index
