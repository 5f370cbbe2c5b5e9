#include <gmock/gmock.h>

#include "core/text.h"
#include "ocr/ocr.h"
#include "ocr/test_page.h"

namespace jianzhen::ocr {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

// Loading takes a second; the reader is meant to stay warm.
PageReader& reader() {
  static PageReader warm(load_pp_ocr(test_models()).value());
  return warm;
}

core::Page read(const core::Picture& picture) {
  auto page = reader().read({}, picture);
  EXPECT_TRUE(page.has_value());
  return page.value_or(core::Page{});
}

std::string words(const core::Page& page) {
  std::string all;
  for (const core::Line& line : page.lines) all += line.text + "\n";
  return all;
}

// A certificate of an invented unit: a title, two fields, a sentence.
void write_certificate(TestPage& page) {
  page.text("检测报告", 400, 150, 64);
  page.text("委托单位：沈阳晨砺数据科技有限公司", 120, 300, 32);
  page.text("统一社会信用代码：91210100MA0TEST123", 120, 380, 32);
  page.text("样品经检验，所检项目均符合标准要求，特此证明。", 120, 460, 32);
  page.text("报告日期：2024年6月18日", 120, 540, 32);
}

const core::Line* line_with(const core::Page& page, std::string_view part) {
  for (const core::Line& line : page.lines) {
    if (line.text.find(part) != std::string::npos) return &line;
  }
  return nullptr;
}

double overlap(const core::Box& a, const core::Box& b) {
  const double common = core::intersected(a, b).area();
  return common / (a.area() + b.area() - common);
}

class ReadPage : public testing::Test {
 protected:
  void SetUp() override { JIANZHEN_NEEDS_MODELS(); }
};

TEST_F(ReadPage, print_is_read_in_order_without_stray_spaces) {
  TestPage page(1000, 700);
  write_certificate(page);
  EXPECT_EQ(words(read(page.picture())),
            "检测报告\n委托单位：沈阳晨砺数据科技有限公司\n统一社会信用代码：91210100MA0TEST123\n"
            "样品经检验，所检项目均符合标准要求，特此证明。\n报告日期：2024年6月18日\n");
}

TEST_F(ReadPage, the_box_of_a_name_is_cut_out_of_its_line) {
  TestPage page(1000, 200);
  const int from = page.text("名 称：", 60, 100, 32);
  const int to = page.text("沈阳晨砺数据科技有限公司", from, 100, 32);
  const core::Page read_page = read(page.picture());
  const core::Line* line = line_with(read_page, "沈阳晨砺数据科技有限公司");
  ASSERT_NE(line, nullptr);
  const std::size_t label = core::code_point_count(line->text) - 12;
  const core::Box drawn = {from / 1000.0, 72 / 200.0, to / 1000.0, 104 / 200.0};
  const core::Box name = core::box_of(*line, label, label + 12);
  EXPECT_GT(overlap(name, drawn), 0.6);
  EXPECT_NEAR(name.left, drawn.left, 0.008) << "a quarter of a letter";
  EXPECT_NEAR(name.right, drawn.right, 0.008);
}

class TurnedPage : public ReadPage, public testing::WithParamInterface<int> {};

TEST_P(TurnedPage, is_read_and_its_boxes_are_of_the_page_as_displayed) {
  TestPage page(1000, 700);
  write_certificate(page);
  const core::Page upright = read(page.picture());
  const core::Page displayed = read(page.turned(GetParam()));
  EXPECT_EQ(displayed.turn, (360 - GetParam()) % 360);
  EXPECT_EQ(words(displayed), words(upright));
  const core::Line* there = line_with(upright, "沈阳");
  const core::Line* here = line_with(displayed, "沈阳");
  ASSERT_TRUE(there != nullptr && here != nullptr);
  EXPECT_GT(overlap(core::turned(there->box, GetParam()), here->box), 0.8);
  const core::Box name = core::turned(core::box_of(*there, 5, 17), GetParam());
  EXPECT_GT(overlap(name, core::box_of(*here, 5, 17)), 0.8);
}

INSTANTIATE_TEST_SUITE_P(AllWays, TurnedPage, testing::Values(0, 90, 180, 270));

TEST_F(ReadPage, a_small_upright_page_is_never_put_on_its_head) {
  TestPage page(420, 160);
  page.text("请于每年1月1日至6月30日公示", 20, 60, 14);
  page.text("10000000000 88 66 1001", 20, 100, 14);
  EXPECT_EQ(read(page.picture()).turn, 0);
}

TEST_F(ReadPage, words_under_a_red_seal_are_read) {
  TestPage page(1000, 700);
  write_certificate(page);
  page.seal("辽宁松岭检测技术有限公司", 600, 330, 130);
  EXPECT_THAT(words(read(page.picture())), HasSubstr("沈阳晨砺数据科技有限公司"));
}

TEST_F(ReadPage, a_line_that_runs_under_a_seal_is_one_line) {
  TestPage page(1100, 700);
  page.text("承诺单位：大连衡屿工业软件有限公司", 250, 300, 32);
  page.text("2024年7月9日", 250, 500, 32);
  page.seal("大连衡屿工业软件有限公司", 700, 380, 150);
  const core::Page seen = read(page.picture());
  EXPECT_THAT(seen.lines, Contains(Field(&core::Line::text, "承诺单位：大连衡屿工业软件有限公司")));
  EXPECT_EQ(seen.seals.size(), 1U);
}

TEST_F(ReadPage, a_full_stop_ends_its_line) {
  TestPage page(1000, 400);
  page.text("其中自筹资金不低于60%。", 120, 200, 32);
  EXPECT_EQ(words(read(page.picture())), "其中自筹资金不低于60%。\n");
}

TEST_F(ReadPage, what_a_seal_is_for_belongs_to_its_words) {
  TestPage page(800, 700);
  page.seal("大连衡屿工业软件有限公司", 400, 350, 160);
  page.text("合同专用章", 330, 450, 28, kRed);
  const core::Page seen = read(page.picture());
  ASSERT_EQ(seen.seals.size(), 1U);
  EXPECT_EQ(seen.seals.front().text, "大连衡屿工业软件有限公司合同专用章");
  EXPECT_THAT(seen.lines, testing::IsEmpty());
}

TEST_F(ReadPage, the_number_of_a_seal_is_read_along_its_bottom) {
  TestPage page(800, 700);
  page.seal("大连衡屿工业软件有限公司", 400, 350, 160);
  page.seal_number("2102110013579", 400, 350, 160);
  const core::Page seen = read(page.picture());
  ASSERT_EQ(seen.seals.size(), 1U);
  EXPECT_EQ(seen.seals.front().text, "大连衡屿工业软件有限公司");
  EXPECT_EQ(seen.seals.front().number, "2102110013579");
}

// Where two seals lie across each other the letters of both are one: none is made up of them.
TEST_F(ReadPage, of_two_seals_that_overlap_only_free_letters_are_read) {
  TestPage page(900, 700);
  const std::string left = "大连衡屿工业软件有限公司";
  const std::string right = "沈阳晨砺数据科技有限公司";
  page.seal(left, 330, 350, 150);
  page.seal(right, 540, 360, 150);
  const core::Page seen = read(page.picture());
  ASSERT_EQ(seen.seals.size(), 2U);
  EXPECT_THAT(seen.seals[0].text,
              testing::AllOf(
                  testing::StartsWith("大连衡屿"),
                  testing::ResultOf([&](const std::string& text) { return left.find(text); }, 0U)));
  EXPECT_THAT(seen.seals[1].text, testing::EndsWith("有限公司"));
  EXPECT_NE(right.find(seen.seals[1].text), std::string::npos) << seen.seals[1].text;
  EXPECT_LT(seen.seals[0].confidence, 0.9);
  EXPECT_LT(seen.seals[1].confidence, 0.9);
}

TEST_F(ReadPage, a_text_layer_is_kept_and_what_it_lacks_is_added) {
  TestPage page(1000, 700);
  write_certificate(page);
  core::Page layer;
  layer.number = 3;
  layer.width = 595;
  layer.height = 842;
  layer.source = core::PageSource::text_layer;
  layer.lines = {{.text = "委托单位：甲公司", .box = {0.12, 0.38, 0.66, 0.44}}};
  const auto both = reader().read(layer, page.picture());
  ASSERT_TRUE(both.has_value());
  EXPECT_EQ(both->source, core::PageSource::both);
  EXPECT_EQ(both->number, 3);
  EXPECT_THAT(words(*both),
              AllOf(HasSubstr("委托单位：甲公司"), HasSubstr("检测报告"), Not(HasSubstr("晨砺"))));
}

TEST_F(ReadPage, the_letters_of_a_seal_are_no_lines_of_the_text_layer) {
  TestPage page(1000, 700);
  page.seal("沈阳砚禾澄数据科技有限公司", 500, 350, 150);
  core::Page layer;
  layer.number = 1;
  layer.source = core::PageSource::text_layer;
  layer.lines = {{.text = "数据科技", .box = {0.45, 0.32, 0.55, 0.38}},
                 {.text = "单位（盖章）", .box = {0.1, 0.45, 0.3, 0.5}}};
  const auto both = reader().read(layer, page.picture());
  ASSERT_TRUE(both.has_value());
  EXPECT_THAT(words(*both), AllOf(HasSubstr("单位（盖章）"), Not(HasSubstr("数据科技"))));
}

TEST_F(ReadPage, a_decent_scan_is_readable) {
  TestPage page(1000, 700);
  write_certificate(page);
  page.blur(1);
  EXPECT_TRUE(read(page.picture()).quality->readable);
}

TEST_F(ReadPage, a_page_blurred_beyond_reading_is_said_to_be_unreadable) {
  TestPage page(1000, 700);
  write_certificate(page);
  page.blur(9);
  page.fade(0.15);
  EXPECT_FALSE(read(page.picture()).quality->readable);
}

TEST_F(ReadPage, a_blank_page_has_nothing_and_hides_nothing) {
  const core::Page page = read(TestPage(600, 800).picture());
  EXPECT_TRUE(page.lines.empty());
  EXPECT_TRUE(page.quality->readable);
}

TEST_F(ReadPage, a_picture_of_one_pixel_is_a_blank_page) {
  const core::Page page = read(TestPage(1, 1).picture());
  EXPECT_TRUE(page.lines.empty());
}

TEST_F(ReadPage, a_grey_picture_is_read_like_a_coloured_one) {
  TestPage page(1000, 200);
  page.text("沈阳晨砺数据科技有限公司", 60, 100, 32);
  core::Picture grey = page.picture();
  grey.channels = 1;
  grey.pixels.clear();
  for (std::size_t i = 0; i < page.picture().pixels.size(); i += 3) {
    grey.pixels.push_back(page.picture().pixels[i]);
  }
  EXPECT_THAT(words(read(grey)), HasSubstr("沈阳晨砺数据科技有限公司"));
}

TEST_F(ReadPage, the_same_picture_gives_the_same_page) {
  TestPage page(1000, 700);
  write_certificate(page);
  EXPECT_EQ(read(page.picture()), read(page.picture()));
}

TEST(LoadPpOcr, a_folder_without_models_is_named_with_the_way_out) {
  const auto engine = load_pp_ocr("no-such-folder");
  ASSERT_FALSE(engine.has_value());
  EXPECT_EQ(engine.error().code, core::ErrorCode::not_found);
  EXPECT_THAT(engine.error().message.zh, AllOf(HasSubstr("no-such-folder"), HasSubstr("setup.sh")));
}

}  // namespace
}  // namespace jianzhen::ocr
