#include "api/review_desk.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "api/calendar.h"
#include "api/kept_facts.h"
#include "api/visible.h"
#include "verify/codes.h"
#include "verify/judged.h"

namespace jianzhen::api {

using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

constexpr const char* kApplication = "application";

tl::unexpected<core::Error> no_such_day(const std::string& day) {
  return fail(ErrorCode::usage, {"没有“" + day + "”这一天，请按 2024-09-30 的格式填写日期。",
                                 "There is no day " + day + "; write it as 2024-09-30."});
}

bool fits_code(const std::string& wanted, const std::string& code) {
  if (wanted.empty()) return true;
  return wanted.ends_with('.') ? code.starts_with(wanted) : code == wanted;
}

bool fits_state(const std::string& wanted, const std::optional<core::Review>& review) {
  if (wanted.empty()) return true;
  if (!review) return wanted == "open" || wanted == "pending";
  const auto code = review->disposition.code;
  if (wanted == "open") return code == core::DispositionCode::pending;
  return wanted == core::word(code);
}

bool fits(const QueueFilter& filter, const QueueItem& item) {
  const core::Entry& entry = item.entry->entry;
  const core::Finding& finding = item.found();
  return (filter.entry.empty() || entry.id == filter.entry) &&
         (filter.track.empty() || entry.project.track == filter.track) &&
         (!filter.topic || entry.project.topic == filter.topic) &&
         (!filter.among || filter.among->contains(entry.id)) &&
         fits_code(filter.code, finding.code) && fits_state(filter.state, item.review) &&
         (filter.severity.empty() || filter.severity == core::word(finding.severity));
}

// The gravest first, then as the report has them.
void put_in_order(std::vector<QueueItem>& items, const std::string& order) {
  const auto by = [&](const QueueItem& one) {
    const int severity = -static_cast<int>(one.found().severity);
    const int risk = order == "risk" ? -one.entry->risk() : 0;
    const std::string code = order == "rule" ? one.found().code : "";
    const int first = order == "severity" || order == "rule" ? severity : 0;
    return std::tuple(order == "rule" ? 0 : first, code, risk, one.entry->entry.id, severity,
                      one.finding);
  };
  std::stable_sort(items.begin(), items.end(),
                   [&](const QueueItem& a, const QueueItem& b) { return by(a) < by(b); });
}

const core::Material* material_at(const core::CheckReport& report, const std::string& path) {
  for (const core::Material& material : report.materials) {
    if (material.path == path) return &material;
  }
  return nullptr;
}

const verify::PaperFacts* paper_at(const verify::EntryFacts& facts, const core::Finding& finding) {
  for (const verify::MaterialFacts& material : facts.materials) {
    if (material.material.path != finding.material) continue;
    for (const verify::PaperFacts& paper : material.papers) {
      if (finding.place.page >= paper.first_page && finding.place.page <= paper.last_page) {
        return &paper;
      }
    }
    if (!material.papers.empty()) return &material.papers.front();
  }
  return nullptr;
}

tl::unexpected<core::Error> not_checked_yet() {
  return fail(ErrorCode::conflict, {"该项目还没有核查结果，请稍候。",
                                    "The entry has not been checked yet; wait a moment."});
}

}  // namespace

std::vector<QueueItem> narrowed(std::vector<QueueItem> items, const QueueFilter& filter) {
  std::erase_if(items, [&](const QueueItem& item) { return !fits(filter, item); });
  put_in_order(items, filter.order);
  return items;
}

ReviewDesk::ReviewDesk(Parts parts, std::unique_ptr<store::Reviews> reviews)
    : parts_(std::move(parts)),
      reviews_(std::move(reviews)),
      index_(parts_.catalogue),
      warming_([this](const std::stop_token& stop) { index_.warm_up(stop); }) {}

