#pragma once

// A name taken apart, character by character. What parse_name, compare_names and find_units share.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "verify/name_tables.h"

namespace jianzhen::verify {

enum class NameSlot : std::uint8_t { region, brand, trade, form, bracket, branch };

struct NameParts {
  std::u32string text;          // name_text()
  std::vector<NameSlot> slots;  // of each character of `text`
  std::size_t head_end = 0;     // where the branch tail begins; text.size() for a head
  std::size_t form_begin = 0;   // of the head's form; head_end where it has none
  FormClass form = FormClass::none;

  std::u32string_view head() const { return std::u32string_view(text).substr(0, head_end); }
  std::u32string_view tail() const { return std::u32string_view(text).substr(head_end); }
  std::u32string_view form_text() const {
    return std::u32string_view(text).substr(form_begin, head_end - form_begin);
  }
  std::u32string of(NameSlot slot) const;
};

// `text` as name_text() makes it.
NameParts name_parts(std::u32string text);

// The same in two steps, for who may need the first only: head and form, then every slot.
NameParts name_frame(std::u32string text);
void mark_slots(NameParts& parts);

// Where the form that ends at `end` begins (集团, 控股 before it excluded, (集团) included); `end`
// where no known form ends there.
struct FormEnd {
  std::size_t begin = 0;
  FormClass form = FormClass::none;
};
FormEnd form_ending_at(std::u32string_view text, std::size_t end);

// Is this text nothing but a legal form that a registered name may end with: 有限公司,
// 集团股份有限公司, (集团)有限责任公司?
bool is_legal_form(std::u32string_view text);

// The end of a form whose beginning was cut off: 限责任公司. What is left names nobody.
bool is_torn_form(std::u32string_view text);

// Where the branch tail begins, told from the name alone; text.size() for a head.
std::size_t branch_tail_begin(std::u32string_view text);

// Does `rest`, which stands behind a head whose form is `form`, make it a branch?
bool is_branch_tail(std::u32string_view rest, FormClass form);

// The same for a tail whose last word was read with one wrong character: 上海分公同.
bool is_misread_branch_tail(std::u32string_view rest);

// Places: how many characters from `at` on say where; brackets are not looked into.
std::size_t region_length(std::u32string_view text, std::size_t at, std::size_t end);

// 辽宁省|沈阳市: the length of a province at the beginning that a place within it follows; else 0.
std::size_t province_before_city(std::u32string_view text);

// Nothing but a place, with or without a zone or town behind.
bool is_region(std::u32string_view text);

}  // namespace jianzhen::verify
