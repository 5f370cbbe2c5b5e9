// How far the contest has come.

#include <filesystem>

#include "api/service_state.h"

namespace jianzhen::api {

using core::fail;
using core::Result;

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
  if (!none) progress.disk_free = space.available;
  progress.parts = parts();
  return progress;
}

}  // namespace jianzhen::api
