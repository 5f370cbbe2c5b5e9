// The summary sheet as a workbook: entries, findings, materials.

#include <array>

#include "api/report/dossier.h"
#include "api/report/words.h"
#include "api/report/workbook.h"

namespace jianzhen::api {
namespace {

using core::Lang;
using core::Severity;

const std::array kEntryColumns = {SheetColumn{{"办件编号", "Entry"}, 16},
                                  SheetColumn{{"参赛项目", "Project"}, 34},
                                  SheetColumn{{"赛道", "Track"}, 14},
                                  SheetColumn{{"赛题", "Topic"}, 7},
                                  SheetColumn{{"参赛单位", "Applicant"}, 30},
                                  SheetColumn{{"信用代码", "Credit code"}, 21},
                                  SheetColumn{{"材料份数", "Files"}, 9},
                                  SheetColumn{{"否决项疑点", "Veto findings"}, 11},
                                  SheetColumn{{"其中成立", "upheld"}, 9},
                                  SheetColumn{{"其中不成立", "dismissed"}, 10},
                                  SheetColumn{{"其中待处置", "open"}, 10},
                                  SheetColumn{{"需核实", "To be checked"}, 9},
                                  SheetColumn{{"其中成立", "upheld"}, 9},
                                  SheetColumn{{"其中不成立", "dismissed"}, 10},
                                  SheetColumn{{"其中待处置", "open"}, 10},
                                  SheetColumn{{"提示", "Notices"}, 7},
                                  SheetColumn{{"复核否决", "Vetoes confirmed"}, 9}};

const std::array kFindingColumns = {SheetColumn{{"办件编号", "Entry"}, 16},
                                    SheetColumn{{"程度", "Grade"}, 11},
                                    SheetColumn{{"规则", "Code"}, 24},
                                    SheetColumn{{"材料", "Material"}, 30},
                                    SheetColumn{{"页", "Page"}, 6},
                                    SheetColumn{{"读到", "Read"}, 34},
                                    SheetColumn{{"期望", "Expected"}, 30},
                                    SheetColumn{{"依据", "Basis"}, 34},
                                    SheetColumn{{"说明", "What"}, 60},
                                    SheetColumn{{"条款", "Clause"}, 11},
                                    SheetColumn{{"材料 SHA-256", "SHA-256"}, 30},
                                    SheetColumn{{"处置意见", "Disposition"}, 10},
                                    SheetColumn{{"理由", "Reason"}, 34},
                                    SheetColumn{{"处置人", "By"}, 14},
                                    SheetColumn{{"处置时间", "At"}, 17},
                                    SheetColumn{{"复核人", "Confirmed by"}, 14}};

const std::array kMaterialColumns = {SheetColumn{{"办件编号", "Entry"}, 16},
                                     SheetColumn{{"材料", "Material"}, 36},
                                     SheetColumn{{"种类", "Kind"}, 22},
                                     SheetColumn{{"所属单位", "Owner"}, 30},
                                     SheetColumn{{"信用代码", "Credit code"}, 21},
                                     SheetColumn{{"与参赛单位的关系", "Relation"}, 16},
                                     SheetColumn{{"页数", "Pages"}, 7},
                                     SheetColumn{{"字节", "Bytes"}, 12},
                                     SheetColumn{{"SHA-256", "SHA-256"}, 66}};

SheetRow entry_row(const Dossier& dossier) {
  const core::Project& project = dossier.entry.project;
  SheetRow row = {dossier.entry.id,
                  project.name,
                  project.track,
                  project.topic ? std::to_string(*project.topic) : "",
                  dossier.report.applicant.name,
                  dossier.report.applicant.uscc,
                  static_cast<double>(dossier.report.materials.size())};
  const Handled veto = handled(dossier, Severity::violation);
  const Handled ask = handled(dossier, Severity::suspicion);
  for (const int count :
       {veto.all, veto.upheld, veto.dismissed, veto.waiting, ask.all, ask.upheld, ask.dismissed,
        ask.waiting, handled(dossier, Severity::notice).all, veto.vetoes}) {
    row.emplace_back(static_cast<double>(count));
  }
  return row;
}

SheetRow finding_row(const Dossier& dossier, std::size_t at, Lang lang) {
  const core::Finding& finding = dossier.report.findings[at];
  std::string hash;
  for (const core::Material& material : dossier.report.materials) {
    if (material.path == finding.material) hash = material.sha256.hex();
  }
  SheetRow row = {dossier.entry.id,
                  core::in(core::shown(finding.severity), lang),
                  finding.code,
                  finding.material,
                  finding.place.page > 0 ? std::to_string(finding.place.page) : "",
                  finding.evidence,
                  finding.expected,
                  core::in(finding.basis, lang),
                  core::in(finding.message, lang),
                  finding.clause,
                  hash};
  const core::Review* review = review_of(dossier, at);
  if (review == nullptr || review->disposition.version == 0) return row;
  for (const std::string& text :
       {core::in(core::shown(review->disposition.code), lang), review->disposition.reason,
        review->disposition.actor, shown_time(review->disposition.at),
        review->veto ? review->veto->confirmed_by : ""}) {
    row.emplace_back(text);
  }
  return row;
}

SheetRow material_row(const std::string& entry, const core::Material& material,
                      const verify::Contest& contest, Lang lang) {
  const verify::MaterialKind* kind = contest.kind(material.kind);
  const core::Owner owner = material.owner.value_or(core::Owner{});
  return {entry,
          material.path,
          kind != nullptr ? core::in(kind->title, lang) : kind_shown(material.kind, lang),
          owner.unit.name,
          owner.unit.uscc,
          material.owner ? relation_shown(owner.relation, lang) : std::string(),
          static_cast<double>(material.pages),
          static_cast<double>(material.bytes),
          material.sha256.hex()};
}

}  // namespace

core::Result<std::string> summary_xlsx(std::span<const Dossier> dossiers,
                                       const verify::Contest& contest, Lang lang) {
  std::array sheets = {Sheet{{"总表", "Entries"}, kEntryColumns, {}},
                       Sheet{{"疑点", "Findings"}, kFindingColumns, {}},
                       Sheet{{"材料", "Materials"}, kMaterialColumns, {}}};
  auto& [entries, findings, materials] = sheets;
  for (const Dossier& dossier : dossiers) {
    entries.rows.push_back(entry_row(dossier));
    for (std::size_t i = 0; i < dossier.report.findings.size(); ++i) {
      findings.rows.push_back(finding_row(dossier, i, lang));
    }
    for (const core::Material& material : dossier.report.materials) {
      materials.rows.push_back(material_row(dossier.entry.id, material, contest, lang));
    }
  }
  return workbook_of({"技术核查总表", "Summary of the verification"}, as_of(dossiers, contest),
                     sheets, lang);
}

}  // namespace jianzhen::api
