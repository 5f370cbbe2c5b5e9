#include "verify/pattern.h"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace jianzhen::verify {
namespace {

constexpr std::size_t kFuzzyFrom = 4;
constexpr std::size_t kLongName = 8;
constexpr std::size_t kReadingEdits = 2;
constexpr int kTimeLimit = 2000;          // ICU's steps; roughly a hundredth of a second each 100
constexpr int kStackLimit = 1024 * 1024;  // bytes of backtracking
constexpr std::string_view kUnit = R"(([^。;:!?"“”《》\[\]]{2,70}?))";

bool differs_by_at_most(int most, std::u16string_view a, std::u16string_view b) {
  int differences = 0;
  for (std::size_t i = 0; i < a.size() && differences <= most; ++i) differences += a[i] != b[i];
  return differences <= most;
}

}  // namespace

struct Pattern::Compiled {
  std::unique_ptr<icu::RegexPattern> pattern;
};

namespace {

std::size_t place_of_unit(const std::string& utf8) {
  const std::size_t at = utf8.find("<U>");
  if (at == std::string::npos) throw std::invalid_argument("no <U> in '" + utf8 + "'");
  return at;
}

}  // namespace

UnitPattern::UnitPattern(const std::string& utf8)
    : whole(utf8),
      before(utf8.substr(0, place_of_unit(utf8))),
      after("^(?:" + utf8.substr(place_of_unit(utf8) + 3) + ")") {}

Pattern::Pattern(std::string_view utf8) {
  std::string source(utf8);
  for (std::size_t at = source.find("<U>"); at != std::string::npos; at = source.find("<U>", at)) {
    source.replace(at, 3, kUnit);
    at += kUnit.size();
  }
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  auto compiled = std::make_unique<Compiled>();
  compiled->pattern.reset(
      icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(icu::StringPiece(
                                     source.data(), static_cast<int>(source.size()))),
                                 0, where, status));
  if (U_FAILURE(status)) {
    throw std::invalid_argument("bad pattern '" + source + "': " + u_errorName(status));
  }
  compiled_ = std::move(compiled);
}

Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;

std::vector<Pattern::Match> Pattern::find_all(std::u16string_view text, std::size_t most) const {
  std::vector<Match> matches;
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString subject(false, text.data(), static_cast<std::int32_t>(text.size()));
  const std::unique_ptr<icu::RegexMatcher> matcher(compiled_->pattern->matcher(subject, status));
  if (U_FAILURE(status)) return matches;
  matcher->setTimeLimit(kTimeLimit, status);
  matcher->setStackLimit(kStackLimit, status);
  while (matches.size() < most && U_SUCCESS(status) && matcher->find(status)) {
    Match match;
    const auto range = [&](int group) {
      const int first = matcher->start(group, status);
      if (first < 0) return Range{};
      return Range{static_cast<std::size_t>(first),
                   static_cast<std::size_t>(matcher->end(group, status))};
    };
    match.whole = range(0);
    for (int group = 1; group <= matcher->groupCount(); ++group) {
      match.groups.push_back(range(group));
    }
    matches.push_back(std::move(match));
  }
  return matches;
}

std::optional<Pattern::Match> Pattern::find(std::u16string_view text) const {
  std::vector<Match> matches = find_all(text, 1);
  if (matches.empty()) return std::nullopt;
  return std::move(matches.front());
}

std::size_t find_word(std::u16string_view text, std::u16string_view word, std::size_t from) {
  const std::size_t exact = text.find(word, from);
  if (exact != std::u16string_view::npos || word.size() < kFuzzyFrom) return exact;
  for (std::size_t at = from; at + word.size() <= text.size(); ++at) {
    if (differs_by_at_most(1, text.substr(at, word.size()), word)) return at;
  }
  return std::u16string_view::npos;
}

// Sellers' search: the least edits that end at each place of the text, column by column.
std::size_t find_reading(std::u16string_view text, std::u16string_view name, std::size_t from) {
  if (name.size() < kLongName) return text.find(name, from);
  std::vector<std::size_t> column(name.size() + 1);
  std::iota(column.begin(), column.end(), std::size_t{0});
  for (std::size_t at = from; at < text.size(); ++at) {
    std::size_t diagonal = column[0];  // stays 0: a match may begin anywhere
    for (std::size_t i = 1; i <= name.size(); ++i) {
      const std::size_t changed = diagonal + (name[i - 1] == text[at] ? 0 : 1);
      diagonal = column[i];
      column[i] = std::min({column[i] + 1, column[i - 1] + 1, changed});
    }
    // The last character is right: otherwise a match would be told before it is complete.
    if (column.back() <= kReadingEdits && text[at] == name.back()) {
      return at + 1 - std::min(at + 1 - from, name.size());
    }
  }
  return std::u16string_view::npos;
}

bool same_word(std::u16string_view a, std::u16string_view b) {
  if (a == b) return true;
  return a.size() == b.size() && a.size() >= kFuzzyFrom && differs_by_at_most(1, a, b);
}

}  // namespace jianzhen::verify
