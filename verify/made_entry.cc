#include "verify/made_entry.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "verify/contest.h"

namespace jianzhen::verify::made {
namespace {

// Any bytes that differ where the texts do: what tells files apart here.
core::Digest digest_of(std::string_view text) {
  std::array<std::uint8_t, core::Digest::kBytes> bytes{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto& byte = bytes[i % bytes.size()];
    byte = static_cast<std::uint8_t>(byte * 31 + static_cast<std::uint8_t>(text[i]));
  }
  return core::Digest(bytes);
}

constexpr std::string_view kFirst = "T-1";  // honest_entry's default

core::Place on_page(int page) { return {.page = page, .box = core::Box{0.1, 0.2, 0.5, 0.25}}; }

void add_sections(PaperFacts& application) {
  for (const ApplicationSection& section : Contest::built_in().sections) {
    application.sections.push_back({section.title, {}, {on_page(2), section.title}});
    for (const std::string& part : section.parts) {
      application.sections.push_back({section.title, part, {on_page(2), part}});
    }
  }
}

// What makes a paper of this kind whole.
void complete(PaperFacts& paper, const core::Entry& entry) {
  const MaterialKind& kind = *Contest::built_in().kind(paper.kind);
  if (kind.names_project) paper.fields["project_name"] = value(entry.project.name);
  if (kind.expires || kind.ip) paper.fields["valid_until"] = value("2030-12-31");
  if (!kind.signed_by.empty()) {
    paper.fields["signed_on"] = value("2024-07-01");
    paper.seals.push_back({kApplicant, {0.6, 0.7, 0.8, 0.85}, 0.95});
  }
  if (paper.kind == "application") add_sections(paper);
  if (paper.kind == "business_licence") {
    paper.owners.front().unit.uscc = kApplicantCode;
    paper.fields["legal_form"] = value("有限责任公司(自然人投资或控股)");
  }
  if (paper.kind == "credit_report") paper.fields["listed.dishonest"] = value("false");
  if (paper.kind == "patent_certificate") paper.fields["number"] = value("ZL202010751970.0");
  if (paper.kind == "software_copyright") paper.fields["number"] = value("2022SR1215365");
  if (paper.kind == "trademark_certificate") paper.fields["number"] = value("20203171");
}

core::Entry form(std::string_view id) {
  core::Entry entry;
  entry.id = id;
  entry.project = {"面向冷链追溯的可信数据空间", "现代农业", 2};
  entry.applicant.name = kApplicant;
  entry.applicant.uscc = kApplicantCode;
  entry.team_name = std::string(id) + "战队";
  return entry;
}

}  // namespace

Party party(std::string_view name, std::string_view uscc) {
  Party result;
  result.unit = {std::string(name), std::string(uscc)};
  result.name = {on_page(1), std::string(name)};
  if (!uscc.empty()) result.uscc = Evidence{on_page(1), std::string(uscc)};
  return result;
}

Value value(std::string_view text, int page) {
  return {std::string(text), {on_page(page), std::string(text)}};
}

MaterialFacts paper(std::string_view path, std::string_view kind, std::string_view owner) {
  MaterialFacts material;
  material.material.path = path;
  material.material.kind = kind;
  material.material.bytes = 1000;
  material.material.pages = 3;
  material.material.media_type = "application/pdf";
  material.material.sha256 = digest_of(path);
  PaperFacts facts;
  facts.kind = kind;
  facts.kind_confidence = 1;
  facts.last_page = 3;
  if (!owner.empty()) facts.owners.push_back(party(owner));
  material.papers.push_back(std::move(facts));
  return material;
}

EntryFacts honest_entry(std::string_view id) {
  EntryFacts entry{.entry = form(id)};
  for (const MaterialKind& kind : Contest::built_in().kinds) {
    if (kind.id == "collection") continue;
    const std::string path = std::string(id) + "/" + kind.id + ".pdf";
    entry.materials.push_back(paper(path, kind.id, kind.owned ? kApplicant : ""));
    complete(entry.materials.back().papers.front(), entry.entry);
    // No two entries hold one certificate.
    if (id != kFirst) entry.materials.back().papers.front().fields.erase("number");
  }
  return entry;
}

MaterialFacts& of_kind(EntryFacts& entry, std::string_view kind) {
  const auto found = std::ranges::find_if(
      entry.materials, [&](const MaterialFacts& m) { return m.material.kind == kind; });
  if (found == entry.materials.end()) throw std::out_of_range("no such kind");
  return *found;
}

PaperFacts& paper_of_kind(EntryFacts& entry, std::string_view kind) {
  return of_kind(entry, kind).papers.front();
}

void remove_kind(EntryFacts& entry, std::string_view kind) {
  std::erase_if(entry.materials, [&](const MaterialFacts& m) { return m.material.kind == kind; });
}

std::vector<core::CheckReport> check_all(const std::vector<EntryFacts>& entries,
                                         const std::vector<ListedUnit>& lists,
                                         const RelationGraph& relations) {
  return check(entries, {Contest::built_in(), relations, lists});
}

std::vector<core::Finding> findings(const EntryFacts& entry, std::string_view code) {
  const core::CheckReport report = check_all({entry}).front();
  return code.empty() ? report.findings : with_code(report, code);
}

std::vector<core::Finding> with_code(const core::CheckReport& report, std::string_view code) {
  std::vector<core::Finding> matching;
  std::ranges::copy_if(report.findings, std::back_inserter(matching),
                       [&](const core::Finding& f) { return f.code == code; });
  return matching;
}

}  // namespace jianzhen::verify::made