// Of the index as it stands: what came since shows beside nothing yet.
std::function<bool(const std::string&)> ReviewDesk::shows(const MaySee& may) {
  return [this, &may](const std::string& id) {
    const auto other = index_.known(id);
    return other && may(*other);
  };
}

std::shared_ptr<const EntryDigest> ReviewDesk::shown(std::shared_ptr<const EntryDigest> digest,
                                                     const MaySee& may) {
  const auto see = shows(may);
  const auto& findings = digest->report.findings;
  if (std::all_of(findings.begin(), findings.end(),
                  [&](const core::Finding& finding) { return is_visible(finding, see); })) {
    return digest;
  }
  auto less = std::make_shared<EntryDigest>(*digest);
  keep_visible(less->report, less->keys, see);
  return less;
}

Result<std::shared_ptr<const EntryDigest>> ReviewDesk::shown(const std::string& entry,
                                                             const MaySee& may) {
  auto known = index_.entry(entry);
  if (!known) return known;
  return shown(std::move(*known), may);
}

Result<std::vector<std::shared_ptr<const EntryDigest>>> ReviewDesk::entries(const MaySee& may) {
  auto all = index_.entries();
  if (!all) return all;
  std::erase_if(*all, [&](const auto& digest) { return !may(*digest); });
  for (auto& digest : *all) digest = shown(std::move(digest), may);
  return all;
}

Result<std::vector<QueueItem>> ReviewDesk::queue(const QueueFilter& filter, const MaySee& may) {
  const auto entries = this->entries(may);
  if (!entries) return fail(entries.error());
  const auto newest = reviews_->newest();
  if (!newest) return fail(newest.error());
  std::vector<QueueItem> items;
  for (const auto& digest : *entries) {
    std::map<std::string, const core::Review*> known;
    if (const auto said = newest->find(digest->entry.id); said != newest->end()) {
      for (const core::Review& review : said->second) known[review.subject] = &review;
    }
    for (std::size_t i = 0; i < digest->report.findings.size(); ++i) {
      QueueItem item{digest, i, std::nullopt};
      if (const auto said = known.find(digest->keys[i]); said != known.end()) {
        item.review = *said->second;
      }
      items.push_back(std::move(item));
    }
  }
  return narrowed(std::move(items), filter);
}

Result<FindingDesk> ReviewDesk::finding(const std::string& entry, const std::string& key,
                                        const MaySee& may) {
  auto digest = shown(entry, may);
  if (!digest) return fail(digest.error());
  FindingDesk desk;
  desk.entry = *digest;
  const auto& keys = desk.entry->keys;
  const auto at = std::find(keys.begin(), keys.end(), key);
  if (at == keys.end()) {
    return fail(ErrorCode::not_found,
                {"这条疑点已不存在：材料可能已更换，或重新核查后没有了。",
                 "There is no such finding any more: its material may have been replaced."});
  }
  desk.finding = static_cast<std::size_t>(at - keys.begin());
  const core::Finding& finding = desk.entry->report.findings[desk.finding];
  if (const auto id = desk.entry->materials.find(finding.material);
      id != desk.entry->materials.end()) {
    desk.material = id->second;
  }
  if (const core::Material* material = material_at(desk.entry->report, finding.material)) {
    desk.kind = material->kind;
  }
  const auto facts = kept_facts(parts_.catalogue, desk.entry->entry);
  if (!facts) return fail(facts.error());
  find_line(desk);
  find_claim(desk, *facts);
  draw_graph(desk, *facts);
  if (finding.entity && !finding.entity->uscc.empty()) {
    desk.code_valid = verify::uscc_valid(finding.entity->uscc);
  }
  auto elsewhere = index_.elsewhere(*desk.entry, finding);
  if (!elsewhere) return fail(elsewhere.error());
  desk.elsewhere = std::move(*elsewhere);
  auto review = reviews_->of(entry);
  if (!review) return fail(review.error());
  desk.review = std::move(*review);
  auto history = reviews_->history(entry, key);
  if (!history) return fail(history.error());
  desk.history = std::move(*history);
  return desk;
}

