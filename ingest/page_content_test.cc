#include "ingest/page_content.h"

#include <gtest/gtest.h>

#include "ingest/content_tokens.h"

namespace jianzhen::ingest {
namespace {

// /P is a picture, /X a form that draws /P, /L a form that draws itself.
NamedObject look_up(std::size_t, std::string_view name) {
  NamedObject object{.picture = {}, .content = {}};
  if (name == "P") {
    object.kind = NamedObject::Kind::picture;
    object.picture = {.width = 300, .height = 200, .identity = 7};
  } else if (name == "X" || name == "L") {
    object.kind = NamedObject::Kind::form;
    object.content = name == "X" ? "q 10 0 0 10 1 2 cm /P Do Q" : "/L Do";
    object.matrix = {.a = 2, .d = 2};
  }
  return object;
}

Painted painted_by(std::string_view content) {
  Painted painted;
  scan_content(content, 0, {}, look_up, painted);
  return painted;
}

TEST(PageContent, a_picture_stands_where_the_matrix_puts_it) {
  const auto painted = painted_by("q 100 0 0 50 20 30 cm /P Do Q");
  ASSERT_EQ(painted.pictures.size(), 1U);
  EXPECT_EQ(painted.pictures[0].box, (core::Box{20, 30, 120, 80}));
  EXPECT_EQ(painted.pictures[0].width, 300);
}

TEST(PageContent, matrices_multiply_and_are_restored) {
  const auto painted = painted_by("2 0 0 2 10 10 cm q 5 0 0 5 1 1 cm /P Do Q 1 0 0 1 0 0 cm /P Do");
  ASSERT_EQ(painted.pictures.size(), 2U);
  EXPECT_EQ(painted.pictures[0].box, (core::Box{12, 12, 22, 22}));
  EXPECT_EQ(painted.pictures[1].box, (core::Box{10, 10, 12, 12}));
}

TEST(PageContent, a_turned_picture_has_the_box_around_it) {
  EXPECT_EQ(painted_by("0 100 -50 0 200 0 cm /P Do").pictures.at(0).box,
            (core::Box{150, 0, 200, 100}));
}

TEST(PageContent, forms_are_followed_with_their_matrix) {
  EXPECT_EQ(painted_by("/X Do").pictures.at(0).box, (core::Box{2, 4, 22, 24}));
}

TEST(PageContent, a_form_that_draws_itself_ends) { EXPECT_FALSE(painted_by("/L Do").complete); }

TEST(PageContent, an_inline_picture_counts_and_its_bytes_are_no_operators) {
  const auto painted =
      painted_by("q 90 0 0 90 0 0 cm BI /W 4 /H 4 /BPC 8 ID /P Do xEIx Q\n EI Q /P Do");
  EXPECT_EQ(painted.pictures.size(), 2U);
}

TEST(PageContent, words_in_strings_are_no_operators) {
  const auto painted = painted_by("BT (/P Do \\) (nested) Tj) Tj <2F5020446F> Tj ET");
  EXPECT_TRUE(painted.pictures.empty());
  EXPECT_EQ(painted.text_shown, 2U);
}

TEST(PageContent, invisible_text_is_told_from_visible) {
  const auto painted = painted_by("BT 3 Tr (a) Tj (b) Tj 0 Tr [(c)] TJ ET");
  EXPECT_EQ(painted.text_shown, 3U);
  EXPECT_EQ(painted.text_invisible, 2U);
}

constexpr const char* kRing = " 0 50 m 0 80 20 100 50 100 c 80 100 100 80 100 50 c ";

TEST(PageContent, a_red_ring_may_be_a_seal) {
  for (const char* colour : {"1 0 0 RG", "0.8 0.1 0.1 RG", "0 1 1 0 K", "0.9 0.2 0.2 SCN"}) {
    EXPECT_TRUE(painted_by(std::string(colour) + kRing + "S").red_shape) << colour;
  }
  EXPECT_TRUE(painted_by(std::string("1 0 0 rg") + kRing + "f").red_shape);
}

TEST(PageContent, other_drawings_are_not) {
  EXPECT_FALSE(painted_by(std::string("0 0 1 RG") + kRing + "S").red_shape);
  EXPECT_FALSE(painted_by(std::string("1 0 0 rg") + kRing + "S").red_shape);
  EXPECT_FALSE(painted_by(std::string("1 0 0 RG") + kRing + "n").red_shape);
  EXPECT_FALSE(painted_by("1 0 0 RG 0 0 m 500 0 l S").red_shape);
  EXPECT_FALSE(painted_by(std::string("q 0.1 0 0 0.1 0 0 cm 1 0 0 RG") + kRing + "S Q").red_shape);
}

TEST(PageContent, cut_and_senseless_streams_end) {
  for (const char* content : {"", "(", "((((", "<", "<<", ">", "q q q", "Q Q Q", "BI ID", "/", "%",
                              "[", "1 2 3", "cm", "/P", "\\", "-inf 1e999 nan Do", "BI ID EI"}) {
    EXPECT_TRUE(painted_by(content).complete) << content;
  }
}

TEST(ContentTokens, numbers_are_counted_from_the_last) {
  ContentTokens tokens("1 -2.5 +.5 re /N gs");
  EXPECT_EQ(tokens.next_operator(), "re");
  EXPECT_EQ(tokens.number_count(), 3U);
  EXPECT_EQ(tokens.number(0), 0.5);
  EXPECT_EQ(tokens.number(1), -2.5);
  EXPECT_EQ(tokens.number(2), 1);
  EXPECT_EQ(tokens.next_operator(), "gs");
  EXPECT_EQ(tokens.name(), "N");
  EXPECT_EQ(tokens.number_count(), 0U);
  EXPECT_EQ(tokens.next_operator(), "");
}

}  // namespace
}  // namespace jianzhen::ingest
