#include "index/page_form.h"

#include <gtest/gtest.h>

namespace jianzhen::index {
namespace {

TEST(PageForm, keeps_what_a_hit_shows) {
  IndexedPage page{"LN-1", "资料.zip/1.mp4", 3, 12.5, {}};
  page.lines = {
      {.text = "营业", .box = {0, 0.2, 1, 0.4}, .vertical = true, .edges = {0.0F, 0.2F, 1.0F}}};
  const auto kept = page_of(page_form(page));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->material, page.material);
  EXPECT_EQ(kept->number, 3);
  EXPECT_EQ(kept->time, 12.5);
  EXPECT_EQ(kept->lines.at(0).text, "营业");
  EXPECT_TRUE(kept->lines[0].vertical);
  EXPECT_NEAR(kept->lines[0].box.top, 0.2, 1e-4);
  ASSERT_EQ(kept->lines[0].edges.size(), 3U);
  EXPECT_NEAR(kept->lines[0].edges[1], 0.2, 1e-4);
}

TEST(PageForm, every_cut_of_the_bytes_is_refused) {
  const std::string form =
      page_form({"LN-1", "1.pdf", 1, {}, {{.text = "营业执照", .box = {0.1, 0.2, 0.3, 0.4}}}});
  for (std::size_t length = 0; length < form.size(); ++length) {
    EXPECT_FALSE(page_of(std::string_view(form).substr(0, length))) << length;
  }
}

TEST(PageForm, seals_and_codes_are_searched_after_the_text) {
  core::Page page;
  page.lines = {{.text = "正文", .box = {}}};
  page.seals = {{"示例公司", {0.5, 0.5, 0.7, 0.7}, 0.9}, {"", {}, 0}};
  page.codes = {{"QRCode", "LN2024", {}}};
  std::vector<std::string> texts;
  for (const core::Line& line : searched_lines(page)) texts.push_back(line.text);
  EXPECT_EQ(texts, (std::vector<std::string>{"正文", "", "示例公司", "", "LN2024"}));
}

}  // namespace
}  // namespace jianzhen::index
