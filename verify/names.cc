#include "verify/names.h"

#include <algorithm>

#include "core/text.h"
#include "verify/name_parts.h"

namespace jianzhen::verify {
namespace {

// Spelled as printed: `compact` with brackets as (), cut by the slots of the folded name.
class Printed {
 public:
  explicit Printed(std::string_view name) : text_(core::to_utf32(core::compact(name))) {
    for (char32_t& c : text_) {
      const std::u32string folded = name_text(core::to_utf8(std::u32string_view(&c, 1)));
      if (folded == U"(" || folded == U")") c = folded.front();
    }
    const NameText folded = name_text_with_origin(core::to_utf8(text_));
    origin_ = folded.origin;
    parts_ = name_parts(folded.text);
  }

  std::string whole() const { return core::to_utf8(text_); }

  std::string of(NameSlot slot) const {
    std::u32string result;
    for (std::size_t i = 0; i < parts_.slots.size(); ++i) {
      if (parts_.slots[i] == slot) result.push_back(text_[origin_[i]]);
    }
    return core::to_utf8(result);
  }

  std::string head() const {
    if (parts_.head_end >= origin_.size()) return whole();
    return core::to_utf8(text_.substr(0, origin_[parts_.head_end]));
  }
  std::string tail() const {
    if (parts_.head_end >= origin_.size()) return {};
    return core::to_utf8(text_.substr(origin_[parts_.head_end]));
  }

 private:
  std::u32string text_;
  std::vector<std::uint32_t> origin_;
  NameParts parts_;
};

}  // namespace

ParsedName parse_name(std::string_view name) {
  const Printed printed(name);
  ParsedName parsed;
  parsed.whole = printed.whole();
  parsed.region = printed.of(NameSlot::region);
  parsed.brand = printed.of(NameSlot::brand);
  parsed.trade = printed.of(NameSlot::trade);
  parsed.form = printed.of(NameSlot::form);
  parsed.branch_tail = printed.tail();
  parsed.head = printed.head();
  return parsed;
}

bool looks_like_unit(std::string_view text) {
  constexpr std::size_t kShortest = 4;
  constexpr std::size_t kLongest = 60;
  const std::u32string name = name_text(text);
  if (name.size() < kShortest || name.size() > kLongest) return false;
  constexpr std::u32string_view kNotInNames = U"，。；：、！？,;:!?\n《》“”\"";
  if (name.find_first_of(kNotInNames) != std::u32string::npos) return false;
  if (is_torn_form(name)) return false;
  const NameParts parts = name_parts(name);
  const bool named = parts.form_begin >= 2 && parts.form != FormClass::none;
  return named || (parts.head_end < name.size() && parts.head_end >= 2);
}

}  // namespace jianzhen::verify
