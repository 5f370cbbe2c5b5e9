#include "verify/name_confusions.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/text.h"
#include "verify/name_text.h"

namespace jianzhen::embedded {
extern const std::string_view name_confusions;
}  // namespace jianzhen::embedded

namespace jianzhen::verify {
namespace {

constexpr char32_t kNothing = U'-';

class Confusions {
 public:
  Confusions() {
    std::string_view file = embedded::name_confusions;
    while (!file.empty()) {
      const std::size_t end = std::min(file.find('\n'), file.size());
      if (!file.starts_with('#')) read_line(file.substr(0, end));
      file.remove_prefix(std::min(end + 1, file.size()));
    }
  }

  double share(char32_t meant, char32_t read) const {
    const auto it = shares_.find(key(meant, read));
    return it == shares_.end() ? 0 : it->second;
  }

 private:
  static std::uint64_t key(char32_t meant, char32_t read) {
    return static_cast<std::uint64_t>(meant) << 21 | read;
  }

  // "彧 7 或5 -1"
  void read_line(std::string_view line) {
    const char32_t meant = folded(word(line));
    const double seen = number(word(line));
    while (!line.empty()) {
      const std::string_view each = word(line);
      const std::size_t digits = each.find_first_of("0123456789");
      if (digits == std::string_view::npos) continue;
      const char32_t read = folded(each.substr(0, digits));
      // What folds alike (極 for 极) is no misreading of a name.
      if (read != meant)
        shares_[key(meant, read)] += number(each.substr(digits)) / (seen + kAskedBefore);
    }
  }

  static std::string_view word(std::string_view& line) {
    const std::size_t end = std::min(line.find(' '), line.size());
    const std::string_view first = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return first;
  }

  static char32_t folded(std::string_view character) {
    const std::u32string text = name_text(character);
    return text.empty() ? kNothing : text.front();
  }

  static double number(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }

  static constexpr double kAskedBefore = 1;  // once, and read rightly

  std::unordered_map<std::uint64_t, double> shares_;
};

const Confusions& confusions() {
  static const Confusions table;
  return table;
}

}  // namespace

double misread_share(char32_t meant, char32_t read) { return confusions().share(meant, read); }

double lost_share(char32_t meant) { return confusions().share(meant, kNothing); }

}  // namespace jianzhen::verify
