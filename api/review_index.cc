#include "api/review_index.h"

#include <array>
#include <chrono>
#include <thread>

#include "api/kept_facts.h"
#include "core/text.h"
#include "store/reviews.h"

namespace jianzhen::api {

using core::fail;
using core::Result;

namespace {

constexpr int kAtOnce = 1000;  // events read in one go

std::string number_key(const std::string& kind, const std::string& number) {
  return "number:" + kind + ":" + core::compact(number);
}

std::vector<EntryDigest::Use> uses_of(const core::CheckReport& report,
                                      const std::optional<verify::EntryFacts>& facts) {
  std::vector<EntryDigest::Use> uses;
  for (const core::Material& material : report.materials) {
    uses.push_back({"bytes:" + material.sha256.hex(), material.path, 1, {}});
    if (material.owner && !material.owner->unit.name.empty()) {
      uses.push_back({unit_key(material.owner->unit), material.path, material.owner->place.page,
                      material.owner->unit.name});
    }
  }
  uses.push_back({unit_key(report.applicant), {}, 0, report.applicant.name});
  if (!facts) return uses;
  for (const core::Unit& partner : facts->entry.partners) {
    uses.push_back({unit_key(partner), {}, 0, partner.name});
  }
  for (const verify::MaterialFacts& material : facts->materials) {
    for (const verify::PaperFacts& paper : material.papers) {
      const auto number = paper.fields.find("number");
      if (number == paper.fields.end()) continue;
      uses.push_back({number_key(paper.kind, number->second.text), material.material.path,
                      number->second.evidence.place.page, number->second.text});
    }
  }
  return uses;
}

}  // namespace

std::string unit_key(const core::Unit& unit) {
  return "unit:" + (unit.uscc.empty() ? core::compact(unit.name) : unit.uscc);
}

int EntryDigest::risk() const {
  static constexpr std::array kWeights = {0, 1, 10, 100};  // by severity
  int sum = 0;
  for (const core::Finding& finding : report.findings) {
    sum += kWeights[static_cast<std::size_t>(finding.severity)];
  }
  return sum;
}

Result<void> ReviewIndex::learn(const std::string& id) {
  auto entry = catalogue_.entry(id);
  if (!entry) {
    return entry.error().code == core::ErrorCode::not_found ? Result<void>() : fail(entry.error());
  }
  auto report = catalogue_.report(id);
  if (!report) return fail(report.error());
  const auto materials = catalogue_.materials(id);
  if (!materials) return fail(materials.error());
  const auto facts = kept_facts(catalogue_, *entry);
  if (!facts) return fail(facts.error());
  auto digest = std::make_shared<EntryDigest>();
  for (const store::StoredMaterial& one : *materials) digest->materials[one.path] = one.id;
  digest->checked = report->has_value();
  if (*report) {
    digest->report = std::move(**report);
    digest->keys = store::finding_keys(digest->report);
    digest->report.review_items.clear();
    digest->uses = uses_of(digest->report, *facts);
  }
  digest->report.entry = id;
  digest->entry = std::move(*entry);
  auto& known = entries_[id];
  if (known) {
    for (const EntryDigest::Use& use : known->uses) users_[use.key].erase(id);
  }
  for (const EntryDigest::Use& use : digest->uses) ++users_[use.key][id];
  known = std::move(digest);
  return {};
}

Result<bool> ReviewIndex::step() {
  if (!newest_) {
    const auto events = catalogue_.events("", seen_, kAtOnce);
    if (!events) return fail(events.error());
    for (const store::Event& event : *events) {
      seen_ = event.seq;
      if (!event.entry.empty() && !event.type.starts_with("review.")) changed_.insert(event.entry);
    }
    newest_ = events->size() < kAtOnce;
    return true;
  }
  if (changed_.empty()) return false;
  if (auto learned = learn(*changed_.begin()); !learned) return fail(learned.error());
  changed_.erase(changed_.begin());
  return true;
}

Result<void> ReviewIndex::refresh() {
  newest_ = false;
  while (true) {
    const auto more = step();
    if (!more) return fail(more.error());
    if (!*more) return {};
  }
}

void ReviewIndex::warm_up(const std::stop_token& stop) {
  // Whoever waits for the mutex gets it: an unlocked one is taken again by the thread that runs.
  constexpr std::chrono::milliseconds kForOthers{1};
  while (!stop.stop_requested()) {
    {
      const std::lock_guard lock(mutex_);
      const auto more = step();
      if (!more || !*more) return;  // what fails here fails again, and is told, when asked for
    }
    std::this_thread::sleep_for(kForOthers);
  }
}

Result<std::vector<std::shared_ptr<const EntryDigest>>> ReviewIndex::entries() {
  const std::lock_guard lock(mutex_);
  if (auto done = refresh(); !done) return fail(done.error());
  std::vector<std::shared_ptr<const EntryDigest>> all;
  for (const auto& [id, digest] : entries_) all.push_back(digest);
  return all;
}

Result<std::shared_ptr<const EntryDigest>> ReviewIndex::entry(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (auto done = refresh(); !done) return fail(done.error());
  const auto known = entries_.find(id);
  if (known != entries_.end()) return known->second;
  return fail(store::no_such_entry(id));
}

std::shared_ptr<const EntryDigest> ReviewIndex::known(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : found->second;
}

Result<std::vector<UsedAt>> ReviewIndex::elsewhere(const EntryDigest& entry,
                                                   const core::Finding& finding) {
  std::set<std::string> keys;
  const std::string own = unit_key(entry.report.applicant);
  for (const EntryDigest::Use& use : entry.uses) {
    // The applicant's own papers name the applicant: that says nothing.
    if (use.material == finding.material && !use.material.empty() && use.key != own) {
      keys.insert(use.key);
    }
  }
  if (finding.entity) keys.insert(unit_key(*finding.entity));
  keys.erase(own);
  const std::lock_guard lock(mutex_);
  if (auto done = refresh(); !done) return fail(done.error());
  std::vector<UsedAt> found;
  for (const std::string& key : keys) {
    const auto users = users_.find(key);
    if (users == users_.end()) continue;
    for (const auto& [id, times] : users->second) {
      if (id == entry.entry.id) continue;
      const auto& other = entries_.at(id);
      for (const EntryDigest::Use& use : other->uses) {
        if (use.key == key) found.push_back({other, use});
      }
    }
  }
  return found;
}

}  // namespace jianzhen::api
