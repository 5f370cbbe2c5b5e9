// How far the contest has come.

#include <algorithm>
#include <ctime>
#include <filesystem>

#include "api/service_state.h"

namespace jianzhen::api {

using core::fail;
using core::Result;

namespace {

// Of a moment as the catalogue writes it, "2024-07-21T08:00:00.000Z"; 0: it is none.
store::Seconds seconds_of(const std::string& moment) {
  std::tm utc{};
  return ::strptime(moment.c_str(), "%Y-%m-%dT%H:%M:%S", &utc) == nullptr ? 0 : ::timegm(&utc);
}

}  // namespace

Result<ContestProgress> Service::progress() {
  const auto everything = [](const EntryDigest&) { return true; };
  auto entries = state_->desk->entries(everything);
  if (!entries) return fail(entries.error());
  auto findings = state_->desk->queue({}, everything);
  if (!findings) return fail(findings.error());
  auto submitted = state_->catalogue->submitted();
  if (!submitted) return fail(submitted.error());
  auto results = state_->results->all();
  if (!results) return fail(results.error());
  auto unfinished = state_->catalogue->unfinished();
  if (!unfinished) return fail(unfinished.error());
  auto supplements = state_->desk->open_supplements("");
  if (!supplements) return fail(supplements.error());
  ContestProgress progress = progress_of(
      {std::move(*findings), std::move(*entries), std::move(*submitted), std::move(*results),
       std::move(*unfinished), std::move(*supplements), now(), contest().registration_closes});
  const char* to_finding = "jianzhen_drop_to_finding_seconds";
  progress.within_two_seconds = state_->metrics.within(to_finding, 2);
  progress.within_five_seconds = state_->metrics.within(to_finding, 5);
  const char* requests = "jianzhen_http_requests_total";
  progress.answers = state_->metrics.counted(requests, "");
  progress.failed_answers = state_->metrics.counted(requests, "status=\"5");
  std::error_code none;
  const auto space = std::filesystem::space(state_->options.data, none);
  if (!none) {
    progress.disk_free = space.available;
    progress.disk_size = space.capacity;
  }
  progress.parts = parts();
  return progress;
}

Result<void> Service::measure() {
  const auto progress = this->progress();
  if (!progress) return fail(progress.error());
  const auto mails = state_->mails->counts();
  if (!mails) return fail(mails.error());
  const auto hooks = state_->webhooks->all();
  if (!hooks) return fail(hooks.error());
  const auto at_risk = std::ranges::count_if(progress->drafts, [](const DraftRisk& draft) {
    return !draft.lacks.empty() || draft.violations > 0;
  });
  const auto down = std::ranges::count_if(progress->parts,
                                          [](const auto& part) { return part.second.has_value(); });
  const auto stopped =
      std::ranges::count_if(*hooks, [](const store::Webhook& hook) { return !hook.active; });
  const auto set = [this](std::string_view name, auto value) {
    state_->metrics.set(name, static_cast<double>(value));
  };
  set("jianzhen_up_seconds", now() - state_->started_at);
  set("jianzhen_queue_oldest_seconds",
      progress->oldest
          ? std::max<store::Seconds>(0, now() - seconds_of(progress->oldest->received_at))
          : 0);
  set("jianzhen_entries", progress->entries.all);
  set("jianzhen_entries_submitted", progress->entries.submitted);
  set("jianzhen_drafts_at_risk", at_risk);
  set("jianzhen_registration_seconds_left", progress->seconds_left.value_or(0));
  set("jianzhen_findings_undecided", progress->findings_undecided);
  set("jianzhen_supplements_open", progress->supplements_open);
  set("jianzhen_supplements_overdue", progress->supplements_overdue);
  set("jianzhen_disk_free_bytes", progress->disk_free);
  set("jianzhen_disk_bytes", progress->disk_size);
  set("jianzhen_parts_down", down);
  set("jianzhen_mails_waiting", mails->waiting);
  set("jianzhen_mails_refused", mails->refused);
  set("jianzhen_mail_failures", state_->mails->server().failures);
  set("jianzhen_webhooks_stopped", stopped);
  return {};
}

}  // namespace jianzhen::api
