#include "core/document.h"

#include <gtest/gtest.h>

namespace jianzhen::core {
namespace {

TEST(BoxOf, a_name_after_its_label_gets_the_box_of_the_name_alone) {
  const Line line{.text = "名称：甲公司", .box = {0.1, 0.2, 0.7, 0.25}};
  const Box name = box_of(line, 3, 6);
  EXPECT_NEAR(name.left, 0.4, 1e-9);
  EXPECT_NEAR(name.right, 0.7, 1e-9);
  EXPECT_EQ(name.top, 0.2);
}

TEST(BoxOf, measured_edges_win_over_even_spacing) {
  const Line line{.text = "a名", .box = {0, 0, 1, 0.1}, .edges = {0.F, 0.25F, 1.F}};
  EXPECT_NEAR(box_of(line, 1, 2).left, 0.25, 1e-6);
}

TEST(BoxOf, a_vertical_line_is_cut_downwards) {
  const Line line{.text = "甲乙", .box = {0.1, 0.2, 0.2, 0.6}, .vertical = true};
  EXPECT_NEAR(box_of(line, 1, 2).top, 0.4, 1e-9);
}

TEST(BoxOf, a_range_beyond_the_line_ends_at_its_end) {
  const Line line{.text = "甲乙", .box = {0, 0, 1, 1}};
  EXPECT_EQ(box_of(line, 0, 99), line.box);
}

}  // namespace
}  // namespace jianzhen::core
