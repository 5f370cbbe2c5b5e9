#include "verify/relate_lines.h"

#include <algorithm>
#include <vector>

namespace jianzhen::verify {
namespace {

std::vector<std::string_view> fields(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::vector<std::string_view> result;
  for (;;) {
    const std::size_t tab = line.find('\t');
    result.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return result;
    line.remove_prefix(tab + 1);
  }
}

std::string with_line_breaks(std::string_view name) {
  std::string result(name);
  for (std::size_t at = result.find("\\n"); at != std::string::npos; at = result.find("\\n", at)) {
    result.replace(at, 2, "\n");
  }
  return result;
}

// A reason may quote the paper; tabs and line ends would break the table.
std::string on_one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

// The reason, and the edges it rests on, each with its source.
std::string with_path(const Verdict& verdict, core::Lang lang) {
  core::Bilingual text = verdict.reason;
  for (std::size_t i = 0; i < verdict.path.size(); ++i) {
    text += i == 0 ? core::Bilingual{"：", ": "} : core::Bilingual{"；", "; "};
    text += verdict.path[i];
  }
  return core::in(text, lang);
}

}  // namespace

std::string relate_line(std::string_view line, const RelationGraph& graph, core::Lang lang) {
  constexpr std::size_t kLeast = 4;  // the last code may be left out with its tab
  const auto field = fields(line);
  const auto at = [&](std::size_t i) { return i < field.size() ? field[i] : std::string_view(); };
  Verdict verdict;
  if (field.size() < kLeast || at(1).empty()) {
    verdict.reason = {"应为：编号、申报单位、代码、名称、代码，以制表符分隔",
                      "expected: id, applicant, its code, name, its code, separated by tabs"};
  } else {
    core::Applicant applicant;
    applicant.name = with_line_breaks(at(1));
    applicant.uscc = at(2);
    const core::Unit other{with_line_breaks(at(3)), std::string(at(4))};
    verdict = graph.relate(applicant, {}, other, true);
  }
  std::string result(at(0));
  for (const std::string_view part : {word(verdict.relation), word(verdict.gate)}) {
    result.push_back('\t');
    result += part;
  }
  return result + "\t" + on_one_line(with_path(verdict, lang));
}

}  // namespace jianzhen::verify
