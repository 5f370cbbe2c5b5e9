#include "ingest/content_tokens.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace jianzhen::ingest {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

bool is_delimiter(char c) {
  switch (c) {
    case '(':
    case ')':
    case '<':
    case '>':
    case '[':
    case ']':
    case '{':
    case '}':
    case '/':
    case '%':
      return true;
    default:
      return false;
  }
}

bool starts_number(char c) { return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.'; }

}  // namespace

void ContentTokens::skip_white_space() {
  while (!rest_.empty()) {
    if (is_space(rest_.front())) {
      rest_.remove_prefix(1);
    } else if (rest_.front() == '%') {
      rest_.remove_prefix(std::min(rest_.find_first_of("\r\n"), rest_.size()));
    } else {
      return;
    }
  }
}

// Literal strings nest their brackets (7.3.4.2).
void ContentTokens::skip_string() {
  std::size_t depth = 0;
  std::size_t i = 0;
  for (; i < rest_.size(); ++i) {
    if (rest_[i] == '\\') {
      ++i;
    } else if (rest_[i] == '(') {
      ++depth;
    } else if (rest_[i] == ')' && --depth == 0) {
      break;
    }
  }
  rest_.remove_prefix(std::min(i + 1, rest_.size()));
}

void ContentTokens::skip_hex_or_dictionary() {
  if (rest_.starts_with("<<") || rest_.starts_with(">>")) {
    rest_.remove_prefix(2);
  } else if (rest_.front() == '>') {
    rest_.remove_prefix(1);
  } else {
    rest_.remove_prefix(std::min(rest_.find('>'), rest_.size() - 1) + 1);
  }
}

std::string_view ContentTokens::regular() {
  std::size_t i = 0;
  while (i < rest_.size() && !is_space(rest_[i]) && !is_delimiter(rest_[i])) ++i;
  const std::string_view token = rest_.substr(0, i);
  rest_.remove_prefix(i);
  return token;
}

void ContentTokens::take_number(std::string_view token) {
  if (token.starts_with('+')) token.remove_prefix(1);
  double value = 0;
  std::from_chars(token.data(), token.data() + token.size(), value, std::chars_format::fixed);
  if (!std::isfinite(value)) value = 0;
  std::rotate(numbers_.begin(), numbers_.end() - 1, numbers_.end());
  numbers_[0] = value;
  ++count_;
}

std::string_view ContentTokens::next_operator() {
  numbers_.fill(0);
  count_ = 0;
  name_ = {};
  for (;;) {
    skip_white_space();
    if (rest_.empty()) return {};
    const char c = rest_.front();
    if (c == '(') {
      skip_string();
    } else if (c == '<' || c == '>') {
      skip_hex_or_dictionary();
    } else if (c == '/') {
      rest_.remove_prefix(1);
      name_ = regular();
    } else if (is_delimiter(c)) {
      rest_.remove_prefix(1);
    } else if (starts_number(c)) {
      take_number(regular());
    } else {
      return regular();
    }
  }
}

double ContentTokens::number(std::size_t from_end) const {
  return from_end < kKept ? numbers_[from_end] : 0;
}

void ContentTokens::skip_inline_data() {
  for (std::size_t at = rest_.find("EI"); at != std::string_view::npos;
       at = rest_.find("EI", at + 1)) {
    const bool before = at == 0 || is_space(rest_[at - 1]);
    const bool after = at + 2 >= rest_.size() || is_space(rest_[at + 2]);
    if (before && after) {
      rest_.remove_prefix(std::min(at + 2, rest_.size()));
      return;
    }
  }
  rest_ = {};
}

}  // namespace jianzhen::ingest
