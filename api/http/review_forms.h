#pragma once

// What people said about findings as the JSON of openapi.yaml. Pure functions.

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/entry_graph.h"
#include "api/review_desk.h"

namespace jianzhen::http {

// How an actor of the event table is shown: the account's title.
using Named = std::function<std::string(const std::string& actor)>;

std::string disposition_form(const core::Disposition& said, const Named& named);
std::string veto_form(const core::Veto& veto, const Named& named);
std::string statement_form(const core::Statement& statement, const Named& named);
std::string supplement_form(const core::Supplement& supplement, const Named& named);
std::string proof_form(const core::Proof& proof, const Named& named);

// All that was said of an entry, and its heads with the passages that speak to them.
std::string review_form(const std::string& entry, const core::EntryReview& review,
                        const std::optional<core::CheckReport>& report, core::Lang lang,
                        const Named& named);

// `all`: what may be seen, for the counts beside the list; `items`: what was asked for.
struct QueuePage {
  std::vector<api::QueueItem> all;
  std::vector<api::QueueItem> items;
  std::set<std::string> finalists;  // entries
  std::size_t from = 0;
  std::size_t limit = 50;
};
std::string queue_form(const QueuePage& page, core::Lang lang, const Named& named);
// Where a page begins that continues after that cursor; 0 for a cursor of no item any more.
std::size_t after_cursor(const std::vector<api::QueueItem>& items, const std::string& cursor);

// `may`: other entries that whoever asks may see.
std::string finding_desk_form(const api::FindingDesk& desk, const api::ReviewDesk::MaySee& may,
                              core::Lang lang, const Named& named);

// What entries share, laid out.
std::string entry_graph_form(const api::EntryGraph& graph);

std::string overview_form(const api::EntryDigest& entry, const api::Overview& overview);
// Entries of one track side by side: what each has of what, in numbers.
std::string comparison_form(const std::string& track,
                            const std::vector<std::shared_ptr<const api::EntryDigest>>& entries,
                            const verify::Contest& contest, core::Lang lang);

}  // namespace jianzhen::http