// The line under the finding's box: how sure its reading is.
void ReviewDesk::find_line(FindingDesk& desk) {
  const core::Finding& finding = desk.entry->report.findings[desk.finding];
  const core::Material* material = material_at(desk.entry->report, finding.material);
  if (material == nullptr || !finding.place.box) return;
  const auto kept = parts_.reader.kept(material->sha256);
  if (!kept) return;
  double most = 0;
  for (const core::Page& page : kept->document.pages) {
    const bool same =
        finding.place.time ? page.time == finding.place.time : page.number == finding.place.page;
    if (!same) continue;
    desk.source = page.source;
    for (const core::Line& line : page.lines) {
      const double common = core::intersected(line.box, *finding.place.box).area();
      if (common <= most) continue;
      most = common;
      desk.line = line;
    }
  }
}

void ReviewDesk::find_claim(FindingDesk& desk, const std::optional<verify::EntryFacts>& facts) {
  const core::Finding& finding = desk.entry->report.findings[desk.finding];
  std::vector<std::string> names;
  std::string kind = desk.kind;
  if (facts && !finding.material.empty()) {
    if (const verify::PaperFacts* paper = paper_at(*facts, finding)) {
      kind = paper->kind;
      for (const char* field : {"number", "title"}) {
        if (const auto value = paper->fields.find(field); value != paper->fields.end()) {
          names.push_back(value->second.text);
        }
      }
    }
  }
  if (kind == kApplication) return;
  if (finding.entity) names.push_back(finding.entity->name);
  if (kind.empty()) kind = finding.kind;
  for (const core::Material& material : desk.entry->report.materials) {
    if (material.kind != kApplication) continue;
    const auto kept = parts_.reader.kept(material.sha256);
    if (!kept) continue;
    desk.claim = claim_in(kept->document.pages, kind, names);
    if (!desk.claim) continue;
    desk.claim_path = material.path;
    if (const auto id = desk.entry->materials.find(material.path);
        id != desk.entry->materials.end()) {
      desk.claim_material = id->second;
    }
    return;
  }
}

void ReviewDesk::draw_graph(FindingDesk& desk,
                            const std::optional<verify::EntryFacts>& facts) const {
  const core::Finding& finding = desk.entry->report.findings[desk.finding];
  if (!finding.entity || finding.entity->name.empty()) return;
  const core::Unit& applicant = desk.entry->report.applicant;
  std::vector<verify::Edge> chain;
  if (facts) {
    chain =
        verify::judge(*facts, parts_.rules.context()).relations.between(applicant, *finding.entity);
  }
  desk.graph = laid_out(applicant, *finding.entity, chain);
}

Result<core::EntryReview> ReviewDesk::review(const std::string& entry) {
  if (const auto known = parts_.catalogue.entry(entry); !known) return fail(known.error());
  return reviews_->of(entry);
}

Result<std::pair<std::shared_ptr<const EntryDigest>, Overview>> ReviewDesk::overview(
    const std::string& entry, const MaySee& may) {
  auto digest = shown(entry, may);
  if (!digest) return fail(digest.error());
  const auto facts = kept_facts(parts_.catalogue, (*digest)->entry);
  if (!facts) return fail(facts.error());
  if (!*facts) return not_checked_yet();
  return std::pair(*digest, overview_of(**digest, **facts, pages()));
}

PagesOf ReviewDesk::pages() {
  return [this](const core::Digest& sha256) {
    auto kept = parts_.reader.kept(sha256);
    return kept ? std::move(kept->document.pages) : std::vector<core::Page>();
  };
}

