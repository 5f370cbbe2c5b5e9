#include "api/overview.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/text.h"

namespace jianzhen::api {
namespace {

constexpr std::array<std::string_view, 7> kProofs = {
    "patent_certificate",    "software_copyright", "trademark_certificate", "case_proof",
    "project_qualification", "audit_report",       "credit_report"};
constexpr std::array<std::string_view, 8> kFields = {
    "title", "number", "issuer", "customer", "auditor", "issued_on", "signed_on", "valid_until"};
constexpr std::size_t kMostMoments = 12;
constexpr std::size_t kMomentWords = 60;  // characters

Spot spot_of(const EntryDigest& entry, const std::string& material, const core::Place& place) {
  const auto number = entry.materials.find(material);
  return {material, number == entry.materials.end() ? 0 : number->second, place};
}

std::string field_of(const verify::PaperFacts& paper, const char* name) {
  const auto value = paper.fields.find(name);
  return value == paper.fields.end() ? std::string() : value->second.text;
}

// Something on these pages of the material is in question.
bool in_question(const core::CheckReport& report, const std::string& material,
                 const verify::PaperFacts& paper) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [&](const core::Finding& finding) {
                       if (finding.material != material) return false;
                       if (finding.severity <= core::Severity::notice) return false;
                       const int page = finding.place.page;
                       return page == 0 || (page >= paper.first_page && page <= paper.last_page);
                     });
}

std::string short_words(const core::Page& page) {
  std::string words;
  for (const core::Line& line : page.lines) {
    if (core::code_point_count(words) >= kMomentWords) break;
    words += (words.empty() ? "" : " ") + line.text;
  }
  return words;
}

void add_moments(const EntryDigest& entry, const core::Material& material,
                 const std::vector<core::Page>& pages, Overview& overview) {
  std::string before;
  for (const core::Page& page : pages) {
    if (!page.time || overview.moments.size() >= kMostMoments) continue;
    std::string words = short_words(page);
    if (words.empty() || words == before) continue;
    before = words;
    overview.moments.push_back({spot_of(entry, material.path, {page.number, page.time, {}}),
                                page.until.value_or(*page.time), std::move(words)});
  }
}

void add_paper(const EntryDigest& entry, const std::string& path, const verify::PaperFacts& paper,
               const std::vector<core::Page>& application, Overview& overview) {
  const core::Place place{
      paper.owners.empty() ? paper.first_page : paper.owners.front().name.place.page,
      {},
      paper.owners.empty() ? std::nullopt : paper.owners.front().name.place.box};
  for (const std::string_view field : kFields) {
    const auto value = paper.fields.find(std::string(field));
    if (value == paper.fields.end() || value->second.text.empty()) continue;
    overview.facts.push_back({std::string(field), paper.kind, value->second.text,
                              spot_of(entry, path, value->second.evidence.place)});
  }
  if (std::find(kProofs.begin(), kProofs.end(), paper.kind) == kProofs.end()) return;
  ProvedClaim claim;
  claim.kind = paper.kind;
  claim.proof = spot_of(entry, path, place);
  if (!paper.owners.empty()) claim.owner = paper.owners.front().unit.name;
  claim.title = field_of(paper, "title");
  if (claim.title.empty()) claim.title = field_of(paper, "number");
  const std::vector<std::string> names = {field_of(paper, "number"), field_of(paper, "title"),
                                          field_of(paper, "customer")};
  claim.claim = claim_in(application, paper.kind, names);
  claim.state =
      in_question(entry.report, path, paper) || paper.owners.empty() ? "question" : "checked";
  overview.claims.push_back(std::move(claim));
}

}  // namespace

Overview overview_of(const EntryDigest& entry, const verify::EntryFacts& facts,
                     const PagesOf& pages) {
  Overview overview;
  std::vector<core::Page> application;
  for (const core::Material& material : entry.report.materials) {
    if (material.kind == "application" && application.empty()) {
      application = pages(material.sha256);
      overview.application = spot_of(entry, material.path, {1, {}, {}});
    }
    if (material.media_type.starts_with("video/")) {
      add_moments(entry, material, pages(material.sha256), overview);
    }
  }
  for (const verify::MaterialFacts& material : facts.materials) {
    for (const verify::PaperFacts& paper : material.papers) {
      add_paper(entry, material.material.path, paper, application, overview);
    }
  }
  return overview;
}

}  // namespace jianzhen::api
