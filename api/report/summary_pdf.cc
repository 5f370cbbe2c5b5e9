// The summary sheet over entries, as pages: one row an entry, gravest questions first within the
// order given.

#include <array>

#include "api/report/dossier.h"
#include "api/report/paper.h"

namespace jianzhen::api {
namespace {

using core::Lang;
using core::Severity;

std::string n(int count) { return std::to_string(count); }

// "3（成立 1，待处置 2）"
std::string counted(const Handled& sum, Lang lang) {
  if (sum.all == 0) return "0";
  std::string detail;
  const auto add = [&](int count, const core::Bilingual& word) {
    if (count == 0) return;
    if (!detail.empty()) detail += lang == Lang::zh ? "，" : ", ";
    detail += core::in(word, lang) + " " + n(count);
  };
  add(sum.upheld, {"成立", "upheld"});
  add(sum.dismissed, {"不成立", "dismissed"});
  add(sum.waiting, {"待处置", "open"});
  return n(sum.all) + (lang == Lang::zh ? "（" + detail + "）" : " (" + detail + ")");
}

std::vector<Cell> row_of(const Dossier& dossier, std::size_t place, Lang lang) {
  const Handled veto = handled(dossier, Severity::violation);
  const Handled ask = handled(dossier, Severity::suspicion);
  const Handled tell = handled(dossier, Severity::notice);
  std::string project = dossier.entry.project.name;
  if (!dossier.entry.project.track.empty()) project += "\n" + dossier.entry.project.track;
  if (dossier.entry.project.topic) project += " · " + n(*dossier.entry.project.topic);
  std::string unit = dossier.report.applicant.name;
  if (!dossier.report.applicant.uscc.empty()) unit += "\n" + dossier.report.applicant.uscc;
  return {{std::to_string(place)},
          {dossier.entry.id},
          {project},
          {unit},
          {std::to_string(dossier.report.materials.size())},
          {counted(veto, lang), veto.all > 0 ? kRed : kInk},
          {counted(ask, lang), ask.all > 0 ? kAmber : kInk},
          {n(tell.all)},
          {n(veto.vetoes), veto.vetoes > 0 ? kRed : kInk}};
}

}  // namespace

std::string summary_pdf(std::span<const Dossier> dossiers, const verify::Contest& contest,
                        Lang lang) {
  const bool zh = lang == Lang::zh;
  const auto say = [&](const char* chinese, const char* english) {
    return std::string(zh ? chinese : english);
  };
  PaperSettings settings;
  settings.title = say("技术核查总表", "Summary of the verification");
  settings.created = as_of(dossiers, contest);
  settings.landscape = true;
  settings.footer = [&](int page, int pages) {
    return zh ? "第 " + n(page) + " 页　共 " + n(pages) + " 页"
              : "page " + n(page) + " of " + n(pages);
  };
  const std::array columns = {
      Column{say("序号", "No."), 0.7, Face::song, true},
      Column{say("办件编号", "Entry"), 1.7},
      Column{say("参赛项目、赛道与赛题", "Project, track, topic"), 4},
      Column{say("参赛单位", "Applicant"), 3.4},
      Column{say("材料", "Files"), 0.8, Face::song, true},
      Column{say("否决项疑点", "Veto findings"), 2},
      Column{say("需核实", "To be checked"), 2},
      Column{say("提示", "Notices"), 0.8, Face::song, true},
      Column{say("复核否决", "Vetoes"), 1, Face::song, true},
  };
  std::vector<std::vector<Cell>> rows;
  for (const Dossier& dossier : dossiers) rows.push_back(row_of(dossier, rows.size() + 1, lang));
  return paper_pdf(settings, [&](Paper& paper) {
    paper.text(contest.title, {.size = 12, .ink = kFaintInk, .centred = true, .space_after = 3});
    paper.text(settings.title, {.size = 20, .bold = true, .centred = true, .space_after = 10});
    paper.table(columns, rows);
    paper.text(
        say("疑点由系统提出，是否成立以核查人员处置意见为准；“复核否决”指一票否决意见已由第二人依证"
            "据"
            "复核。资格与成绩的处理由分赛组委会裁定。",
            "Findings are the machine's questions; whether one holds is for the verifiers to "
            "say. A veto counts here once a second person confirmed it on evidence. What "
            "follows is for the committee to rule."),
        {.size = 9.5, .ink = kFaintInk});
  });
}

}  // namespace jianzhen::api