// A subject is a finding of the last check, a head of the contest, or what somebody spoke of
// before.
Result<void> ReviewDesk::knows(const std::string& entry, const std::string& subject) {
  const auto digest = index_.entry(entry);
  if (!digest) return fail(digest.error());
  const auto& keys = (*digest)->keys;
  if (std::find(keys.begin(), keys.end(), subject) != keys.end()) return {};
  const auto& heads = parts_.rules.contest.review;
  if (std::any_of(heads.begin(), heads.end(), [&](const auto& one) { return one.id == subject; })) {
    return {};
  }
  return fail(ErrorCode::not_found, {"没有这条疑点或事项，可能重新核查后没有了。",
                                     "There is no such finding or head; it may be gone since."});
}

template <typename T>
Result<T> ReviewDesk::told(const std::string& entry, Result<T> result) {
  if (result) parts_.notices.changed(entry);
  return result;
}

Result<core::Disposition> ReviewDesk::dispose(const std::string& entry, const std::string& subject,
                                              const core::Disposition& said) {
  if (auto known = knows(entry, subject); !known) return fail(known.error());
  return told(entry, reviews_->dispose(entry, subject, said));
}

Result<core::Veto> ReviewDesk::confirm(const std::string& entry, const std::string& subject,
                                       int version, std::int64_t proof, const std::string& actor) {
  const auto digest = index_.entry(entry);
  if (!digest) return fail(digest.error());
  const auto& keys = (*digest)->keys;
  const auto at = std::find(keys.begin(), keys.end(), subject);
  const core::Finding* finding =
      at == keys.end() ? nullptr
                       : &(*digest)->report.findings[static_cast<std::size_t>(at - keys.begin())];
  if (finding == nullptr || finding->severity != core::Severity::violation) {
    return fail(ErrorCode::usage, {"只有否决项疑点可以作一票否决的复核。",
                                   "Only a veto finding can be confirmed as a veto."});
  }
  if (proof == 0) {
    const auto review = reviews_->of(entry);
    if (!review) return fail(review.error());
    const core::Review* newest = review->of(subject);
    // Before the page becomes evidence: nothing is written for who may not confirm.
    if (newest != nullptr && newest->disposition.actor == actor) {
      return fail(ErrorCode::usage,
                  {"一票否决须由另一人复核。", "A veto is confirmed by another person."});
    }
    core::Proof page;
    page.subject = subject;
    page.kind = "page";
    page.text = finding->evidence;
    page.material = finding->material;
    page.page = finding->place.page;
    page.actor = actor;
    const auto added = reviews_->add(entry, page);
    if (!added) return fail(added.error());
    proof = added->id;
  }
  return told(entry, reviews_->confirm(entry, subject, {version, {}, actor, proof, {}}));
}

Result<core::Statement> ReviewDesk::say(const std::string& entry,
                                        const core::Statement& statement) {
  if (auto known = knows(entry, statement.subject); !known) return fail(known.error());
  return told(entry, reviews_->say(entry, statement));
}

Result<core::Proof> ReviewDesk::add(const std::string& entry, const core::Proof& proof) {
  if (!proof.on.empty() && !end_of_day(proof.on)) return no_such_day(proof.on);
  if (auto known = knows(entry, proof.subject); !known) return fail(known.error());
  return told(entry, reviews_->add(entry, proof));
}

Result<std::vector<core::Supplement>> ReviewDesk::open_supplements(const std::string& entry) {
  return reviews_->open_supplements(entry);
}

Result<core::Supplement> ReviewDesk::ask(const std::string& entry,
                                         const core::Supplement& supplement) {
  if (!end_of_day(supplement.due)) return no_such_day(supplement.due);
  if (const auto known = parts_.catalogue.entry(entry); !known) return fail(known.error());
  return told(entry, reviews_->ask(entry, supplement));
}

