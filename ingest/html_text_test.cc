#include "ingest/html_text.h"

#include <gtest/gtest.h>

namespace jianzhen::ingest {
namespace {

TEST(HtmlText, blocks_are_rows_and_white_space_is_one_space) {
  EXPECT_EQ(html_text("<p>参赛  承诺\n书</p><div>第二<b>行</b></div>"), "参赛 承诺 书\n第二行\n");
}

TEST(HtmlText, cells_of_a_row_stand_apart) {
  EXPECT_EQ(html_text("<table><tr><td>单位</td><td>代码</td></tr></table>"), "单位 代码\n");
}

TEST(HtmlText, references_are_characters) {
  EXPECT_EQ(html_text("A&amp;B&nbsp;&#20013;&#x56FD;&bogus; & c"), "A&B 中国&bogus; & c");
}

TEST(HtmlText, scripts_styles_and_comments_are_not_read) {
  EXPECT_EQ(html_text("<style>p{}</style>a<script>if (1<2) '</p>'</script><!-- x > y -->b"), "ab");
}

TEST(HtmlText, a_bracket_inside_an_attribute_does_not_end_the_tag) {
  EXPECT_EQ(html_text("<img alt=\"a>b\">c 1<2"), "c 1<2");
}

TEST(HtmlText, the_declared_charset_is_used) {
  EXPECT_EQ(html_text("<meta charset=\"big5\">\xA4\xA4\xA4\xE5"), "中文");
}

TEST(HtmlText, an_element_that_never_ends_hides_the_rest) {
  EXPECT_EQ(html_text("a<script>b"), "a");
}

}  // namespace
}  // namespace jianzhen::ingest
