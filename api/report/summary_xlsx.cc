// The summary sheet as a workbook: entries, findings, materials. Everything from a submitter is
// written as text, so that no cell is a formula.

#include <xlsxwriter.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "api/report/dossier.h"
#include "api/report/words.h"
#include "core/text.h"
#include "store/files.h"

namespace jianzhen::api {
namespace {

using core::Bilingual;
using core::Lang;
using core::Severity;

constexpr std::size_t kMostInCell = 4000;  // characters; Excel takes 32,767

struct Column {
  Bilingual title;
  double width;  // characters
};

// XML 1.0 holds no control characters; what is longer than a cell is cut.
std::string cell_text(std::string_view utf8) {
  std::u32string text = core::to_utf32(utf8);
  if (text.size() > kMostInCell) {
    text.resize(kMostInCell - 1);
    text += U'…';
  }
  for (char32_t& c : text) {
    if ((c < U' ' && c != U'\n') || c == 0xFFFE || c == 0xFFFF) c = U' ';
  }
  return core::to_utf8(text);
}

class Sheet {
 public:
  Sheet(lxw_workbook* book, const std::string& name, std::span<const Column> columns, Lang lang,
        lxw_format* head, lxw_format* body)
      : sheet_(workbook_add_worksheet(book, name.c_str())), body_(body) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto at = static_cast<lxw_col_t>(i);
      worksheet_set_column(sheet_, at, at, columns[i].width, nullptr);
      worksheet_write_string(sheet_, 0, at, core::in(columns[i].title, lang).c_str(), head);
    }
    worksheet_freeze_panes(sheet_, 1, 0);
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, 9);  // A4
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_repeat_rows(sheet_, 0, 0);
    columns_ = static_cast<lxw_col_t>(columns.size());
  }

  void next() {
    ++row_;
    column_ = 0;
  }
  void put(std::string_view text) {
    worksheet_write_string(sheet_, row_, column_++, cell_text(text).c_str(), body_);
  }
  void put(double value) { worksheet_write_number(sheet_, row_, column_++, value, body_); }
  void finish() {
    if (row_ > 0) {
      worksheet_autofilter(sheet_, 0, 0, row_, static_cast<lxw_col_t>(columns_ - 1));
    }
  }

 private:
  lxw_worksheet* sheet_;
  lxw_format* body_;
  lxw_row_t row_ = 0;
  lxw_col_t column_ = 0;
  lxw_col_t columns_ = 0;
};

const std::array kEntryColumns = {Column{{"办件编号", "Entry"}, 16},
                                  Column{{"参赛项目", "Project"}, 34},
                                  Column{{"赛道", "Track"}, 14},
                                  Column{{"赛题", "Topic"}, 7},
                                  Column{{"参赛单位", "Applicant"}, 30},
                                  Column{{"信用代码", "Credit code"}, 21},
                                  Column{{"材料份数", "Files"}, 9},
                                  Column{{"否决项疑点", "Veto findings"}, 11},
                                  Column{{"其中成立", "upheld"}, 9},
                                  Column{{"其中不成立", "dismissed"}, 10},
                                  Column{{"其中待处置", "open"}, 10},
                                  Column{{"需核实", "To be checked"}, 9},
                                  Column{{"其中成立", "upheld"}, 9},
                                  Column{{"其中不成立", "dismissed"}, 10},
                                  Column{{"其中待处置", "open"}, 10},
                                  Column{{"提示", "Notices"}, 7},
                                  Column{{"复核否决", "Vetoes confirmed"}, 9}};

const std::array kFindingColumns = {Column{{"办件编号", "Entry"}, 16},
                                    Column{{"程度", "Grade"}, 11},
                                    Column{{"规则", "Code"}, 24},
                                    Column{{"材料", "Material"}, 30},
                                    Column{{"页", "Page"}, 6},
                                    Column{{"读到", "Read"}, 34},
                                    Column{{"期望", "Expected"}, 30},
                                    Column{{"依据", "Basis"}, 34},
                                    Column{{"说明", "What"}, 60},
                                    Column{{"条款", "Clause"}, 11},
                                    Column{{"材料 SHA-256", "SHA-256"}, 30},
                                    Column{{"处置意见", "Disposition"}, 10},
                                    Column{{"理由", "Reason"}, 34},
                                    Column{{"处置人", "By"}, 14},
                                    Column{{"处置时间", "At"}, 17},
                                    Column{{"复核人", "Confirmed by"}, 14}};

const std::array kMaterialColumns = {Column{{"办件编号", "Entry"}, 16},
                                     Column{{"材料", "Material"}, 36},
                                     Column{{"种类", "Kind"}, 22},
                                     Column{{"所属单位", "Owner"}, 30},
                                     Column{{"信用代码", "Credit code"}, 21},
                                     Column{{"与参赛单位的关系", "Relation"}, 16},
                                     Column{{"页数", "Pages"}, 7},
                                     Column{{"字节", "Bytes"}, 12},
                                     Column{{"SHA-256", "SHA-256"}, 66}};

