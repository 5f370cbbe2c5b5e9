#pragma once

// How far the contest has come: one look over all entries, the work that waits, the day that comes,
// and whether the service is well. Plain values.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/metrics.h"
#include "api/review_desk.h"
#include "core/error.h"
#include "store/accounts.h"
#include "store/catalogue.h"
#include "store/results.h"

namespace jianzhen::api {

// Entries, by how far they came and by what was found in them.
struct EntryCounts {
  int all = 0;
  int submitted = 0;
  int finalists = 0;
  int prizes = 0;
  int unchecked = 0;
  std::map<core::Severity, int> verdicts;  // of those that were checked
  int decided = 0;    // with findings that somebody must decide, all of them decided
  int undecided = 0;  // with such findings, and not all decided
};

struct RuleCount {
  core::Severity severity = core::Severity::clean;  // the gravest
  int findings = 0;
  int entries = 0;
  int undecided = 0;
};

// A draft, and what stands between it and its submission.
struct DraftRisk {
  core::Entry entry;
  std::vector<std::string> lacks;  // kinds of material that must be there
  int waiting = 0;                 // files that are not read yet
  int violations = 0;
};

struct ContestProgress {
  EntryCounts entries;
  std::map<std::string, EntryCounts> tracks;
  std::map<std::string, RuleCount> rules;  // by code

  int files_received = 0;  // and not begun
  int files_processing = 0;
  std::optional<store::StoredMaterial> oldest;  // of both
  int findings_undecided = 0;                   // of those that somebody must decide
  int supplements_open = 0;
  int supplements_overdue = 0;

  std::string closes;                          // the last day of registration
  std::optional<store::Seconds> seconds_left;  // none: it closed
  std::vector<DraftRisk> drafts;               // the furthest from its submission first

  // Of files since the service started, how many had their findings within those times.
  Metrics::Share within_two_seconds;
  Metrics::Share within_five_seconds;
  std::uint64_t answers = 0;  // to requests
  std::uint64_t failed_answers = 0;
  std::uint64_t disk_free = 0;  // bytes, where the data is
  std::uint64_t disk_size = 0;
  std::map<std::string, std::optional<core::Error>> parts;
};

// What it is reckoned from.
struct ProgressSources {
  std::vector<QueueItem> findings;  // of all entries
  std::vector<std::shared_ptr<const EntryDigest>> entries;
  std::set<std::string> submitted;  // entries
  std::vector<store::EntryResult> results;
  std::vector<store::StoredMaterial> unfinished;
  std::vector<core::Supplement> supplements;  // open ones
  store::Seconds now = 0;
  std::string closes;
};

// All but the health of the service.
ContestProgress progress_of(const ProgressSources& sources);

}  // namespace jianzhen::api
