#pragma once

// Splits a PDF content stream into operands and operators (ISO 32000-1, 7.2 and 7.8.2).

#include <array>
#include <cstddef>
#include <string_view>

namespace jianzhen::ingest {

class ContentTokens {
 public:
  explicit ContentTokens(std::string_view content) : rest_(content) {}

  // The next operator, with the operands before it; empty at the end.
  std::string_view next_operator();

  // The numbers before the operator, the last six of them; 0 where there were fewer.
  double number(std::size_t from_end) const;
  std::size_t number_count() const { return count_; }
  // The last name before the operator, without its slash.
  std::string_view name() const { return name_; }

  // After the operator "ID": skips an inline picture's data up to its "EI".
  void skip_inline_data();

 private:
  void skip_white_space();
  void skip_string();
  void skip_hex_or_dictionary();
  std::string_view regular();
  void take_number(std::string_view token);

  static constexpr std::size_t kKept = 6;
  std::string_view rest_;
  std::array<double, kKept> numbers_{};
  std::size_t count_ = 0;
  std::string_view name_;
};

}  // namespace jianzhen::ingest
