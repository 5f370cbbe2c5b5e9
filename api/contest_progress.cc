#include "api/contest_progress.h"

#include <algorithm>
#include <tuple>

#include "api/calendar.h"

namespace jianzhen::api {
namespace {

// A notice tells something; nobody has to decide it.
bool must_be_decided(const core::Finding& finding) {
  return finding.severity > core::Severity::notice;
}

bool is_decided(const QueueItem& item) {
  return item.review && item.review->disposition.code != core::DispositionCode::pending;
}

struct Decided {
  int all = 0;
  int undecided = 0;
};

void count(EntryCounts& counts, const EntryDigest& entry, const Decided& decided,
           const store::EntryResult* result, bool submitted) {
  ++counts.all;
  if (submitted) ++counts.submitted;
  if (result != nullptr && result->finalist) ++counts.finalists;
  if (result != nullptr && !result->prize.empty()) ++counts.prizes;
  if (!entry.checked) {
    ++counts.unchecked;
    return;
  }
  ++counts.verdicts[entry.report.verdict()];
  if (decided.undecided > 0) {
    ++counts.undecided;
  } else if (decided.all > 0) {
    ++counts.decided;
  }
}

DraftRisk risk_of(const EntryDigest& digest, int waiting) {
  DraftRisk risk;
  risk.entry = digest.entry;
  risk.waiting = waiting;
  for (const core::Finding& finding : digest.report.findings) {
    if (finding.severity != core::Severity::violation) continue;
    ++risk.violations;
    if (finding.code == "material.missing") risk.lacks.push_back(finding.kind);
  }
  return risk;
}

void count_rules(ContestProgress& progress, const std::vector<QueueItem>& findings) {
  std::map<std::string, std::set<std::string>> entries;  // by code
  for (const QueueItem& item : findings) {
    const core::Finding& finding = item.found();
    RuleCount& rule = progress.rules[finding.code];
    rule.severity = std::max(rule.severity, finding.severity);
    ++rule.findings;
    entries[finding.code].insert(item.entry->entry.id);
    if (must_be_decided(finding) && !is_decided(item)) ++rule.undecided;
  }
  for (auto& [code, rule] : progress.rules) {
    rule.entries = static_cast<int>(entries[code].size());
    progress.findings_undecided += rule.undecided;
  }
}

void count_load(ContestProgress& progress, const ProgressSources& sources) {
  for (const store::StoredMaterial& file : sources.unfinished) {
    ++(file.state == store::MaterialState::received ? progress.files_received
                                                    : progress.files_processing);
    if (!progress.oldest || file.received_at < progress.oldest->received_at) progress.oldest = file;
  }
  for (const core::Supplement& one : sources.supplements) {
    ++progress.supplements_open;
    const auto end = end_of_day(one.due);
    if (end && sources.now >= *end) ++progress.supplements_overdue;
  }
}

void count_entries(ContestProgress& progress, const ProgressSources& sources) {
  std::map<std::string, Decided> decided;
  for (const QueueItem& item : sources.findings) {
    if (!must_be_decided(item.found())) continue;
    Decided& of_entry = decided[item.entry->entry.id];
    ++of_entry.all;
    if (!is_decided(item)) ++of_entry.undecided;
  }
  std::map<std::string, const store::EntryResult*> results;
  for (const store::EntryResult& result : sources.results) results[result.entry] = &result;
  std::map<std::string, int> waiting;
  for (const store::StoredMaterial& file : sources.unfinished) ++waiting[file.entry];
  for (const auto& digest : sources.entries) {
    const std::string& id = digest->entry.id;
    const bool submitted = sources.submitted.contains(id);
    for (EntryCounts* counts : {&progress.entries, &progress.tracks[digest->entry.project.track]}) {
      count(*counts, *digest, decided[id], results[id], submitted);
    }
    if (!submitted) progress.drafts.push_back(risk_of(*digest, waiting[id]));
  }
  const auto distance = [](const DraftRisk& draft) {
    return std::tuple(-static_cast<int>(draft.lacks.size()), -draft.violations, draft.entry.id);
  };
  std::sort(progress.drafts.begin(), progress.drafts.end(),
            [&](const DraftRisk& a, const DraftRisk& b) { return distance(a) < distance(b); });
}

}  // namespace

ContestProgress progress_of(const ProgressSources& sources) {
  ContestProgress progress;
  count_entries(progress, sources);
  count_rules(progress, sources.findings);
  count_load(progress, sources);
  progress.closes = sources.closes;
  const auto end = end_of_day(sources.closes);
  if (end && sources.now < *end) progress.seconds_left = *end - sources.now;
  return progress;
}

}  // namespace jianzhen::api
