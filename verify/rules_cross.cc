// What two entries share: files and words.

#include <algorithm>
#include <cmath>
#include <set>

#include "verify/rules.h"

namespace jianzhen::verify {
namespace {

// The first few by name, the rest as a number: a file that a hundred entries hold is one finding.
core::Bilingual listed(const std::vector<std::string>& ids) {
  constexpr std::size_t kNamed = 5;
  core::Bilingual text;
  for (std::size_t i = 0; i < std::min(ids.size(), kNamed); ++i) {
    text.zh += (i ? "、" : "") + ids[i];
    text.en += (i ? ", " : "") + ids[i];
  }
  if (ids.size() > kNamed) {
    text.zh += " 等 " + std::to_string(ids.size()) + " 个";
    text.en += " and " + std::to_string(ids.size() - kNamed) + " more";
  }
  return text;
}

core::Bilingual shown(const core::Place& place) {
  if (!place.time) {
    const std::string page = std::to_string(place.page);
    return {"第 " + page + " 页", "page " + page};
  }
  const std::string second = std::to_string(std::lround(*place.time));
  return {"第 " + second + " 秒", "second " + second};
}

}  // namespace

void check_same_material(const Subject& subject, Findings& findings) {
  for (const MaterialFacts* facts : subject.entry.materials) {
    const core::Material& material = facts->material;
    if (material.bytes == 0 || subject.entry.duplicates.contains(material.path)) continue;
    std::vector<std::string> others;
    for (const std::size_t other : subject.together.others_with(subject.index, material.sha256)) {
      others.push_back(subject.together.id(other));
    }
    if (others.empty()) continue;
    findings.add({.id = "cross.same_material",
                  .material = material.path,
                  .evidence = "SHA-256 " + material.sha256.hex(),
                  .values = {{"others", listed(others)}},
                  .other_entry = others.front()});
  }
}

void check_same_numbers(const Subject& subject, Findings& findings) {
  std::set<std::pair<std::string, int>> said;  // another applicant's entry comes first
  for (const SharedNumber& shared : subject.together.numbers(subject.index)) {
    const auto paper = std::ranges::find_if(subject.entry.papers, [&](const JudgedPaper& p) {
      return p.material->material.path == shared.path && p.paper->first_page == shared.first_page;
    });
    if (paper == subject.entry.papers.end()) continue;
    if (!said.emplace(shared.path, shared.first_page).second) continue;
    // One applicant's projects share the papers of the firm, and may share a right.
    if (shared.same_applicant && !paper->kind->ip) continue;
    const Value* number = paper->field("number");
    const std::string& other = subject.together.id(shared.other);
    findings.add(*paper, {.id = "cross.same_number",
                          .at_most = shared.same_applicant ? core::Severity::notice
                                                           : core::Severity::suspicion,
                          .place = number->evidence.place,
                          .evidence = number->evidence.words,
                          .values = {{"number", same(number->text)}, {"others", same(other)}},
                          .other_entry = other});
  }
}

void check_same_pictures(const Subject& subject, Findings& findings) {
  // Of what two entries share in one file the nearest picture speaks for all.
  std::set<std::pair<std::string, std::size_t>> said;
  for (const SharedFigure& shared : subject.together.figures(subject.index)) {
    if (subject.entry.duplicates.contains(shared.path) ||
        !said.emplace(shared.path, shared.other).second) {
      continue;
    }
    // One applicant's projects may show the same works.
    if (shared.same_applicant) continue;
    const auto paper = std::ranges::find_if(subject.entry.papers, [&](const JudgedPaper& p) {
      return p.material->material.path == shared.path &&
             (shared.place.time || (p.paper->first_page <= shared.place.page &&
                                    shared.place.page <= p.paper->last_page));
    });
    if (paper == subject.entry.papers.end()) continue;
    const std::string& other = subject.together.id(shared.other);
    const core::Bilingual there = shown(shared.other_place);
    const std::string bits = std::to_string(shared.distance);
    findings.add(*paper, {.id = "cross.same_picture",
                          .place = shared.place,
                          .evidence = other + " " + shared.other_path + " " + there.zh,
                          .values = {{"others", same(other)},
                                     {"other_path", same(shared.other_path)},
                                     {"other_place", there},
                                     {"bits", same(bits)}},
                          .other_entry = other});
  }
}

void check_near_duplicates(const Subject& subject, Findings& findings) {
  std::set<std::string> said;  // texts are ordered by path, the nearest first
  for (const SharedText& text : subject.together.texts(subject.index)) {
    if (subject.entry.duplicates.contains(text.path) || !said.insert(text.path).second) continue;
    const auto paper = std::ranges::find_if(subject.entry.papers, [&](const JudgedPaper& p) {
      return p.material->material.path == text.path;
    });
    if (paper == subject.entry.papers.end()) continue;
    const std::string& other = subject.together.id(text.other);
    const std::string percent = std::to_string(std::lround(text.similarity * 100));
    std::string words = other;
    words.append(" ").append(text.other_path).append(" ").append(percent).append("%");
    findings.add(*paper, {.id = "cross.near_duplicate",
                          .evidence = words,
                          .values = {{"others", same(other)},
                                     {"other_path", same(text.other_path)},
                                     {"percent", same(percent)}},
                          .other_entry = other});
  }
}

}  // namespace jianzhen::verify
