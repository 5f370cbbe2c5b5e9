#include "api/entry_number.h"

#include <algorithm>

#include "core/text.h"

namespace jianzhen::api {

bool is_plain_text(std::string_view text) {
  return core::is_utf8(text) && std::none_of(text.begin(), text.end(),
                                             [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

core::Result<void> check_entry_number(std::string_view number) {
  constexpr std::size_t kMost = 128;
  if (!number.empty() && number.size() <= kMost && is_plain_text(number) &&
      number.find_first_of("/\\") == std::string_view::npos && number != "." && number != "..") {
    return {};
  }
  return core::fail(
      core::ErrorCode::usage,
      {"项目编号不能含有斜杠或控制字符，最长 128 字节。",
       "An entry's number holds no slash or control character, and at most 128 bytes."},
      {}, "entry.json");
}

}  // namespace jianzhen::api
