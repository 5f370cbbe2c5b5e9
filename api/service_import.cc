// Tables of the administrator's, into the catalogue.

#include "api/service_state.h"
#include "store/files.h"

namespace jianzhen::api {

using core::fail;
using core::Result;

Result<std::string> Service::State::csv_of(std::string_view table) {
  constexpr std::string_view kZip = "PK";
  if (!table.starts_with(kZip)) return std::string(table);
  const auto file = store::TemporaryFile::make();
  if (!file) return fail(file.error());
  if (auto written = file->write(table); !written) return fail(written.error());
  return reader->table(file->path());
}

Result<void> Service::State::write(ImportKind kind, const ImportPlan& plan,
                                   const std::string& actor) {
  switch (kind) {
    case ImportKind::entries: {
      if (auto put = catalogue->put_entries(plan.entries, actor); !put) return put;
      for (const core::Entry& entry : plan.entries) {
        checks.request(entry.id);
        notices.changed(entry.id);
      }
      return {};
    }
    case ImportKind::finalists:
      return results->set_finalists(plan.finalists, actor);
    case ImportKind::prizes:
      return results->set_prizes(plan.prizes, actor);
  }
  return {};
}

Result<ImportPlan> Service::import(ImportKind kind, std::string_view table, bool write,
                                   const Principal& by) {
  const auto csv = state_->csv_of(table);
  if (!csv) return fail(csv.error());
  const std::lock_guard lock(state_->writes);
  const auto entries = state_->catalogue->entries();
  if (!entries) return fail(entries.error());
  const auto results = state_->results->all();
  if (!results) return fail(results.error());
  auto plan = plan_import(kind, *csv, {state_->rules.contest, *entries, *results});
  if (!plan || !write || !plan->faults.empty()) return plan;
  if (auto written = state_->write(kind, *plan, by.actor); !written) return fail(written.error());
  return plan;
}

Result<std::vector<RankedEntry>> Service::results(const Principal& by) {
  const auto results = state_->results->all();
  if (!results) return fail(results.error());
  std::vector<RankedEntry> ranked;
  for (const store::EntryResult& result : *results) {
    auto entry = state_->catalogue->entry(result.entry);
    if (!entry) return fail(entry.error());
    if (!by.may(Action::result_read, {entry->id, entry->project.track})) continue;
    ranked.push_back({std::move(*entry), result});
  }
  return ranked;
}

}  // namespace jianzhen::api