void put_entry(Sheet& sheet, const Dossier& dossier) {
  sheet.next();
  const core::Project& project = dossier.entry.project;
  for (const std::string& text : {dossier.entry.id, project.name, project.track,
                                  project.topic ? std::to_string(*project.topic) : "",
                                  dossier.report.applicant.name, dossier.report.applicant.uscc}) {
    sheet.put(text);
  }
  sheet.put(static_cast<double>(dossier.report.materials.size()));
  const Handled veto = handled(dossier, Severity::violation);
  const Handled ask = handled(dossier, Severity::suspicion);
  for (const int count :
       {veto.all, veto.upheld, veto.dismissed, veto.waiting, ask.all, ask.upheld, ask.dismissed,
        ask.waiting, handled(dossier, Severity::notice).all, veto.vetoes}) {
    sheet.put(static_cast<double>(count));
  }
}

void put_findings(Sheet& sheet, const Dossier& dossier, Lang lang) {
  for (std::size_t i = 0; i < dossier.report.findings.size(); ++i) {
    const core::Finding& finding = dossier.report.findings[i];
    sheet.next();
    std::string hash;
    for (const core::Material& material : dossier.report.materials) {
      if (material.path == finding.material) hash = material.sha256.hex();
    }
    for (const std::string& text :
         {dossier.entry.id, core::in(core::shown(finding.severity), lang), finding.code,
          finding.material, finding.place.page > 0 ? std::to_string(finding.place.page) : "",
          finding.evidence, finding.expected, core::in(finding.basis, lang),
          core::in(finding.message, lang), finding.clause, hash}) {
      sheet.put(text);
    }
    const core::Review* review = review_of(dossier, i);
    if (review == nullptr || review->disposition.version == 0) continue;
    for (const std::string& text :
         {core::in(core::shown(review->disposition.code), lang), review->disposition.reason,
          review->disposition.actor, shown_time(review->disposition.at),
          review->veto ? review->veto->confirmed_by : ""}) {
      sheet.put(text);
    }
  }
}

void put_materials(Sheet& sheet, const Dossier& dossier, const verify::Contest& contest,
                   Lang lang) {
  for (const core::Material& material : dossier.report.materials) {
    sheet.next();
    const verify::MaterialKind* kind = contest.kind(material.kind);
    const core::Owner owner = material.owner.value_or(core::Owner{});
    for (const std::string& text :
         {dossier.entry.id, material.path,
          kind != nullptr ? core::in(kind->title, lang) : kind_shown(material.kind, lang),
          owner.unit.name, owner.unit.uscc,
          material.owner ? relation_shown(owner.relation, lang) : std::string()}) {
      sheet.put(text);
    }
    sheet.put(static_cast<double>(material.pages));
    sheet.put(static_cast<double>(material.bytes));
    sheet.put(material.sha256.hex());
  }
}

std::time_t moment_of(const std::string& rfc3339) {
  std::tm utc{};
  if (std::sscanf(rfc3339.c_str(), "%d-%d-%dT%d:%d:%d", &utc.tm_year, &utc.tm_mon, &utc.tm_mday,
                  &utc.tm_hour, &utc.tm_min, &utc.tm_sec) != 6) {
    return 1;  // 0 would mean the clock
  }
  utc.tm_year -= 1900;
  utc.tm_mon -= 1;
  return ::timegm(&utc);
}

lxw_error write_book(const std::string& file, std::span<const Dossier> dossiers,
                     const verify::Contest& contest, Lang lang) {
  lxw_workbook* book = workbook_new(file.c_str());
  if (book == nullptr) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  std::string title = core::in({"技术核查总表", "Summary of the verification"}, lang);
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.created = moment_of(as_of(dossiers, contest));
  workbook_set_properties(book, &properties);
  lxw_format* head = workbook_add_format(book);
  format_set_bold(head);
  format_set_bg_color(head, 0xF3F1EC);
  format_set_border(head, LXW_BORDER_THIN);
  format_set_text_wrap(head);
  lxw_format* body = workbook_add_format(book);
  format_set_text_wrap(body);
  format_set_align(body, LXW_ALIGN_VERTICAL_TOP);
  format_set_border(body, LXW_BORDER_HAIR);
  const auto name = [&](const Bilingual& text) { return core::in(text, lang); };
  Sheet entries(book, name({"总表", "Entries"}), kEntryColumns, lang, head, body);
  Sheet findings(book, name({"疑点", "Findings"}), kFindingColumns, lang, head, body);
  Sheet materials(book, name({"材料", "Materials"}), kMaterialColumns, lang, head, body);
  for (const Dossier& dossier : dossiers) {
    put_entry(entries, dossier);
    put_findings(findings, dossier, lang);
    put_materials(materials, dossier, contest, lang);
  }
  for (Sheet* sheet : {&entries, &findings, &materials}) sheet->finish();
  return workbook_close(book);
}

}  // namespace

core::Result<std::string> summary_xlsx(std::span<const Dossier> dossiers,
                                       const verify::Contest& contest, Lang lang) {
  const auto file = store::TemporaryFile::make();
  if (!file) return core::fail(file.error());
  const lxw_error wrong = write_book(file->path(), dossiers, contest, lang);
  if (wrong != LXW_NO_ERROR) {
    return core::fail(core::ErrorCode::unreadable,
                      {"无法生成工作簿。", "The workbook could not be made."}, lxw_strerror(wrong),
                      "report");
  }
  std::ifstream in(file->path(), std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace jianzhen::api
