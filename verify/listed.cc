#include "verify/listed.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/text.h"
#include "verify/pattern.h"

namespace jianzhen::verify {
namespace {

constexpr std::size_t kReach = 90;  // characters in which the answer follows the list's name

struct List {
  const char* id;
  const char* pattern;
};

constexpr std::array kLists = {
    List{"listed.dishonest", "失信被执行人|老赖名单"},
    List{"listed.tax", "重大税收违法|税收违法黑名单|重大税收违法失信|税收违法案件"},
    List{"listed.procurement", "政府采购严重违法|政府采购领域严重违法|政府采购失信"},
};

struct Answer {
  Range words;
  bool listed = false;
};

// The first thing said behind the list's name and before the next list's. A denial is looked for
// first: 未被列入 holds 列入.
std::optional<Answer> answer_in(std::u16string_view text) {
  static const Pattern no(
      R"(未被?列入|不存在|没有|未查询到|未查到|未发现|查无|暂无|未找到|无相关|无此|无记录|无不良|未列入|从未|未纳入|尚未|无(?=$|[,。;:)])|:无|[(:]?(?<![\d.])0(?:条|项|个|次|件)?(?![\d.年]))");
  static const Pattern yes(
      R"((?:已|被|系|因[^。]{0,20})(?:被)?(?:列入|纳入)|有相关记录|存在[^。]{0,10}记录|[1-9]\d*(?:条|项|次|个|件)(?:记录|信息)?|[(][1-9]\d{0,3}[)]|案号|执行法院|决定书文号|列入日期|(?<!没)有(?:不良|失信|严重)|:是(?!否)|^[:]?[1-9]\d{0,2}(?![\d年.\-条]))");
  const auto denial = no.find(text);
  const auto assertion = yes.find(text);
  if (!denial && !assertion) return std::nullopt;
  if (denial && (!assertion || denial->whole.first <= assertion->whole.first + 1)) {
    return Answer{denial->whole, false};
  }
  return Answer{assertion->whole, true};
}

std::size_t next_list(std::u16string_view flow, std::size_t from) {
  static const Pattern any(
      "失信被执行人|老赖名单|重大税收违法|税收违法|政府采购|经营异常|信用承诺|守信激励|行政处罚|"
      "行政许可|查询时间|主办单位|[一二三四五六七八九]、");
  const auto match = any.find(flow.substr(from));
  return match ? from + match->whole.first : flow.size();
}

std::optional<Value> read_list(const PageText& page, const Pattern& name) {
  static const Pattern rest_of_name(
      R"(^(?:案件)?(?:当事人)?(?:失信)?(?:行为)?(?:信息)?(?:主体)?(?:记录)?(?:名单)?(?:\([^)\d]*\))?(?:名单|信息|记录|情况|查询结果)*)");
  const std::u16string& flow = page.flow().units;
  std::optional<Value> result;
  for (const Pattern::Match& match : name.find_all(flow)) {
    std::size_t from = match.whole.last;
    if (const auto rest = rest_of_name.find(std::u16string_view(flow).substr(from))) {
      from += rest->whole.last;
    }
    // 未被列入失信被执行人名单: the denial stands before.
    static const Pattern denied_before(
        "(?:未被?列入|未列入|不属于|未被?纳入|不存在|没有被?列入)[^。;]{0,40}$");
    const std::u16string_view before = std::u16string_view(flow).substr(0, match.whole.first);
    const auto denied =
        denied_before.find(before.substr(before.size() - std::min<std::size_t>(before.size(), 60)));
    const std::size_t to = std::min({flow.size(), from + kReach, next_list(flow, from)});
    std::optional<Answer> answer;
    if (denied) {
      answer = Answer{{0, 0}, false};
    } else {
      answer = answer_in(std::u16string_view(flow).substr(from, to - from));
    }
    if (!answer || (result && !answer->listed)) continue;
    const Text words = page.flow().slice(match.whole.first, from + answer->words.last);
    Evidence evidence = page.evidence(words);
    result = Value{answer->listed ? "true" : "false", std::move(evidence)};
  }
  return result;
}

}  // namespace

std::map<std::string, Value> find_listed(std::span<const PageText> pages) {
  static const std::array<Pattern, kLists.size()> names = {
      Pattern(kLists[0].pattern), Pattern(kLists[1].pattern), Pattern(kLists[2].pattern)};
  std::map<std::string, Value> said;
  for (const PageText& page : pages) {
    for (std::size_t i = 0; i < kLists.size(); ++i) {
      auto value = read_list(page, names.at(i));
      if (!value) continue;
      const auto known = said.find(kLists.at(i).id);
      if (known == said.end()) {
        said.emplace(kLists.at(i).id, std::move(*value));
      } else if (value->text == "true") {
        known->second = std::move(*value);
      }
    }
  }
  if (said.empty()) return said;
  const auto listed =
      std::ranges::find_if(said, [](const auto& each) { return each.second.text == "true"; });
  said.emplace("listed", listed == said.end() ? said.begin()->second : listed->second);
  return said;
}

}  // namespace jianzhen::verify
