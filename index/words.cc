#include "index/words.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <set>

#include "core/text.h"

namespace jianzhen::embedded {

extern const std::string_view index_stop_words;

}  // namespace jianzhen::embedded

namespace jianzhen::index {

namespace {

constexpr std::size_t kShort = 8;         // characters: a name, a place, a kind of paper
constexpr std::size_t kMostTokens = 256;  // a longer query is cut: its head says what is sought

struct StopWords {
  std::set<std::string, std::less<>> words;
  std::size_t longest = 0;  // in tokens
};

const StopWords& stop_words() {
  static const StopWords stops = [] {
    StopWords result;
    std::string_view text = embedded::index_stop_words;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view word = text.substr(0, end);
      if (!word.empty()) {
        result.words.emplace(word);
        result.longest = std::max(result.longest, core::code_point_count(word));
      }
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
  }();
  return stops;
}

struct Part {
  std::string text;
  bool quoted = false;
};

bool is_space(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0; }

// Cut at quotes, and outside of them at spaces.
std::vector<Part> parts_of(std::string_view query) {
  constexpr std::u32string_view kOpening = U"\"“「『＂";
  constexpr std::u32string_view kClosing = U"\"”」』＂";
  const std::u32string text = core::to_utf32(query);
  std::vector<Part> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t kind = kOpening.find(text[at]);
    const std::size_t close = kind == std::u32string_view::npos ? std::u32string::npos
                                                                : text.find(kClosing[kind], at + 1);
    if (close != std::u32string::npos) {
      parts.push_back({core::to_utf8(text.substr(at + 1, close - at - 1)), true});
      at = close + 1;
      continue;
    }
    std::size_t end = at + 1;
    while (end < text.size() && !is_space(text[end]) &&
           kOpening.find(text[end]) == std::u32string_view::npos) {
      ++end;
    }
    parts.push_back({core::to_utf8(text.substr(at, end - at)), false});
    at = end;
  }
  return parts;
}

void add_phrases(std::vector<std::vector<Token>>& phrases, const std::vector<Token>& tokens) {
  for (const Token& token : tokens) {
    if (!token.joined) phrases.emplace_back();
    phrases.back().push_back(token);
  }
}

// How many tokens from `at` on are one stop word: the longest.
std::size_t stop_word_at(const std::vector<Token>& phrase, std::size_t at) {
  std::string text;
  std::size_t length = 0;
  for (std::size_t i = at; i < phrase.size() && i - at < stop_words().longest; ++i) {
    text += phrase[i].text;
    if (stop_words().words.contains(text)) length = i - at + 1;
  }
  return length;
}

void add_loose(std::vector<std::string>& loose, const std::vector<Token>& phrase,
               const std::vector<bool>& dropped) {
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    if (dropped[i]) continue;
    loose.push_back(phrase[i].text);
    if (i > 0 && !dropped[i - 1] && is_pair(phrase[i - 1], phrase[i])) {
      loose.push_back(phrase[i - 1].text + phrase[i].text);
    }
  }
}

std::vector<std::string> loose_terms(const std::vector<std::vector<Token>>& phrases,
                                     bool with_stop_words) {
  std::vector<std::string> loose;
  for (const std::vector<Token>& phrase : phrases) {
    std::vector<bool> dropped(phrase.size(), false);
    for (std::size_t at = 0; !with_stop_words && at < phrase.size();) {
      const std::size_t length = stop_word_at(phrase, at);
      std::fill_n(dropped.begin() + static_cast<std::ptrdiff_t>(at), length, true);
      at += std::max<std::size_t>(length, 1);
    }
    add_loose(loose, phrase, dropped);
  }
  return loose;
}

std::vector<std::string> telling_of(const std::vector<std::string>& loose) {
  const std::set<std::string> all(loose.begin(), loose.end());
  std::vector<std::string> telling;
  for (const std::string& term : all) {
    if (core::code_point_count(term) > 1) telling.push_back(term);
  }
  if (telling.empty()) telling.assign(all.begin(), all.end());
  return telling;
}

}  // namespace

Words words_of(std::string_view query) {
  Words words;
  std::size_t tokens = 0;
  bool all_quoted = true;
  for (const Part& part : parts_of(query)) {
    const std::string_view line = part.text;
    std::vector<Token> these = tokens_of({&line, 1});
    if (tokens + these.size() > kMostTokens) these.resize(kMostTokens - tokens);
    tokens += these.size();
    all_quoted = all_quoted && (part.quoted || these.empty());
    add_phrases(words.phrases, these);
  }
  words.is_short = tokens <= kShort;
  if (all_quoted) return words;  // quotes within a question are only its punctuation
  words.loose = loose_terms(words.phrases, false);
  if (words.loose.empty()) words.loose = loose_terms(words.phrases, true);
  words.telling = telling_of(words.loose);
  return words;
}

}  // namespace jianzhen::index
