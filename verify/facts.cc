#include "verify/facts.h"

#include <algorithm>

#include "core/id_number.h"
#include "core/text.h"
#include "verify/classify.h"
#include "verify/contest.h"
#include "verify/fields.h"
#include "verify/holders.h"
#include "verify/kinds.h"
#include "verify/listed.h"
#include "verify/name_text.h"
#include "verify/page_text.h"
#include "verify/sections.h"
#include "verify/stated.h"

namespace jianzhen::verify {
namespace {

constexpr double kReadableOwner =
    0.55;                              // confidence of the owner's words to accuse anybody on them
constexpr double kReadablePage = 0.6;  // mean confidence of a page, where no owner is read
constexpr std::size_t kFewWords = 8;   // characters: a picture, or a page nobody could read

std::string file_name(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

FileHints hints_of(const core::Material& material, const core::Entry& entry) {
  FileHints hints{material.media_type, file_name(material.path), {}};
  for (const core::DeclaredMaterial& declared : entry.materials) {
    if (declared.path == material.path) hints.declared = declared.kind;
  }
  return hints;
}

bool read_from_picture(const core::Page& page) {
  return page.source == core::PageSource::ocr || page.source == core::PageSource::both ||
         page.quality.has_value();
}

bool page_readable(const PageText& text) {
  const core::Page& page = text.page();
  if (!read_from_picture(page)) return true;
  if (page.quality && !page.quality->readable) return false;
  return page.confidence >= kReadablePage || text.flow().size() < kFewWords;
}

// So much of a name is in doubt that it could be many.
bool mostly_guessed(const Evidence& name) {
  constexpr std::size_t kOneIn = 3;
  return name.unsure.size() * kOneIn > core::code_point_count(name.words);
}

// The owner's words decide; without an owner, whether the pages that should name one can be read.
bool well_read(const PaperFacts& facts, std::span<const PageText> pages) {
  if (pages.empty()) return true;
  if (!facts.owners.empty()) {
    return std::ranges::all_of(facts.owners, [&](const Party& owner) {
      const auto page = std::ranges::find(pages, owner.name.place.page,
                                          [](const PageText& text) { return text.page().number; });
      const bool poor = page != pages.end() && page->page().quality &&
                        !page->page().quality->readable && read_from_picture(page->page());
      return !poor && owner.name.confidence >= kReadableOwner && !mostly_guessed(owner.name);
    });
  }
  return std::ranges::any_of(pages, page_readable);
}

std::vector<std::string> other_units(const KindSpec& spec, const Fields& roles) {
  std::vector<std::string> names;
  for (const FieldSource& role : spec.roles) {
    // The customer is found with the holder's help, not the other way round.
    const auto value = roles.find(role.id);
    if (value != roles.end()) names.push_back(value->second.text);
  }
  return names;
}

// A letterhead, a slide's background: it is not what the paper shows. In a video one shot may come
// back.
constexpr int kDecorates = 3;  // pages

std::vector<ShownFigure> figures_of(std::span<const PageText> pages) {
  constexpr std::size_t kMost = 100;  // of one paper
  std::vector<ShownFigure> figures;
  std::vector<int> seen;
  for (const PageText& page : pages) {
    for (const core::Figure& figure : page.page().figures) {
      const auto known = std::ranges::find_if(
          figures, [&](const ShownFigure& f) { return same_picture(f.hash, figure.hash); });
      if (known != figures.end()) {
        ++seen[static_cast<std::size_t>(known - figures.begin())];
      } else if (figures.size() < kMost) {
        figures.push_back({{page.page().number, page.page().time, figure.box}, figure.hash});
        seen.push_back(1);
      }
    }
  }
  std::size_t at = 0;
  std::erase_if(figures, [&](const ShownFigure& figure) {
    return seen[at++] >= kDecorates && !figure.place.time;
  });
  return figures;
}

PaperFacts read_paper(const PaperRange& range, std::span<const PageText> all,
                      const core::Entry& entry, const Contest& contest, const KindTable& table) {
  const std::span<const PageText> pages = all.subspan(range.first, range.last - range.first);
  PaperFacts facts;
  facts.kind_confidence = range.confidence;
  if (!pages.empty()) {
    facts.first_page = pages.front().page().number;
    facts.last_page = pages.back().page().number;
  }
  for (const PageText& page : pages) {
    facts.seals.insert(facts.seals.end(), page.page().seals.begin(), page.page().seals.end());
  }
  facts.figures = figures_of(pages);
  if (range.kind != nullptr) {
    const KindSpec& spec = *range.kind;
    facts.kind = spec.id;
    Fields roles = find_fields(pages, spec.roles, spec, table);
    facts.owners = find_holders(pages, spec, table, other_units(spec, roles), entry.applicant);
    facts.fields = find_fields(pages, spec.fields, spec, table);
    facts.fields.merge(roles);
    complete_terms(facts.fields);
    if (spec.lists) facts.fields.merge(find_listed(pages));
    if (spec.sectioned) facts.sections = find_sections(pages, contest, table);
  }
  const core::Unit owner = facts.owners.empty() ? core::Unit() : facts.owners.front().unit;
  facts.relations = find_relations(pages, owner, table);
  facts.readable = well_read(facts, pages);
  return facts;
}

std::string field_text(const PaperFacts& facts, const char* id) {
  const auto it = facts.fields.find(id);
  return it == facts.fields.end() ? std::string() : it->second.text;
}

// The front and the back of one paper, or an original and its copy, were opened as two.
bool one_paper(const PaperFacts& a, const PaperFacts& b, const KindTable& table) {
  if (a.kind != b.kind) return false;
  const std::string left = field_text(a, "number");
  const std::string right = field_text(b, "number");
  if (!left.empty() && !right.empty() && left != right) return false;
  if (a.owners.empty() || b.owners.empty()) return true;
  if (!same_reading(a.owners[0].unit.name, b.owners[0].unit.name)) return false;
  const KindSpec* spec = table.find(a.kind);
  const bool same_number = !left.empty() && left == right;
  return same_number || (spec != nullptr && spec->copies);
}

std::vector<PaperRange> merged(const std::vector<PaperRange>& ranges,
                               const std::vector<PaperFacts>& papers, const KindTable& table) {
  std::vector<PaperRange> result;
  std::size_t last_kept = 0;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (i > 0 && one_paper(papers[last_kept], papers[i], table)) {
      result.back().last = ranges[i].last;
      result.back().confidence = std::max(result.back().confidence, ranges[i].confidence);
      if (papers[last_kept].owners.empty()) last_kept = i;
    } else {
      result.push_back(ranges[i]);
      last_kept = i;
    }
  }
  return result;
}

std::string folded_text(const core::Document& document) {
  std::string all;
  for (const core::Page& page : document.pages) {
    for (const core::Line& line : page.lines) all += line.text;
  }
  return core::folded(core::compact(all));
}

constexpr std::size_t kPassages = 3;  // of one item in one material

const PaperFacts* paper_at(const MaterialFacts& facts, int page) {
  const auto paper = std::ranges::find_if(facts.papers, [&](const PaperFacts& each) {
    return each.first_page <= page && page <= each.last_page;
  });
  return paper == facts.papers.end() ? nullptr : &*paper;
}

// A heading says nothing without the words below it.
Text with_its_text(const PageText& page, const Cell& heading) {
  Text text = heading.text;
  const Cell* below = page.next(heading);
  if (below != nullptr && is_running_text(*below)) text.append(below->text);
  return text;
}

// Of each topic a few: running text says more than headings do, and a table of contents nothing.
void find_passages(const ReviewTopic& topic, std::span<const PageText> pages,
                   MaterialFacts& facts) {
  std::vector<std::u16string> words;
  for (const std::string& word : topic.words) words.push_back(folded_units(word));
  std::vector<SpokenPassage> running;
  std::vector<SpokenPassage> headings;
  for (const PageText& page : pages) {
    const PaperFacts* paper = paper_at(facts, page.page().number);
    if (!topic.kinds.empty() &&
        (!paper || std::ranges::find(topic.kinds, paper->kind) == topic.kinds.end())) {
      continue;
    }
    const bool contents = is_contents(page);
    for (const Cell& cell : page.cells()) {
      const bool runs = is_running_text(cell);
      if (contents && !runs) continue;
      const bool speaks = std::ranges::any_of(words, [&](const std::u16string& word) {
        return cell.text.units.find(word) != std::u16string::npos;
      });
      if (!speaks) continue;
      if (runs) {
        running.push_back({topic.id, page.evidence(cell.text)});
      } else {
        headings.push_back({topic.id, page.evidence(with_its_text(page, cell))});
      }
    }
    if (running.size() >= kPassages) break;
  }
  std::ranges::move(headings, std::back_inserter(running));
  running.resize(std::min(running.size(), kPassages));
  std::ranges::move(running, std::back_inserter(facts.passages));
}

}  // namespace

std::string surely_read(const Evidence& evidence) {
  std::u32string words = core::to_utf32(evidence.words);
  for (const std::uint32_t at : evidence.unsure) {
    if (at < words.size()) words[at] = kUnread;
  }
  return core::compact(core::to_utf8(words));
}

MaterialFacts extract_facts(const core::Material& material, const core::Document& document,
                            const core::Entry& entry, const Contest& contest) {
  const KindTable& table = KindTable::built_in();
  MaterialFacts facts;
  facts.material = material;
  facts.material.kind = "other";
  facts.observations = document.observations;
  if (material.error) {
    // A video that cannot be played is still a video: its bytes say so.
    const PaperRange whole = split_papers({}, table, contest, hints_of(material, entry)).front();
    if (whole.kind != nullptr) facts.material.kind = whole.kind->id;
    return facts;
  }
  // Whatever comes of the papers holds nobody's identity number.
  const core::Document shown = core::with_id_numbers_masked(document);
  std::vector<PageText> pages;
  pages.reserve(shown.pages.size());
  for (const core::Page& page : shown.pages) pages.emplace_back(page);
  std::vector<PaperRange> ranges = split_papers(pages, table, contest, hints_of(material, entry));
  const auto read_all = [&] {
    std::vector<PaperFacts> papers;
    papers.reserve(ranges.size());
    for (const PaperRange& range : ranges) {
      papers.push_back(read_paper(range, pages, entry, contest, table));
    }
    return papers;
  };
  facts.papers = read_all();
  std::vector<PaperRange> whole = merged(ranges, facts.papers, table);
  if (whole.size() != ranges.size()) {
    ranges = std::move(whole);
    facts.papers = read_all();
  }
  facts.material.kind = facts.papers.size() > 1 ? "collection" : facts.papers.front().kind;
  for (const ReviewTopic& topic : contest.review) find_passages(topic, pages, facts);
  facts.text_fingerprint_source = folded_text(shown);
  return facts;
}

}  // namespace jianzhen::verify
