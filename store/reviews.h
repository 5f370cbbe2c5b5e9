#pragma once

// What people say about what was found (core/review.h), in the catalogue's database. Decisions and
// evidence are append-only; what changes something writes its event in the same transaction, by
// numbers and keys alone, because events can never be erased. Actors as Account's. Thread-safe.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/finding.h"
#include "core/review.h"

namespace jianzhen::store {

// Under what a finding is known: its entry and code, the bytes it is about, the place on them, the
// words read and expected. A finding that comes out of the same bytes again has the same key, so
// that a known false alarm stays known; a new file, or another form, is a new question.
std::string finding_key(const core::CheckReport& report, const core::Finding& finding);
// Of all findings, in their order; where two would be the same, the later gets its number behind.
std::vector<std::string> finding_keys(const core::CheckReport& report);

class Reviews {
 public:
  // The same connection strings as the catalogue's, with which it shares its tables; applies the
  // migrations that lack. Errors: as Catalogue::open.
  static core::Result<std::unique_ptr<Reviews>> open(const std::string& connection);
  ~Reviews();

  core::Result<core::EntryReview> of(const std::string& entry);
  // The newest disposition of every subject, by entry.
  core::Result<std::map<std::string, std::vector<core::Review>>> newest();
  // Every disposition of one subject, oldest first.
  core::Result<std::vector<core::Disposition>> history(const std::string& entry,
                                                       const std::string& subject);

  // `said.version` is the one it was decided on: 0 where nobody had said anything. Gives the new
  // one. Errors: conflict (somebody was faster), usage (no reason).
  core::Result<core::Disposition> dispose(const std::string& entry, const std::string& subject,
                                          const core::Disposition& said);
  // The second person's word on an upheld disposition of that version. Errors: conflict (it is not
  // the newest, not upheld, or confirmed already), usage (the same person, no such evidence).
  core::Result<core::Veto> confirm(const std::string& entry, const std::string& subject,
                                   const core::Veto& veto);

  // Each gives what it was given its number and time, `state` included. Errors: usage (a text is
  // missing; an answer to nothing).
  core::Result<core::Proof> add(const std::string& entry, core::Proof proof);
  core::Result<core::Statement> say(const std::string& entry, core::Statement statement);
  core::Result<core::Supplement> ask(const std::string& entry, core::Supplement supplement);

  // Those that were neither answered nor withdrawn, the oldest first; of one entry, or of all where
  // it is empty.
  core::Result<std::vector<core::Supplement>> open_supplements(const std::string& entry);
  // Errors: not_found, conflict (it is not open).
  core::Result<core::Supplement> answer(const std::string& entry, std::int64_t id,
                                        std::int64_t material, const std::string& text,
                                        const std::string& actor);
  core::Result<core::Supplement> withdraw(const std::string& entry, std::int64_t id,
                                          const std::string& actor);

 private:
  struct State;
  explicit Reviews(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::store
