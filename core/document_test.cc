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

TEST(BoxOf, a_name_on_a_page_upside_down_is_cut_from_the_right) {
  const Line line{.text = "甲乙", .box = {0.2, 0, 0.6, 0.1}, .edges = {0.6F, 0.4F, 0.2F}};
  EXPECT_NEAR(box_of(line, 0, 1).left, 0.4, 1e-6);
  EXPECT_NEAR(box_of(line, 0, 1).right, 0.6, 1e-6);
}

Page sideways() {
  Page page;
  page.width = 200;
  page.height = 100;
  page.turn = 90;
  page.lines = {
      {.text = "甲乙", .box = {0.1, 0.2, 0.2, 0.6}, .vertical = true, .edges = {0.6F, 0.4F, 0.2F}}};
  return page;
}

TEST(Turned, a_line_that_ran_upwards_runs_to_the_right_on_the_page_turned_upright) {
  const Page upright = turned(sideways(), 90);
  EXPECT_EQ(upright.width, 100);
  EXPECT_EQ(upright.turn, 0);
  EXPECT_FALSE(upright.lines[0].vertical);
  EXPECT_NEAR(upright.lines[0].box.left, 0.4, 1e-9);
  EXPECT_NEAR(upright.lines[0].edges.front(), 0.4, 1e-6);
  EXPECT_NEAR(upright.lines[0].edges.back(), 0.8, 1e-6);
}

TEST(Turned, a_box_found_on_the_upright_page_goes_back_to_the_page_as_displayed) {
  for (const int turn : {0, 90, 180, 270}) {
    const Box shown{0.1, 0.2, 0.3, 0.6};
    const Box back = turned(turned(shown, turn), (360 - turn) % 360);
    EXPECT_NEAR(back.left, shown.left, 1e-9) << turn;
    EXPECT_NEAR(back.bottom, shown.bottom, 1e-9) << turn;
  }
}

TEST(Turned, turning_there_and_back_changes_nothing) {
  for (const int degrees : {90, 180, 270}) {
    const Page back = turned(turned(sideways(), degrees), 360 - degrees);
    EXPECT_EQ(back.turn, 90) << degrees;
    EXPECT_TRUE(back.lines[0].vertical) << degrees;
    EXPECT_NEAR(back.lines[0].edges.front(), 0.6, 1e-6) << degrees;
    EXPECT_NEAR(back.lines[0].box.top, 0.2, 1e-9) << degrees;
  }
}

}  // namespace
}  // namespace jianzhen::core
