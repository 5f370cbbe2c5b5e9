#include "api/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

using testing::HasSubstr;

TEST(Metrics, counts_by_label) {
  Metrics metrics;
  metrics.count("jianzhen_materials_total", "state=\"done\"");
  metrics.count("jianzhen_materials_total", "state=\"done\"", 2);
  EXPECT_THAT(metrics.text(), HasSubstr("# TYPE jianzhen_materials_total counter\n"
                                        "jianzhen_materials_total{state=\"done\"} 3\n"));
}

TEST(Metrics, a_gauge_has_its_last_value) {
  Metrics metrics;
  metrics.set("jianzhen_queue_files", 3);
  metrics.set("jianzhen_queue_files", 1);
  EXPECT_THAT(metrics.text(), HasSubstr("\njianzhen_queue_files 1\n"));
}

TEST(Metrics, buckets_of_a_histogram_hold_all_below_them) {
  Metrics metrics;
  for (const double seconds : {0.05, 2.0, 2.5, 1000.0}) {
    metrics.observe("jianzhen_drop_to_finding_seconds", seconds);
  }
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("_bucket{le=\"0.1\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("_bucket{le=\"2\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("_bucket{le=\"3\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("_bucket{le=\"+Inf\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("_count 4\n"));
}

TEST(Metrics, says_how_many_were_within_a_time) {
  Metrics metrics;
  for (const double seconds : {0.2, 2.0, 2.5, 400.0}) {
    metrics.observe("jianzhen_drop_to_finding_seconds", seconds);
  }
  EXPECT_EQ(metrics.within("jianzhen_drop_to_finding_seconds", 2).within, 2);
  EXPECT_EQ(metrics.within("jianzhen_drop_to_finding_seconds", 5).within, 3);
  EXPECT_EQ(metrics.within("jianzhen_drop_to_finding_seconds", 5).all, 4);
  EXPECT_EQ(metrics.within("nothing", 5).all, 0);
}

TEST(Metrics, sums_what_was_counted_under_some_labels) {
  Metrics metrics;
  metrics.count("jianzhen_http_requests_total", "operation=\"search\",status=\"200\"");
  metrics.count("jianzhen_http_requests_total", "operation=\"search\",status=\"503\"", 2);
  EXPECT_EQ(metrics.counted("jianzhen_http_requests_total", ""), 3);
  EXPECT_EQ(metrics.counted("jianzhen_http_requests_total", "status=\"5"), 2);
}

}  // namespace
}  // namespace jianzhen::api
