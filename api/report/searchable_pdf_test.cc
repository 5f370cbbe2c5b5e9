#include "api/report/searchable_pdf.h"

#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// The headers of a grey JPEG of 100 × 50: a reader of words never decodes it.
const std::vector<std::uint8_t> kPicture = {0xFF, 0xD8, 0xFF, 0xC0, 0,    11, 8,    0,   50,
                                            0,    100,  1,    1,    0x11, 0,  0xFF, 0xD9};

core::Page page_of(std::vector<core::Line> lines) {
  core::Page page;
  page.number = 1;
  page.width = 1000;
  page.height = 500;
  page.source = core::PageSource::ocr;
  page.lines = std::move(lines);
  return page;
}

std::string pdf_of(const core::Page& page) {
  std::ostringstream out;
  SearchablePdf pdf(out);
  EXPECT_TRUE(pdf.add(page, kPicture));
  pdf.finish();
  return out.str();
}

class WordsOfPdf : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("pdftotext -v 2>/dev/null") != 0) GTEST_SKIP() << "no pdftotext";
  }
  ~WordsOfPdf() override { fs::remove(file_); }

  std::string pdftotext(const core::Page& page, const std::string& options = "") {
    std::ofstream(file_, std::ios::binary) << pdf_of(page);
    const std::string command = "pdftotext " + options + " '" + file_.string() + "' - 2>/dev/null";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    std::string text;
    std::array<char, 4096> piece{};
    while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) {
      text.append(piece.data(), got);
    }
    EXPECT_EQ(::pclose(pipe), 0);
    return text;
  }

  fs::path file_ =
      fs::path(testing::TempDir()) /
      (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".pdf");
};

TEST_F(WordsOfPdf, come_back_without_spaces_between_characters) {
  EXPECT_THAT(pdftotext(page_of({{.text = "沈阳示例科技有限公司", .box = {0.1, 0.1, 0.5, 0.18}}})),
              HasSubstr("沈阳示例科技有限公司\n"));
}

TEST_F(WordsOfPdf, narrow_and_wide_characters_stand_where_they_were_seen) {
  core::Line line{.text = "编号A1号", .box = {0.1, 0.1, 0.5, 0.2}};
  line.edges = {0.1F, 0.2F, 0.3F, 0.32F, 0.34F, 0.5F};
  EXPECT_THAT(pdftotext(page_of({line})), HasSubstr("编号A1号\n"));
}

TEST_F(WordsOfPdf, a_space_that_was_read_stays_one) {
  EXPECT_THAT(pdftotext(page_of({{.text = "Zhang San", .box = {0.1, 0.1, 0.5, 0.2}}})),
              HasSubstr("Zhang San\n"));
}

TEST_F(WordsOfPdf, the_box_of_a_word_is_the_box_of_the_line) {
  const std::string boxes =
      pdftotext(page_of({{.text = "检测报告", .box = {0.25, 0.25, 0.75, 0.5}}}), "-bbox");
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  const std::size_t at = boxes.find("<word ");
  ASSERT_NE(at, std::string::npos) << boxes;
  ASSERT_EQ(
      std::sscanf(boxes.c_str() + at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                  &left, &top, &right, &bottom),
      4);
  EXPECT_NEAR(left, 0.25 * 842, 1);
  EXPECT_NEAR(right, 0.75 * 842, 1);
  EXPECT_NEAR(top, 0.25 * 421, 1);
  EXPECT_NEAR(bottom, 0.5 * 421, 1);
}

TEST_F(WordsOfPdf, a_line_that_runs_upwards_is_one_line) {
  core::Line line{.text = "证书编号", .box = {0.1, 0.1, 0.15, 0.9}, .vertical = true};
  line.edges = {0.9F, 0.7F, 0.5F, 0.3F, 0.1F};
  EXPECT_THAT(pdftotext(page_of({line})), HasSubstr("证书编号"));
}

TEST_F(WordsOfPdf, more_characters_than_one_font_holds_and_rare_ones_are_kept) {
  std::vector<core::Line> lines;
  std::string expected;
  for (int row = 0; row < 20; ++row) {
    std::string text;
    for (int i = 0; i < 20; ++i) {
      const int c = 0x4E00 + row * 20 + i;
      text += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
               static_cast<char>(0x80 | (c & 0x3F))};
    }
    const double top = 0.04 * row;
    lines.push_back({.text = text, .box = {0.1, top, 0.9, top + 0.03}});
    expected += text + "\n";
  }
  lines.push_back({.text = "𠮷野", .box = {0.1, 0.9, 0.2, 0.95}});
  const std::string text = pdftotext(page_of(lines), "-raw");
  EXPECT_THAT(text, HasSubstr(expected));
  EXPECT_THAT(text, HasSubstr("𠮷野"));
}

TEST(SearchablePdf, the_picture_is_in_it_byte_for_byte) {
  EXPECT_THAT(pdf_of(page_of({})), HasSubstr(std::string(kPicture.begin(), kPicture.end())));
}

TEST(SearchablePdf, nothing_is_painted_over_the_picture) {
  EXPECT_THAT(pdf_of(page_of({{.text = "字", .box = {0.1, 0.1, 0.2, 0.2}}})), HasSubstr("3 Tr"));
}

TEST(SearchablePdf, bytes_that_are_no_jpeg_are_refused) {
  std::ostringstream out;
  SearchablePdf pdf(out);
  EXPECT_FALSE(pdf.add(page_of({}), std::vector<std::uint8_t>{'G', 'I', 'F'}));
}

}  // namespace
}  // namespace jianzhen::api
