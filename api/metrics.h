#pragma once

// Counters, gauges and one kind of histogram in Prometheus' text format 0.0.4. Thread-safe.

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::api {

class Metrics {
 public:
  // `labels` as they stand between the braces: `operation="search",status="200"`; may be empty.
  void count(std::string_view name, const std::string& labels = {}, double by = 1);
  void set(std::string_view name, double value);
  // Into buckets of seconds, 0.1 to 300.
  void observe(std::string_view name, double seconds);

  std::string text() const;

  // Of what was observed, how much was within that many seconds, which is a bound of the buckets.
  struct Share {
    std::uint64_t all = 0;
    std::uint64_t within = 0;
  };
  Share within(std::string_view name, double seconds) const;
  // What was counted under labels that hold the text.
  std::uint64_t counted(std::string_view name, std::string_view in_labels) const;

 private:
  struct Histogram {
    std::vector<std::uint64_t> buckets;  // not cumulative; the last is "more"
    double sum = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::string, std::map<std::string, double>, std::less<>> counters_;
  std::map<std::string, double, std::less<>> gauges_;
  std::map<std::string, Histogram, std::less<>> histograms_;
};

}  // namespace jianzhen::api
