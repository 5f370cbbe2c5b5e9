#include "api/report/terminal.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <vector>

#include "api/report/columns.h"
#include "api/report/words.h"
#include "core/text.h"

namespace jianzhen::api {
namespace {

using core::Lang;
using core::Severity;

constexpr std::size_t kPathColumns = 44;
constexpr std::size_t kKindColumns = 20;
constexpr std::size_t kTextColumns = 92;

struct Paint {
  const char* start;
  const char* end;
};

// Red only for a veto finding, amber for "a person must look" (screens.md).
Paint paint_of(Severity severity, const TerminalStyle& style) {
  if (!style.colour) return {"", ""};
  switch (severity) {
    case Severity::violation:
      return {"\033[1;31m", "\033[0m"};
    case Severity::suspicion:
      return {"\033[33m", "\033[0m"};
    case Severity::notice:
      return {"\033[36m", "\033[0m"};
    case Severity::clean:
      return {"\033[32m", "\033[0m"};
  }
  return {"", ""};
}

std::string bold(const std::string& text, const TerminalStyle& style) {
  return style.colour ? "\033[1m" + text + "\033[0m" : text;
}

std::string dim(const std::string& text, const TerminalStyle& style) {
  return style.colour ? "\033[2m" + text + "\033[0m" : text;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string cut = cut_to_columns(printable(text), width);
  cut.append(width - std::min(width, columns(cut)), ' ');
  return cut;
}

void put_wrapped(std::ostream& out, std::string_view text, const std::string& indent) {
  for (const std::string& line : wrapped(printable(text), kTextColumns - columns(indent))) {
    out << indent << line << "\n";
  }
}

std::array<std::size_t, 4> counts(const core::CheckReport& report) {
  std::array<std::size_t, 4> count{};
  for (const core::Finding& finding : report.findings) {
    ++count[static_cast<std::size_t>(finding.severity)];
  }
  return count;
}

std::string verdict_line(const core::CheckReport& report, const TerminalStyle& style) {
  if (report.findings.empty()) {
    const Paint paint = paint_of(Severity::clean, style);
    return paint.start + core::in(core::shown(Severity::clean), style.lang) + paint.end;
  }
  const auto count = counts(report);
  std::string line;
  for (const Severity severity : {Severity::violation, Severity::suspicion, Severity::notice}) {
    const std::size_t n = count[static_cast<std::size_t>(severity)];
    if (n == 0) continue;
    const Paint paint = paint_of(severity, style);
    if (!line.empty()) line += " · ";
    line += paint.start + core::in(core::shown(severity), style.lang) + " " + std::to_string(n) +
            paint.end;
  }
  return line;
}

void put_heading(std::ostream& out, const core::CheckReport& report, const TerminalStyle& style) {
  out << "\n" << bold(printable(report.entry), style) << "  " << printable(report.applicant.name);
  if (!report.applicant.uscc.empty()) out << "  " << dim(printable(report.applicant.uscc), style);
  out << "\n" << verdict_line(report, style) << "\n\n";
}

void put_materials(std::ostream& out, const core::CheckReport& report, const TerminalStyle& style) {
  for (const core::Material& material : report.materials) {
    out << "  " << padded(material.path, kPathColumns) << "  "
        << padded(kind_shown(material.kind, style.lang), kKindColumns) << "  ";
    if (material.error) {
      out << error_shown(material.error->code, style.lang);
    } else if (material.owner) {
      out << relation_shown(material.owner->relation, style.lang);
      if (material.owner->relation != "self" && !material.owner->unit.name.empty()) {
        out << "  " << printable(material.owner->unit.name);
      }
    } else {
      out << dim("—", style);
    }
    out << "\n";
  }
  out << "\n";
}

std::string place_shown(const std::string& material, const core::Place& at, Lang lang) {
  std::string place = printable(material);
  if (at.time) {
    const auto seconds = static_cast<long>(*at.time);
    std::ostringstream clock;
    clock << seconds / 60 << ":" << (seconds % 60 < 10 ? "0" : "") << seconds % 60;
    place += " " + clock.str();
  } else if (at.page > 0) {
    place += lang == Lang::zh ? " 第 " + std::to_string(at.page) + " 页"
                              : " page " + std::to_string(at.page);
  }
  return place;
}

void put_finding(std::ostream& out, const core::Finding& finding, const TerminalStyle& style) {
  const bool zh = style.lang == Lang::zh;
  const Paint paint = paint_of(finding.severity, style);
  out << "  " << paint.start << core::in(core::shown(finding.severity), style.lang) << paint.end
      << "  " << bold(place_shown(finding.material, finding.place, style.lang), style) << "  "
      << dim(finding.code, style) << "\n";
  put_wrapped(out, core::in(finding.message, style.lang), "    ");
  if (!finding.evidence.empty()) {
    put_wrapped(out, (zh ? "原文：" : "Words: ") + cut_to_columns(finding.evidence, 200), "    ");
  }
  if (!finding.expected.empty()) {
    put_wrapped(out, (zh ? "应为：" : "Expected: ") + cut_to_columns(finding.expected, 200),
                "    ");
  }
  if (!finding.clause.empty()) {
    put_wrapped(out, (zh ? "条款：" : "Clause: ") + finding.clause, "    ");
  }
  out << "\n";
}

// What no file can show, with where the files speak of it.
void put_review_items(std::ostream& out, const core::CheckReport& report,
                      const TerminalStyle& style) {
  if (report.review_items.empty()) return;
  constexpr std::size_t kPassages = 3;
  constexpr std::size_t kWords = 120;
  const bool zh = style.lang == Lang::zh;
  out << "  " << bold(zh ? "须由人核实" : "For a person to look into", style) << "\n";
  for (const core::ReviewItem& item : report.review_items) {
    put_wrapped(
        out,
        core::in(item.title, style.lang) + (zh ? "（" : " (") + item.clause + (zh ? "）" : ")"),
        "    ");
    for (std::size_t i = 0; i < std::min(item.passages.size(), kPassages); ++i) {
      const core::Passage& passage = item.passages[i];
      std::string where = place_shown(passage.material, passage.place, style.lang);
      if (!where.empty()) where += zh ? "：" : ": ";
      put_wrapped(out, where + cut_to_columns(passage.words, kWords), "      ");
    }
  }
  out << "\n";
}

// The notice's words, once for all findings that cite them.
void put_clauses(std::ostream& out, const core::CheckReport& report, const verify::Contest& contest,
                 const TerminalStyle& style) {
  const auto cited = [&](const verify::Clause& clause) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](const core::Finding& finding) { return finding.clause == clause.id; });
  };
  bool first = true;
  for (const verify::Clause& clause : contest.clauses) {
    if (!cited(clause)) continue;
    if (first)
      out << "  " << bold(style.lang == Lang::zh ? "通知原文" : "The notice", style) << "\n";
    first = false;
    put_wrapped(out, clause.id + "  " + clause.text, "    ");
  }
  if (!first) out << "\n";
}

}  // namespace

