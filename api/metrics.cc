#include "api/metrics.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace jianzhen::api {
namespace {

// What every name means; a metric without a row here would be one that nobody can read.
struct Meaning {
  std::string_view name;
  std::string_view help;
};
constexpr std::array kMeanings = {
    Meaning{"jianzhen_http_requests_total", "Requests answered, by operation and status."},
    Meaning{"jianzhen_http_received_bytes_total", "Bytes of request bodies."},
    Meaning{"jianzhen_http_sent_bytes_total", "Bytes of answers."},
    Meaning{"jianzhen_http_request_seconds",
            "From the head of a request to the end of its answer."},
    Meaning{"jianzhen_materials_total", "Files that came to their end, by state."},
    Meaning{"jianzhen_pages_total", "Pages of the files that came to their end."},
    Meaning{"jianzhen_checks_total", "Checks of an entry."},
    Meaning{"jianzhen_queue_files", "Files that are received or being read."},
    Meaning{"jianzhen_drop_to_finding_seconds",
            "From the last byte of a file to the findings that know it."},
    Meaning{"jianzhen_up_seconds", "Since the service started."},
    Meaning{"jianzhen_queue_oldest_seconds", "Since the oldest file came that is not read yet."},
    Meaning{"jianzhen_entries", "Entries."},
    Meaning{"jianzhen_entries_submitted", "Entries that were handed in."},
    Meaning{"jianzhen_drafts_at_risk", "Drafts that lack a paper or have a veto finding."},
    Meaning{"jianzhen_registration_seconds_left", "Until registration closes; 0: it closed."},
    Meaning{"jianzhen_findings_undecided", "Findings that somebody must decide."},
    Meaning{"jianzhen_supplements_open", "Requests that were not answered."},
    Meaning{"jianzhen_supplements_overdue", "Of them, those whose day is over."},
    Meaning{"jianzhen_disk_free_bytes", "Free where the data is."},
    Meaning{"jianzhen_disk_bytes", "Size of the disk where the data is."},
    Meaning{"jianzhen_parts_down", "Parts of the service that cannot be used (/readyz)."},
    Meaning{"jianzhen_mails_waiting", "Notices by e-mail that were not sent yet."},
    Meaning{"jianzhen_mails_refused", "Of them, those that are not sent again by themselves."},
    Meaning{"jianzhen_mail_failures", "Failures of the mail server in a row."},
    Meaning{"jianzhen_webhooks_stopped", "Receivers that took nothing for three days."},
};

// Seconds; around the goals of 2 s for a text PDF and 5 s for a scanned page.
constexpr std::array<double, 12> kBounds = {0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 60, 120, 300};

std::string_view help_of(std::string_view name) {
  const auto* found = std::find_if(kMeanings.begin(), kMeanings.end(),
                                   [&](const Meaning& m) { return m.name == name; });
  return found == kMeanings.end() ? std::string_view() : found->help;
}

void open(std::ostream& out, std::string_view name, std::string_view type) {
  out << "# HELP " << name << ' ' << help_of(name) << "\n# TYPE " << name << ' ' << type << '\n';
}

}  // namespace

void Metrics::count(std::string_view name, const std::string& labels, double by) {
  const std::lock_guard lock(mutex_);
  counters_[std::string(name)][labels] += by;
}

void Metrics::set(std::string_view name, double value) {
  const std::lock_guard lock(mutex_);
  gauges_[std::string(name)] = value;
}

void Metrics::observe(std::string_view name, double seconds) {
  const std::lock_guard lock(mutex_);
  Histogram& histogram = histograms_[std::string(name)];
  histogram.buckets.resize(kBounds.size() + 1);
  const auto* bound = std::lower_bound(kBounds.begin(), kBounds.end(), seconds);
  ++histogram.buckets[static_cast<std::size_t>(bound - kBounds.begin())];
  histogram.sum += seconds;
}

Metrics::Share Metrics::within(std::string_view name, double seconds) const {
  const std::lock_guard lock(mutex_);
  Share share;
  const auto found = histograms_.find(name);
  if (found == histograms_.end()) return share;
  for (std::size_t i = 0; i < found->second.buckets.size(); ++i) {
    share.all += found->second.buckets[i];
    if (i < kBounds.size() && kBounds[i] <= seconds) share.within += found->second.buckets[i];
  }
  return share;
}

std::uint64_t Metrics::counted(std::string_view name, std::string_view in_labels) const {
  const std::lock_guard lock(mutex_);
  const auto found = counters_.find(name);
  if (found == counters_.end()) return 0;
  double sum = 0;
  for (const auto& [labels, value] : found->second) {
    if (labels.find(in_labels) != std::string::npos) sum += value;
  }
  return static_cast<std::uint64_t>(sum);
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  std::ostringstream out;
  for (const auto& [name, values] : counters_) {
    open(out, name, "counter");
    for (const auto& [labels, value] : values) {
      out << name << (labels.empty() ? "" : "{" + labels + "}") << ' ' << value << '\n';
    }
  }
  for (const auto& [name, value] : gauges_) {
    open(out, name, "gauge");
    out << name << ' ' << value << '\n';
  }
  for (const auto& [name, histogram] : histograms_) {
    open(out, name, "histogram");
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < histogram.buckets.size(); ++i) {
      below += histogram.buckets[i];
      out << name << "_bucket{le=\"";
      i < kBounds.size() ? out << kBounds[i] : out << "+Inf";
      out << "\"} " << below << '\n';
    }
    out << name << "_sum " << histogram.sum << '\n' << name << "_count " << below << '\n';
  }
  return out.str();
}

}  // namespace jianzhen::api
