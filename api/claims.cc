#include "api/claims.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.h"

namespace jianzhen::api {
namespace {

struct KindWords {
  std::string_view kind;
  std::array<std::u32string_view, 4> words;
};

// What an application calls such papers.
constexpr std::array kKindWords = {
    KindWords{"patent_certificate", {U"专利", U"发明", U"知识产权", U"自主研发"}},
    KindWords{"software_copyright", {U"软件著作权", U"软著", U"知识产权", U"自主研发"}},
    KindWords{"trademark_certificate", {U"商标", U"品牌", U"知识产权", U"注册"}},
    KindWords{"audit_report", {U"审计", U"营业收入", U"净利润", U"经济效益"}},
    KindWords{"credit_report", {U"信用", U"失信", U"合规", U"行政处罚"}},
    KindWords{"project_qualification", {U"检测", U"认证", U"资质", U"高新技术"}},
    KindWords{"case_proof", {U"应用案例", U"合同", U"客户", U"用户"}},
    KindWords{"business_licence", {U"成立", U"注册资本", U"参赛单位", U"申报单位"}},
    KindWords{"responsibility_statement", {U"申报单位", U"参赛单位", U"责任", U"声明"}},
    KindWords{"entry_commitment", {U"参赛单位", U"申报单位", U"承诺", U"诚信"}},
};

constexpr std::size_t kLeast = 6;      // characters that can say anything
constexpr std::size_t kSentence = 12;  // of what is no heading

// Dots that lead to a page number.
bool has_leader(const core::Line& line) {
  const std::u32string text = core::to_utf32(line.text);
  const auto dot = [](char32_t c) { return c == U'…' || c == U'.' || c == U'·' || c == U'・'; };
  std::size_t run = 0;
  for (const char32_t c : text) {
    run = dot(c) ? run + (c == U'…' ? 3 : 1) : 0;
    if (run >= 5) return true;
  }
  return false;
}

// A page of contents names everything and says nothing.
bool is_contents(const core::Page& page) {
  constexpr std::ptrdiff_t kLeaders = 3;
  return std::count_if(page.lines.begin(), page.lines.end(), has_leader) >= kLeaders;
}

// A sentence with a figure says more than a heading.
int plainness(const std::u32string& text) {
  int score = text.size() >= kSentence ? 15 : 0;  // more than one of the words before it
  score += std::any_of(text.begin(), text.end(), [](char32_t c) { return c >= '0' && c <= '9'; })
               ? 2
               : 0;
  score +=
      text.find(U"。") != std::u32string::npos || text.find(U",") != std::u32string::npos ? 1 : 0;
  return score;
}

// 0: the line says nothing of it.
int score_of(const core::Line& line, const KindWords* row, std::span<const std::u32string> sought) {
  const std::u32string text = core::to_utf32(core::folded(core::compact(line.text)));
  if (text.size() < kLeast) return 0;
  int score = 0;
  if (row != nullptr) {
    int worth = static_cast<int>(row->words.size()) * 10;
    for (const std::u32string_view word : row->words) {
      if (text.find(word) != std::u32string::npos) score = std::max(score, worth);
      worth -= 10;
    }
  }
  for (const std::u32string& name : sought) {
    if (text.find(name) != std::u32string::npos) score = 100;
  }
  return score == 0 ? 0 : score + plainness(text);
}

}  // namespace

std::optional<Claim> claim_in(std::span<const core::Page> application, std::string_view kind,
                              std::span<const std::string> names) {
  const auto* at = std::find_if(kKindWords.begin(), kKindWords.end(),
                                [&](const KindWords& one) { return one.kind == kind; });
  const KindWords* row = at == kKindWords.end() ? nullptr : at;
  std::vector<std::u32string> sought;
  for (const std::string& name : names) {
    std::u32string folded = core::to_utf32(core::folded(core::compact(name)));
    if (folded.size() >= 4) sought.push_back(std::move(folded));
  }
  int best = 0;
  std::optional<Claim> claim;
  for (const core::Page& page : application) {
    if (is_contents(page)) continue;
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
      const int score = score_of(page.lines[i], row, sought);
      if (score <= best) continue;
      best = score;
      // A heading announces what the line below it says.
      const bool heading = core::code_point_count(page.lines[i].text) < kSentence;
      const core::Line& line = page.lines[heading && i + 1 < page.lines.size() ? i + 1 : i];
      claim = Claim{page.number, line.box, line.text};
    }
  }
  return claim;
}

}  // namespace jianzhen::api
