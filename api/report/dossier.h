#pragma once

// What a report is made from: an entry, what the machine found, what people said of it, and the
// pictures of its pages. The same dossier gives the same bytes.

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "core/entry.h"
#include "core/finding.h"
#include "core/review.h"
#include "verify/contest.h"

namespace jianzhen::api {

struct Dossier {
  core::Entry entry;
  core::CheckReport report;
  std::vector<std::string> keys;  // of the findings, in their order (store/reviews.h)
  core::EntryReview review;
};

// How people are called in a report; what events call them goes in.
using Named = std::function<std::string(const std::string& actor)>;
void name_people(core::EntryReview& review, const Named& named);

// Width of the pictures of pages: what is printed of one is 190 dpi and more.
inline constexpr int kReportPixels = 1280;

// A JPEG of the page (or, of a video, of the frame at that second); nullptr where there is none.
using PagePicture = std::function<std::shared_ptr<const std::string>(const std::string& material,
                                                                     const core::Place& place)>;

// 技术核查报告, A4.
std::string entry_report_pdf(const Dossier& dossier, const verify::Contest& contest,
                             core::Lang lang, const PagePicture& picture);

// 审核总表 over entries, in the order given: A4 lying, or a workbook of three sheets.
std::string summary_pdf(std::span<const Dossier> dossiers, const verify::Contest& contest,
                        core::Lang lang);
// Errors: no_space, unreadable (the folder for what is on its way).
core::Result<std::string> summary_xlsx(std::span<const Dossier> dossiers,
                                       const verify::Contest& contest, core::Lang lang);

// The day and minute in Asia/Shanghai: "2024-08-02 17:05"; the text itself where it is no time.
std::string shown_time(const std::string& rfc3339);

// When the newest of what people said was said, else the day of the notice: never the clock's.
std::string as_of(std::span<const Dossier> dossiers, const verify::Contest& contest);

// Findings of that grade, and how many of them have a disposition.
struct Handled {
  int all = 0;
  int upheld = 0;
  int dismissed = 0;
  int waiting = 0;  // a supplement, a visit, or nobody has decided
  int vetoes = 0;   // confirmed by a second person
};
Handled handled(const Dossier& dossier, core::Severity severity);

// What of the review belongs to the finding at that place of the report; nullptr: nothing.
const core::Review* review_of(const Dossier& dossier, std::size_t finding);

}  // namespace jianzhen::api
