#pragma once

// What people say about what the machine found: dispositions, vetoes, statements, requests for a
// supplement, visits and commitments. Plain values; the machine never makes one of them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace jianzhen::core {

// 处置意见: what a verifier makes of one finding, or of one of the heads of the verification.
enum class DispositionCode { upheld, dismissed, needs_supplement, needs_visit, pending };

std::string_view word(DispositionCode code);  // "upheld"
std::optional<DispositionCode> disposition_code_of(std::string_view word);
const Bilingual& shown(DispositionCode code);  // 成立 / upheld

struct Disposition {
  int version = 0;  // from 1; 0: nobody has said anything yet
  DispositionCode code = DispositionCode::pending;
  std::string reason;
  std::string actor;
  std::string at;  // RFC 3339, UTC

  bool operator==(const Disposition&) const = default;
};

// 一票否决: a second person stands by an upheld veto finding, on evidence. It counts as long as the
// disposition it confirms is the newest.
struct Veto {
  int version = 0;  // of the disposition
  std::string proposed_by;
  std::string confirmed_by;
  std::int64_t evidence = 0;  // number of the Proof it rests on
  std::string at;

  bool operator==(const Veto&) const = default;
};

// What was said of one subject: a finding (by its key) or a head (by its id).
struct Review {
  std::string subject;
  Disposition disposition;  // the newest
  std::optional<Veto> veto;

  bool operator==(const Review&) const = default;
};

// 说明、异议, and the verifier's answer to one.
struct Statement {
  std::int64_t id = 0;
  std::string subject;
  std::string kind;          // "explanation", "objection", "answer"
  std::int64_t answers = 0;  // the statement that an answer is to
  std::string text;
  std::string actor;
  std::string at;

  bool operator==(const Statement&) const = default;
};

// 补正通知: what is asked for and until when; answered by the material that came in its place.
struct Supplement {
  std::int64_t id = 0;
  std::string subject;   // empty: about the entry
  std::string material;  // path that a new version is asked of; empty: something new
  std::string ask;
  std::string due;    // 2024-08-05, through the end of that day
  std::string state;  // "open", "answered", "withdrawn"
  std::string asked_by;
  std::string asked_at;
  std::int64_t answered_with = 0;  // the material's number
  std::string answer;              // in words
  std::string answered_at;

  bool operator==(const Supplement&) const = default;
};

// Evidence beside the machine's own: a page, a visit (线下调研), a commitment (线上承诺).
struct Proof {
  std::int64_t id = 0;
  std::string subject;
  std::string kind;      // "page", "site_visit", "commitment"
  std::string on;        // the day it was, 2024-08-02; empty for a page
  std::string place;     // where, of a visit; the page's words, of a page
  std::string people;    // who was there, or who commits
  std::string text;      // what was seen, or committed to
  std::string material;  // path; empty where no file belongs to it
  int page = 0;
  std::string actor;
  std::string at;

  bool operator==(const Proof&) const = default;
};

// All that people said about one entry; reviews by subject, the rest in the order it was said.
struct EntryReview {
  std::vector<Review> reviews;
  std::vector<Statement> statements;
  std::vector<Supplement> supplements;
  std::vector<Proof> proofs;

  // nullptr: nobody has said anything of it.
  const Review* of(std::string_view subject) const;
  bool operator==(const EntryReview&) const = default;
};

}  // namespace jianzhen::core
