#include "api/notices.h"

#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

TEST(Notices, wake_those_who_watch_the_entry) {
  Notices notices;
  int woken = 0;
  const auto ours = notices.watch("E1", [&] { ++woken; });
  const auto other = notices.watch("E2", [&] { woken += 100; });
  notices.changed("E1");
  EXPECT_EQ(woken, 1);
}

TEST(Notices, wake_nobody_who_is_gone) {
  Notices notices;
  int woken = 0;
  notices.watch("E1", [&] { ++woken; }).reset();
  notices.changed("E1");
  EXPECT_EQ(woken, 0);
}

TEST(Notices, keep_only_the_newest_progress_of_a_file) {
  Notices notices;
  const auto watcher = notices.watch("E1", [] {});
  notices.progress("E1", {7, "a.pdf", 1, 9});
  notices.progress("E1", {7, "a.pdf", 2, 9});
  notices.progress("E1", {8, "b.pdf", 5, 5});
  EXPECT_EQ(watcher->take_progress(),
            (std::vector<FileProgress>{{7, "a.pdf", 2, 9}, {8, "b.pdf", 5, 5}}));
  EXPECT_TRUE(watcher->take_progress().empty());
}

}  // namespace
}  // namespace jianzhen::api
