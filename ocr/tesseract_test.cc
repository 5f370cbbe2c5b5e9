#include <gmock/gmock.h>

#include "core/text.h"
#include "ocr/ocr.h"
#include "ocr/test_page.h"

namespace jianzhen::ocr {
namespace {

using testing::HasSubstr;

class ReadWithTesseract : public testing::Test {
 protected:
  void SetUp() override {
    if (!TestPage::can_draw()) GTEST_SKIP() << "no Noto CJK font; install fonts-noto-cjk";
    auto engine = load_tesseract();
    if (!engine) GTEST_SKIP() << "no tesseract-ocr-chi-sim";
    engine_ = std::move(*engine);
  }

  core::Page read(const core::Picture& picture) {
    PageReader reader(std::move(engine_));
    auto page = reader.read({}, picture);
    EXPECT_TRUE(page.has_value());
    return page.value_or(core::Page{});
  }

  std::unique_ptr<TextEngine> engine_;
};

TEST_F(ReadWithTesseract, print_is_read_by_its_own_layout) {
  TestPage page(1000, 400);
  page.text("沈阳晨砺数据科技有限公司", 120, 120, 40);
  page.text("报告日期：2024年6月18日", 120, 240, 40);
  std::string words;
  for (const core::Line& line : read(page.picture()).lines) words += line.text + "\n";
  EXPECT_THAT(words, HasSubstr("数据科技有限公司"));
  EXPECT_THAT(words, HasSubstr("2024年6月18"));
}

TEST_F(ReadWithTesseract, nothing_it_reads_decides_alone) {
  TestPage page(1000, 200);
  page.text("沈阳晨砺数据科技有限公司", 120, 120, 40);
  const core::Page read_page = read(page.picture());
  ASSERT_FALSE(read_page.lines.empty());
  EXPECT_TRUE(read_page.lines[0].doubtful);
}

TEST_F(ReadWithTesseract, characters_stand_where_they_were_drawn) {
  TestPage page(1000, 200);
  const int from = 120;
  const int to = page.text("数据科技有限公司", from, 120, 40);
  const Strip strip = {{Point{100, 75}, Point{500, 75}, Point{500, 135}, Point{100, 135}}};
  const auto readings = engine_->recognise(page.picture(), std::span(&strip, 1));
  ASSERT_TRUE(readings.has_value());
  const Reading& reading = readings->at(0);
  ASSERT_EQ(core::to_utf8(reading.text), "数据科技有限公司");
  ASSERT_EQ(reading.edges.size(), reading.text.size() + 1);
  EXPECT_NEAR(100 + reading.edges.front() * 400, from, 8);
  EXPECT_NEAR(100 + reading.edges.back() * 400, to, 8);
}

TEST_F(ReadWithTesseract, a_strip_of_paper_holds_nothing) {
  const TestPage page(400, 100);
  const Strip strip = {{Point{10, 10}, Point{300, 10}, Point{300, 50}, Point{10, 50}}};
  const auto readings = engine_->recognise(page.picture(), std::span(&strip, 1));
  ASSERT_TRUE(readings.has_value());
  EXPECT_LT(readings->at(0).confidence(), 0.5);
}

TEST_F(ReadWithTesseract, a_blank_page_has_no_lines) {
  EXPECT_TRUE(read(TestPage(600, 800).picture()).lines.empty());
}

TEST_F(ReadWithTesseract, the_version_names_the_engine) {
  EXPECT_THAT(PageReader(std::move(engine_)).version(), HasSubstr("tesseract/5"));
}

}  // namespace
}  // namespace jianzhen::ocr