Result<core::Supplement> ReviewDesk::answer(const std::string& entry, std::int64_t id,
                                            std::int64_t material, const std::string& text,
                                            const std::string& actor) {
  if (material != 0) {
    const auto known = parts_.catalogue.material(material);
    if (!known || known->entry != entry) {
      return fail(ErrorCode::usage, {"该项目中没有这份材料。", "The entry has no such material."});
    }
  }
  return told(entry, reviews_->answer(entry, id, material, text, actor));
}

Result<core::Supplement> ReviewDesk::withdraw(const std::string& entry, std::int64_t id,
                                              const std::string& actor) {
  return told(entry, reviews_->withdraw(entry, id, actor));
}

Result<Dossier> ReviewDesk::dossier(const std::string& id, const MaySee& may, const Named& named) {
  auto entry = parts_.catalogue.entry(id);
  if (!entry) return fail(entry.error());
  auto report = parts_.catalogue.report(id);
  if (!report) return fail(report.error());
  if (!*report) return not_checked_yet();
  auto review = reviews_->of(id);
  if (!review) return fail(review.error());
  Dossier dossier{std::move(*entry), std::move(**report), {}, std::move(*review)};
  dossier.keys = store::finding_keys(dossier.report);
  keep_visible(dossier.report, dossier.keys, shows(may));
  name_people(dossier.review, named);
  return dossier;
}

Result<std::string> ReviewDesk::report_pdf(const std::string& entry, const MaySee& may,
                                           core::Lang lang, const Named& named) {
  const auto made = dossier(entry, may, named);
  if (!made) return fail(made.error());
  const auto digest = index_.entry(entry);
  if (!digest) return fail(digest.error());
  const auto& materials = (*digest)->materials;
  const PagePicture picture = [&](const std::string& path,
                                  const core::Place& place) -> std::shared_ptr<const std::string> {
    const auto id = materials.find(path);
    const core::Material* material = material_at(made->report, path);
    if (id == materials.end() || material == nullptr) return nullptr;
    int page = std::max(1, place.page);
    if (place.time) {
      const auto kept = parts_.reader.kept(material->sha256);
      if (!kept) return nullptr;
      for (const core::Page& frame : kept->document.pages) {
        if (frame.time && *frame.time <= *place.time + 0.01) page = frame.number;
      }
    }
    auto jpeg = parts_.picture(entry, id->second, page, kReportPixels);
    return jpeg ? std::make_shared<const std::string>(std::move(*jpeg)) : nullptr;
  };
  return entry_report_pdf(*made, parts_.rules.contest, lang, picture);
}

Result<std::string> ReviewDesk::summary(const MaySee& may, bool workbook, core::Lang lang,
                                        const Named& named) {
  const auto entries = index_.entries();
  if (!entries) return fail(entries.error());
  std::vector<Dossier> dossiers;
  for (const auto& digest : *entries) {
    if (!may(*digest)) continue;
    auto one = dossier(digest->entry.id, may, named);
    if (!one && one.error().code == ErrorCode::conflict) continue;  // not checked yet
    if (!one) return fail(one.error());
    dossiers.push_back(std::move(*one));
  }
  if (workbook) return summary_xlsx(dossiers, parts_.rules.contest, lang);
  return summary_pdf(dossiers, parts_.rules.contest, lang);
}

Result<void> ReviewDesk::pack(const std::filesystem::path& zip, const std::string& track,
                              const MaySee& may, core::Lang lang) {
  const auto entries = index_.entries();
  if (!entries) return fail(entries.error());
  std::vector<PackedEntry> packed;
  for (const auto& digest : *entries) {
    if (digest->entry.project.track != track || !may(*digest)) continue;
    auto one = overview(digest->entry.id, may);
    if (!one && one.error().code == ErrorCode::conflict) continue;  // not checked yet
    if (!one) return fail(one.error());
    packed.push_back({one->first, std::move(one->second)});
  }
  const PackSources sources{parts_.rules.contest, pages(), parts_.picture, parts_.original};
  return write_pack(zip, track, packed, sources, lang);
}

}  // namespace jianzhen::api
