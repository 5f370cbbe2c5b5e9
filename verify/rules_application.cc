// 六（三）1: the application's five sections and their parts.

#include <algorithm>
#include <set>

#include "verify/rules.h"

namespace jianzhen::verify {
namespace {

struct Found {
  const JudgedPaper* paper = nullptr;  // the first application; nullptr: none is whole and readable
  std::set<std::string> sections;
  std::set<std::pair<std::string, std::string>> parts;
  std::map<std::string, core::Place> place;  // of each section
  std::string words;                         // headings, in order
};

constexpr const char* kNoHeading = "正文中没有读到任何一节的标题";

bool whole(const JudgedPaper& paper) {
  return paper.paper->readable &&
         std::ranges::none_of(paper.material->observations, [](const core::Observation& o) {
           return o.kind == core::ObservationKind::truncated;
         });
}

// Several applications count as one; one that is cut short or cannot be read says nothing of what
// is missing.
Found headings(const Subject& subject) {
  Found found;
  for (const JudgedPaper& paper : subject.entry.papers) {
    if (paper.paper->kind != "application") continue;
    if (!whole(paper)) return {};
    if (!found.paper) found.paper = &paper;
    for (const Section& section : paper.paper->sections) {
      found.parts.emplace(section.section, section.part);
      if (!section.part.empty()) continue;
      found.sections.insert(section.section);
      found.place.emplace(section.section, section.evidence.place);
      found.words += (found.words.empty() ? "" : "；") + section.evidence.words;
    }
  }
  return found;
}

}  // namespace

void check_sections(const Subject& subject, Findings& findings) {
  const Found found = headings(subject);
  if (!found.paper) return;
  for (const ApplicationSection& section : subject.contest.sections) {
    if (!found.sections.contains(section.title)) {
      findings.add(*found.paper, {.id = "application.section_missing",
                                  .evidence = found.words.empty() ? kNoHeading : found.words,
                                  .expected = section.title,
                                  .values = {{"section", same(section.title)}},
                                  .clause = section.clause,
                                  .section = section.title});
      continue;
    }
    for (const std::string& part : section.parts) {
      if (found.parts.contains({section.title, part})) continue;
      findings.add(*found.paper,
                   {.id = "application.part_missing",
                    .place = found.place.at(section.title),
                    .evidence = section.title,
                    .expected = part,
                    .values = {{"section", same(section.title)}, {"part", same(part)}},
                    .clause = section.clause,
                    .section = section.title,
                    .part = part});
    }
  }
}

}  // namespace jianzhen::verify
