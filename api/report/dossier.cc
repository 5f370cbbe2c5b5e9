#include "api/report/dossier.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace jianzhen::api {

std::string shown_time(const std::string& rfc3339) {
  constexpr std::time_t kShanghai = 8 * std::time_t{3600};  // no summer time since 1991
  std::tm utc{};
  if (std::sscanf(rfc3339.c_str(), "%d-%d-%dT%d:%d", &utc.tm_year, &utc.tm_mon, &utc.tm_mday,
                  &utc.tm_hour, &utc.tm_min) != 5) {
    return rfc3339;
  }
  utc.tm_year -= 1900;
  utc.tm_mon -= 1;
  const std::time_t there = ::timegm(&utc) + kShanghai;
  std::tm local{};
  ::gmtime_r(&there, &local);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local);
  return {text, length};
}

void name_people(core::EntryReview& review, const Named& named) {
  const auto name = [&](std::string& actor) { actor = named(actor); };
  for (core::Review& one : review.reviews) {
    name(one.disposition.actor);
    if (!one.veto) continue;
    name(one.veto->proposed_by);
    name(one.veto->confirmed_by);
  }
  for (core::Statement& one : review.statements) name(one.actor);
  for (core::Supplement& one : review.supplements) name(one.asked_by);
  for (core::Proof& one : review.proofs) name(one.actor);
}

std::string as_of(std::span<const Dossier> dossiers, const verify::Contest& contest) {
  std::string newest;
  const auto look = [&](const std::string& at) { newest = std::max(newest, at); };
  for (const Dossier& dossier : dossiers) {
    for (const core::Review& review : dossier.review.reviews) {
      look(review.disposition.at);
      if (review.veto) look(review.veto->at);
    }
    for (const core::Statement& one : dossier.review.statements) look(one.at);
    for (const core::Proof& one : dossier.review.proofs) look(one.at);
    for (const core::Supplement& one : dossier.review.supplements) {
      look(one.asked_at);
      look(one.answered_at);
    }
  }
  return newest.empty() ? contest.issued + "T00:00:00Z" : newest.substr(0, 19) + "Z";
}

const core::Review* review_of(const Dossier& dossier, std::size_t finding) {
  return finding < dossier.keys.size() ? dossier.review.of(dossier.keys[finding]) : nullptr;
}

Handled handled(const Dossier& dossier, core::Severity severity) {
  Handled sum;
  for (std::size_t i = 0; i < dossier.report.findings.size(); ++i) {
    if (dossier.report.findings[i].severity != severity) continue;
    ++sum.all;
    const core::Review* review = review_of(dossier, i);
    const auto code = review ? review->disposition.code : core::DispositionCode::pending;
    sum.upheld += code == core::DispositionCode::upheld ? 1 : 0;
    sum.dismissed += code == core::DispositionCode::dismissed ? 1 : 0;
    sum.vetoes += review != nullptr && review->veto ? 1 : 0;
  }
  sum.waiting = sum.all - sum.upheld - sum.dismissed;
  return sum;
}

}  // namespace jianzhen::api