std::string terminal_report(const core::CheckReport& report, const verify::Contest& contest,
                            const TerminalStyle& style) {
  std::ostringstream out;
  put_heading(out, report, style);
  put_materials(out, report, style);
  std::vector<const core::Finding*> findings;
  for (const core::Finding& finding : report.findings) findings.push_back(&finding);
  std::stable_sort(
      findings.begin(), findings.end(),
      [](const core::Finding* a, const core::Finding* b) { return a->severity > b->severity; });
  for (const core::Finding* finding : findings) put_finding(out, *finding, style);
  put_review_items(out, report, style);
  put_clauses(out, report, contest, style);
  return out.str();
}

std::string terminal_summary(const CheckRun& run, const TerminalStyle& style) {
  std::vector<const core::CheckReport*> reports;
  for (const CheckedFolder& folder : run.folders) {
    if (folder.report) reports.push_back(&*folder.report);
  }
  std::stable_sort(reports.begin(), reports.end(),
                   [](const core::CheckReport* a, const core::CheckReport* b) {
                     return a->verdict() > b->verdict();
                   });
  std::ostringstream out;
  out << bold(style.lang == Lang::zh ? "汇总" : "Summary", style) << "\n";
  for (const core::CheckReport* report : reports) {
    out << "  " << padded(report->entry, 16) << "  " << padded(report->applicant.name, 36) << "  "
        << verdict_line(*report, style) << "\n";
  }
  return out.str();
}

}  // namespace jianzhen::api
