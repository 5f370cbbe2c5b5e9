#include "verify/credit_codes.h"

#include <limits>
#include <vector>

#include "core/text.h"
#include "verify/codes.h"
#include "verify/pattern.h"

namespace jianzhen::verify {
namespace {

constexpr double kDoubtBelow = 0.9;     // confidence of a line whose code may have been misread
constexpr std::size_t kFarthest = 220;  // characters between a name and its code

struct FoundCode {
  Value value;
  std::size_t first = 0;  // in the page's flow
};

Value read_code(const PageText& page, const Text& text) {
  Value value;
  value.evidence = page.evidence(text);
  value.text = core::compact(value.evidence.words);
  const bool doubted = value.evidence.ocr &&
                       (value.evidence.confidence < kDoubtBelow || !value.evidence.unsure.empty());
  if (doubted && !uscc_valid(value.text)) {
    if (const auto repaired = repair_uscc(value.text)) value.text = *repaired;
  }
  return value;
}

// Runs of exactly eighteen letters and digits; behind the label also where the line breaks them.
std::vector<FoundCode> codes_on(const PageText& page) {
  static const Pattern labelled(
      R"((?:社会信用代码|信用代码|机构代码)(?:\(?[^)0-9a-z:]{0,12}\)?)?(?:号)?[:为是]?([0-9a-z]{18})(?![0-9a-z]))");
  static const Pattern alone(R"((?<![0-9a-z])([0-9a-z]{18})(?![0-9a-z]))");
  // Numbers of other things, as long as a code.
  static const Pattern other_label(
      R"((?:编号|文号|单号|流水号|订单号|校验码|查询码|验证码|no\.?)[:为]?$)");
  std::vector<FoundCode> codes;
  const auto add = [&](const Pattern& pattern, bool needs_form) {
    for (const Pattern::Match& match : pattern.find_all(page.flow().units)) {
      const Range& where = match.groups[0];
      bool known = false;
      for (const FoundCode& code : codes) known = known || code.first == where.first;
      if (known) continue;
      const std::u16string_view before(page.flow().units.data(), where.first);
      if (needs_form && other_label.in(before)) continue;
      Value value = read_code(page, page.flow().slice(where.first, where.last));
      if (needs_form && !looks_like_uscc(value.text)) continue;
      codes.push_back({std::move(value), where.first});
    }
  };
  add(labelled, false);
  add(alone, true);
  return codes;
}

}  // namespace

std::optional<Value> code_of_unit(std::span<const PageText> pages, const Named& unit) {
  std::optional<Value> nearest;
  std::size_t best = std::numeric_limits<std::size_t>::max();
  for (const PageText& page : pages) {
    const std::vector<FoundCode> codes = codes_on(page);
    const std::u16string& flow = page.flow().units;
    for (std::size_t at = find_reading(flow, unit.text.units); at != std::u16string::npos;
         at = find_reading(flow, unit.text.units, at + 1)) {
      for (const FoundCode& code : codes) {
        const bool behind = code.first > at;
        const std::size_t gap = behind ? code.first - at - unit.text.size() : at - code.first;
        const std::size_t distance = codes.size() == 1 ? gap : behind ? gap : 3 * gap;
        if (gap > kFarthest || distance >= best) continue;
        best = distance;
        nearest = code.value;
      }
    }
  }
  return nearest;
}

}  // namespace jianzhen::verify
