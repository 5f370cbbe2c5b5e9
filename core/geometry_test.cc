#include "core/geometry.h"

#include <gtest/gtest.h>

namespace jianzhen::core {
namespace {

TEST(Box, union_covers_both_and_ignores_nothing) {
  EXPECT_EQ(united({0.1, 0.1, 0.2, 0.2}, {0.3, 0.0, 0.4, 0.1}), (Box{0.1, 0.0, 0.4, 0.2}));
  EXPECT_EQ(united({}, {0.3, 0.0, 0.4, 0.1}), (Box{0.3, 0.0, 0.4, 0.1}));
}

TEST(Box, boxes_apart_have_nothing_in_common) {
  EXPECT_EQ(intersected({0, 0, 0.1, 0.1}, {0.5, 0.5, 1, 1}).area(), 0);
}

TEST(Box, clamping_keeps_it_on_the_page_and_upright) {
  EXPECT_EQ(clamped({0.9, -1, 0.2, 2}), (Box{0.2, 0, 0.9, 1}));
}

}  // namespace
}  // namespace jianzhen::core
