#include "ingest/qpdf_lint.h"  // first
//
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include "core/text.h"
#include "ingest/ingest.h"
#include "ingest/test_files.h"
#include "ingest/test_pdf.h"
#include "ingest/test_sink.h"

namespace jianzhen::ingest {
namespace {

using core::Box;
using core::ErrorCode;
using core::ObservationKind;
using core::PageSource;

std::string characters(std::size_t first, std::size_t count) {
  return core::to_utf8(TestPdf::kCharacters.substr(first, count));
}

class Pdfs : public testing::Test {
 protected:
  TestReading read(const std::string& bytes, const Limits& limits = {}) {
    return read_file(files_.write("a.pdf", bytes), limits);
  }
  TestReading read(const TestPdf& pdf, const Limits& limits = {}) {
    return read(pdf.bytes(), limits);
  }
  TestReading read(const TestPage& page) {
    TestPdf pdf;
    pdf.page(page);
    return read(pdf);
  }

  TestFiles files_;
};

TEST_F(Pdfs, words_come_with_their_boxes) {
  const auto reading = read(TestPage{.content = shown("ABC", 20, 100, 300) + long_text()});
  ASSERT_TRUE(reading.result);
  const auto& lines = reading.sink.pages.at(0).page.lines;
  const auto found = std::ranges::find(lines, characters(0, 3), &core::Line::text);
  ASSERT_NE(found, lines.end());
  EXPECT_NEAR(found->box.left, 100 / 400.0, 0.003);
  EXPECT_NEAR(found->box.right, 160 / 400.0, 0.003);
  EXPECT_NEAR(found->box.top, (600 - 320) / 600.0, 0.003);
  EXPECT_NEAR(found->box.bottom, (600 - 293) / 600.0, 0.003);
  ASSERT_EQ(found->edges.size(), 4U);
  EXPECT_NEAR(found->edges[1], 120 / 400.0, 0.003);
}

TEST_F(Pdfs, a_page_of_words_alone_needs_no_picture) {
  const auto reading = read(TestPage{.content = long_text()});
  const RawPage& page = reading.sink.pages.at(0);
  EXPECT_EQ(page.page.source, PageSource::text_layer);
  EXPECT_TRUE(page.picture.empty());
  EXPECT_EQ(page.page.width, 400);
  EXPECT_EQ(page.page.height, 600);
  EXPECT_EQ(page.page.confidence, 1);
}

// Black squares stand where the characters are: on the rendered page the line's box is black, and
// nothing beside it.
struct Turned {
  const char* name;
  const char* media_box;
  const char* more;
  double x;
  double y;
};

class TurnedPdfs : public Pdfs, public testing::WithParamInterface<Turned> {};

double blackness(const core::Picture& picture, const Box& box) {
  const auto column = [&](double x) {
    return std::clamp(static_cast<int>(x * picture.width), 0, picture.width);
  };
  const auto row = [&](double y) {
    return std::clamp(static_cast<int>(y * picture.height), 0, picture.height);
  };
  double black = 0;
  double all = 0;
  for (int y = row(box.top); y < row(box.bottom); ++y) {
    for (int x = column(box.left); x < column(box.right); ++x) {
      black += picture.pixels[(static_cast<std::size_t>(y) * picture.width + x) * 3] < 128 ? 1 : 0;
      all += 1;
    }
  }
  return all == 0 ? 0 : black / all;
}

TEST_P(TurnedPdfs, boxes_and_picture_agree) {
  TestPage page{.content = shown("ABCDEFGH", 20, GetParam().x, GetParam().y)};
  page.media_box = GetParam().media_box;
  page.more = GetParam().more;
  const auto reading = read(page);
  ASSERT_EQ(reading.sink.pages.at(0).page.lines.size(), 1U);
  const Box box = reading.sink.pages[0].page.lines[0].box;
  const FileType pdf{FileClass::pdf, "application/pdf"};
  const auto picture = render(files_.path("a.pdf"), pdf, 1, {}, 1200, {});
  ASSERT_TRUE(picture);
  EXPECT_GT(blackness(*picture, box), 0.95);
  const double inside = blackness(*picture, box) * box.area();
  EXPECT_NEAR(blackness(*picture, {0, 0, 1, 1}), inside, 0.1 * inside);
}

INSTANTIATE_TEST_SUITE_P(Pages, TurnedPdfs,
                         testing::Values(Turned{"upright", "0 0 400 600", "", 50, 400},
                                         Turned{"right", "0 0 400 600", "/Rotate 90", 50, 400},
                                         Turned{"over", "0 0 400 600", "/Rotate 180", 50, 400},
                                         Turned{"left", "0 0 400 600", "/Rotate 270", 50, 400},
                                         Turned{"offset", "100 200 500 800", "", 150, 600},
                                         Turned{"cropped", "0 0 400 600",
                                                "/CropBox [30 300 350 550]", 50, 400},
                                         Turned{"cropped_right", "0 0 400 600",
                                                "/CropBox [30 300 350 550] /Rotate 90", 50, 400},
                                         Turned{"cropped_left", "-50 -50 400 600",
                                                "/CropBox [30 300 350 550] /Rotate -90", 50, 400}),
                         [](const auto& about) { return about.param.name; });

TEST_F(Pdfs, on_a_page_that_lies_on_its_side_the_first_character_is_where_it_is_read_first) {
  TestPage page{.content = long_text(), .more = "/Rotate 90"};
  const auto right = read(page).sink.pages.at(0).page;
  EXPECT_EQ(right.turn, 270);
  EXPECT_LT(core::box_of(right.lines.at(0), 0, 1).top, core::box_of(right.lines[0], 19, 20).top);
  page.more = "/Rotate 270";
  const auto left = read(page).sink.pages.at(0).page;
  EXPECT_EQ(left.turn, 90);
  EXPECT_GT(core::box_of(left.lines.at(0), 0, 1).top, core::box_of(left.lines[0], 19, 20).top);
}

TEST_F(Pdfs, words_outside_the_crop_box_are_not_on_the_page) {
  const auto reading = read(TestPage{.content = shown("ABC", 20, 100, 20) + long_text(),
                                     .more = "/CropBox [0 300 400 600]"});
  EXPECT_THAT(reading.sink.text(0), testing::Not(testing::HasSubstr(characters(0, 3) + "\n")));
  EXPECT_EQ(reading.sink.pages.at(0).page.lines.size(), 4U);
}

TEST_F(Pdfs, a_page_without_words_is_a_picture) {
  const auto reading = read(TestPage{.content = "0 0 100 100 re f"});
  const RawPage& page = reading.sink.pages.at(0);
  EXPECT_EQ(page.page.source, PageSource::none);
  EXPECT_EQ(page.picture.width, 1111);  // 400 pt at 200 dpi
  EXPECT_EQ(page.picture.dpi, 200);
  EXPECT_FALSE(reading.sink.has(ObservationKind::text_layer_rejected, 1));
}

TEST_F(Pdfs, a_layer_without_unicode_is_not_believed) {
  const auto reading = read(TestPage{.content = shown("!!!!!!!!!!!!", 20, 50, 300)});
  EXPECT_EQ(reading.sink.pages.at(0).page.source, PageSource::none);
  EXPECT_TRUE(reading.sink.pages[0].page.lines.empty());
  EXPECT_FALSE(reading.sink.pages[0].picture.empty());
  EXPECT_TRUE(reading.sink.has(ObservationKind::text_layer_rejected, 1));
}

TEST_F(Pdfs, one_line_without_unicode_is_left_to_the_eyes) {
  const auto reading = read(TestPage{.content = long_text() + shown("!!!!!!!!", 20, 50, 100)});
  const RawPage& page = reading.sink.pages.at(0);
  EXPECT_EQ(page.page.source, PageSource::both);
  EXPECT_EQ(page.page.lines.size(), 4U);
  EXPECT_FALSE(page.picture.empty());
}

// Scans and words in their combinations.
class MixedPdfs : public Pdfs {
 protected:
  // A picture of these pixels, drawn with this matrix, over or under the words.
  TestReading with_picture(const std::string& content, int width, int height,
                           const std::string& matrix) {
    TestPdf pdf;
    const int picture = pdf.picture(width, height);
    pdf.page({.content = "q " + matrix + " cm /P Do Q\n" + content,
              .x_objects = "/P " + std::to_string(picture) + " 0 R"});
    return read(pdf);
  }
};

TEST_F(MixedPdfs, a_page_number_over_a_scan_is_not_the_page) {
  const auto reading = with_picture(shown("AB", 12, 200, 20), 800, 1200, "400 0 0 600 0 0");
  EXPECT_EQ(reading.sink.pages.at(0).page.source, PageSource::none);
  EXPECT_TRUE(reading.sink.pages[0].page.lines.empty());
  EXPECT_TRUE(reading.sink.has(ObservationKind::text_layer_rejected, 1));
}

TEST_F(MixedPdfs, a_scanners_invisible_words_are_read_again) {
  const auto reading = with_picture("3 Tr " + long_text(), 800, 1200, "400 0 0 600 0 0");
  EXPECT_EQ(reading.sink.pages.at(0).page.source, PageSource::none);
  EXPECT_TRUE(reading.sink.has(ObservationKind::text_layer_rejected, 1));
}

TEST_F(MixedPdfs, words_printed_over_a_background_are_kept_beside_it) {
  const auto reading = with_picture(long_text(), 800, 1200, "400 0 0 600 0 0");
  EXPECT_EQ(reading.sink.pages.at(0).page.source, PageSource::both);
  EXPECT_EQ(reading.sink.pages[0].page.lines.size(), 4U);
  EXPECT_FALSE(reading.sink.pages[0].picture.empty());
}

TEST_F(MixedPdfs, a_pasted_seal_needs_eyes) {
  const auto reading = with_picture(long_text(), 300, 300, "113 0 0 113 250 100");
  EXPECT_EQ(reading.sink.pages.at(0).page.source, PageSource::both);
}

TEST_F(MixedPdfs, a_logo_does_not) {
  const auto reading = with_picture(long_text(), 300, 90, "100 0 0 30 20 560");
  EXPECT_EQ(reading.sink.pages.at(0).page.source, PageSource::text_layer);
}

TEST_F(MixedPdfs, a_seal_within_a_form_is_found) {
  TestPdf pdf;
  const int picture = pdf.picture(300, 300);
  const int form = pdf.stream(
      "/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Matrix [1 0 0 1 100 50] "
      "/Resources << /XObject << /P " +
          std::to_string(picture) + " 0 R >> >>",
      "q 113 0 0 113 0 0 cm /P Do Q");
  pdf.page({.content = long_text() + "/X Do", .x_objects = "/X " + std::to_string(form) + " 0 R"});
  EXPECT_EQ(read(pdf).sink.pages.at(0).page.source, PageSource::both);
}

TEST_F(MixedPdfs, a_stamp_annotation_is_found) {
  TestPdf pdf;
  const int picture = pdf.picture(300, 300);
  const int form = pdf.stream(
      "/Type /XObject /Subtype /Form /BBox [0 0 1 1] "
      "/Resources << /XObject << /P " +
          std::to_string(picture) + " 0 R >> >>",
      "/P Do");
  pdf.page({.content = long_text(),
            .more = "/Annots [<< /Type /Annot /Subtype /Stamp /Rect [250 100 370 220] /AP << /N " +
                    std::to_string(form) + " 0 R >> >>]"});
  EXPECT_EQ(read(pdf).sink.pages.at(0).page.source, PageSource::both);
}

TEST_F(MixedPdfs, a_letterhead_is_looked_at_on_two_pages_only) {
  TestPdf pdf;
  const int picture = pdf.picture(400, 100);
  for (int i = 0; i < 4; ++i) {
    pdf.page({.content = "q 300 0 0 60 50 530 cm /P Do Q\n" + long_text(),
              .x_objects = "/P " + std::to_string(picture) + " 0 R"});
  }
  const auto reading = read(pdf);
  std::vector<PageSource> sources;
  for (const RawPage& page : reading.sink.pages) sources.push_back(page.page.source);
  EXPECT_THAT(sources, testing::ElementsAre(PageSource::both, PageSource::both,
                                            PageSource::text_layer, PageSource::text_layer));
}

TEST_F(MixedPdfs, a_red_vector_seal_needs_eyes) {
  const std::string ring =
      "1 0 0 RG 3 w 200 100 m 250 100 300 150 300 200 c 300 250 250 300 200 300 c S\n";
  EXPECT_EQ(read(TestPage{.content = long_text() + ring}).sink.pages.at(0).page.source,
            PageSource::both);
}

TEST_F(MixedPdfs, a_red_rule_and_a_black_curve_do_not) {
  const std::string rule = "1 0 0 RG 3 w 20 500 m 380 500 l S\n";
  const std::string curve = "0 0 0 RG 3 w 200 100 m 250 100 300 150 300 200 c S\n";
  EXPECT_EQ(read(TestPage{.content = long_text() + rule + curve}).sink.pages.at(0).page.source,
            PageSource::text_layer);
}

TEST_F(MixedPdfs, a_coarse_scan_is_not_blown_up) {
  const auto reading = with_picture("", 556, 834, "400 0 0 600 0 0");  // 100 dpi
  EXPECT_NEAR(reading.sink.pages.at(0).picture.dpi, 100, 1);
}

// A colour gradient with noise: no two ways of drawing it give the same pixels by chance.
cv::Mat scanned_paper(int width, int height) {
  cv::Mat paper(height, width, CV_8UC3);
  cv::RNG random(7);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int noise = random.uniform(0, 40);
      paper.at<cv::Vec3b>(y, x) = {static_cast<std::uint8_t>(x * 200 / width + noise),
                                   static_cast<std::uint8_t>(y * 200 / height + noise),
                                   static_cast<std::uint8_t>(120 + noise)};
    }
  }
  return paper;
}

class Scans : public Pdfs {
 protected:
  static constexpr int kWidth = 800;
  static constexpr int kHeight = 1200;

  static std::vector<std::uint8_t> jpeg() {
    std::vector<std::uint8_t> bytes;
    cv::imencode(".jpg", scanned_paper(kWidth, kHeight), bytes, {cv::IMWRITE_JPEG_QUALITY, 90});
    return bytes;
  }

  // A page of 400 × 600 points that the JPEG fills; `content` follows it.
  TestReading read_scan(const std::string& content, const std::string& more = {},
                        const std::string& matrix = "400 0 0 600 0 0") {
    TestPdf pdf;
    const std::vector<std::uint8_t> bytes = jpeg();
    const int picture = pdf.stream(
        "/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter "
        "/DCTDecode /Width 800 /Height 1200",
        std::string(bytes.begin(), bytes.end()));
    pdf.page({.content = "q " + matrix + " cm /P Do Q\n" + content,
              .more = more,
              .x_objects = "/P " + std::to_string(picture) + " 0 R"});
    return read(pdf);
  }

  static std::vector<std::uint8_t> pixels_of(const cv::Mat& image) {
    return {image.datastart, image.dataend};
  }
};

TEST_F(Scans, a_jpeg_that_fills_the_page_is_taken_out_pixel_by_pixel) {
  const auto reading = read_scan("");
  const core::Picture& picture = reading.sink.pages.at(0).picture;
  EXPECT_EQ(picture.width, kWidth);
  EXPECT_EQ(picture.height, kHeight);
  EXPECT_NEAR(picture.dpi, 144, 1);
  EXPECT_EQ(picture.pixels, pixels_of(cv::imdecode(jpeg(), cv::IMREAD_COLOR)));
}

TEST_F(Scans, a_scanners_invisible_words_do_not_touch_it) {
  const auto reading = read_scan("3 Tr " + long_text());
  EXPECT_EQ(reading.sink.pages.at(0).picture.pixels,
            pixels_of(cv::imdecode(jpeg(), cv::IMREAD_COLOR)));
}

TEST_F(Scans, on_a_turned_page_it_is_turned) {
  const auto reading = read_scan("", "/Rotate 90");
  cv::Mat turned;
  cv::rotate(cv::imdecode(jpeg(), cv::IMREAD_COLOR), turned, cv::ROTATE_90_CLOCKWISE);
  EXPECT_EQ(reading.sink.pages.at(0).picture.width, kHeight);
  EXPECT_EQ(reading.sink.pages[0].picture.pixels, pixels_of(turned));
}

TEST_F(Scans, pixels_stored_as_rows_are_taken_out_too) {
  const cv::Mat paper = scanned_paper(kWidth, kHeight);
  cv::Mat rgb;
  cv::cvtColor(paper, rgb, cv::COLOR_BGR2RGB);
  TestPdf pdf;
  const int picture = pdf.stream(
      "/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 /Width 800 "
      "/Height 1200",
      std::string(rgb.datastart, rgb.dataend));
  pdf.page({.content = "q 400 0 0 600 0 0 cm /P Do Q",
            .x_objects = "/P " + std::to_string(picture) + " 0 R"});
  EXPECT_EQ(read(pdf).sink.pages.at(0).picture.pixels, pixels_of(paper));
}

TEST_F(Scans, what_is_painted_over_it_is_seen) {
  const auto reading = read_scan("1 1 1 rg 100 100 200 200 re f");
  const core::Picture& picture = reading.sink.pages.at(0).picture;
  EXPECT_NE(picture.pixels, pixels_of(cv::imdecode(jpeg(), cv::IMREAD_COLOR)));
}

TEST_F(Scans, one_that_does_not_fill_the_page_is_drawn_where_it_stands) {
  const auto reading = read_scan("", "", "200 0 0 300 100 150");
  EXPECT_NE(reading.sink.pages.at(0).picture.width, kWidth);
}

TEST_F(Scans, one_that_is_mirrored_is_drawn_as_it_is_shown) {
  const auto reading = read_scan("", "", "-400 0 0 600 400 0");
  EXPECT_NE(reading.sink.pages.at(0).picture.pixels,
            pixels_of(cv::imdecode(jpeg(), cv::IMREAD_COLOR)));
}

TEST_F(Pdfs, a_giant_page_is_rendered_within_the_pixel_limit) {
  const auto reading =
      read(TestPage{.content = "0 0 100 100 re f", .media_box = "0 0 14400 14400"});
  const core::Picture& picture = reading.sink.pages.at(0).picture;
  EXPECT_LE(1.0 * picture.width * picture.height, 41e6);
  EXPECT_GT(1.0 * picture.width * picture.height, 39e6);
}

// Of a form that was filled in, and of a text box put on the page.
TEST_F(Pdfs, words_in_a_field_and_in_a_text_box_are_words_of_the_page) {
  for (const char* kind : {"/Subtype /Widget /FT /Tx /T (name) /V (no)", "/Subtype /FreeText"}) {
    TestPdf pdf;
    const int look = pdf.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 200 30] /Resources << /Font << /F 3 0 R >> >>",
        shown("RST", 20, 5, 8));
    const int annotation = pdf.object("<< /Type /Annot " + std::string(kind) +
                                      " /F 4 /Rect [100 300 300 330] /DA (/F 20 Tf) /AP << /N " +
                                      std::to_string(look) + " 0 R >> >>");
    const std::string list = "[" + std::to_string(annotation) + " 0 R]";
    pdf.page({.content = long_text(), .more = "/Annots " + list});
    pdf.catalogue("/AcroForm << /Fields " + list + " /DR << /Font << /F 3 0 R >> >> >>");
    const auto reading = read(pdf);
    const auto& lines = reading.sink.pages.at(0).page.lines;
    const auto found = std::ranges::find(lines, characters(17, 3), &core::Line::text);
    ASSERT_NE(found, lines.end()) << kind << ": " << reading.sink.text(0);
    EXPECT_NEAR(found->box.left, 105 / 400.0, 0.005) << kind;
  }
}

TEST_F(Pdfs, what_a_note_says_is_read_where_its_icon_is) {
  const auto reading = read(TestPage{
      .content = long_text(),
      .more = "/Annots [<< /Subtype /Text /Rect [100 540 120 560] /Contents <FEFF8BF78865516C7AE0"
              "000A7532> >> << /Subtype /Link /Rect [0 0 9 9] /Contents (no) >>]"});
  const auto& notes = reading.sink.pages.at(0).notes;
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0].text, "请补公章");
  EXPECT_EQ(notes[1].text, "甲");
  EXPECT_NEAR(notes[0].box.left, 100 / 400.0, 0.001);
  EXPECT_NEAR(notes[0].box.top, (600 - 560) / 600.0, 0.001);
  EXPECT_NEAR(notes[1].box.bottom, (600 - 540) / 600.0, 0.001);
}

TEST_F(Pdfs, what_runs_on_opening_is_told) {
  TestPdf pdf;
  pdf.page({.content = long_text()});
  pdf.catalogue("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>");
  const auto reading = read(pdf);
  ASSERT_TRUE(reading.result);
  EXPECT_EQ(reading.sink.detail_of(ObservationKind::active_content), "JavaScript");
  EXPECT_EQ(reading.sink.known.observations.size(), 1U);
}

TEST_F(Pdfs, a_launch_action_behind_a_click_is_told_with_its_page) {
  TestPdf pdf;
  pdf.page({.content = long_text()});
  pdf.page({.content = long_text(),
            .more = "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] "
                    "/A << /S /Launch /F (cmd.exe) >> >>]"});
  EXPECT_TRUE(read(pdf).sink.has(ObservationKind::active_content, 2));
}

TEST_F(Pdfs, what_an_outline_starts_is_told) {
  TestPdf pdf;
  pdf.page({.content = long_text()});
  const int second = pdf.object("<< /Title (b) /A << /S /Launch /F (cmd.exe) >> >>");
  const int first = pdf.object("<< /Title (a) /A << /S /URI /URI (https://example.com) >> /Next " +
                               std::to_string(second) + " 0 R >>");
  const int chapter = pdf.object("<< /Title (c) /First " + std::to_string(first) + " 0 R >>");
  pdf.catalogue("/Outlines << /First " + std::to_string(chapter) + " 0 R >>");
  const auto reading = read(pdf);
  EXPECT_EQ(reading.sink.detail_of(ObservationKind::active_content), "launch action");
  EXPECT_EQ(reading.sink.seen.size(), 1U);
}

TEST_F(Pdfs, an_outline_that_runs_in_a_ring_ends) {
  TestPdf pdf;
  pdf.page({.content = long_text()});
  const int item = pdf.object("<< /Title (a) /First 99 0 R /Next 99 0 R >>");
  pdf.catalogue("/Outlines << /First " + std::to_string(item) + " 0 R >>");
  std::string bytes = pdf.bytes();
  const std::string self = std::to_string(item);
  for (std::size_t at = bytes.find("99 0 R"); at != std::string::npos; at = bytes.find("99 0 R")) {
    bytes.replace(at, 2, self + std::string(2 - self.size(), ' '));
  }
  EXPECT_TRUE(read(bytes).sink.seen.empty());
}

TEST_F(Pdfs, what_a_field_above_the_widgets_starts_is_told) {
  TestPdf pdf;
  const int widget = pdf.object("<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] >>");
  const std::string widgets = "[" + std::to_string(widget) + " 0 R]";
  const int field =
      pdf.object("<< /T (sum) /AA << /C << /S /JavaScript /JS (x) >> >> /Kids " + widgets + " >>");
  pdf.page({.content = long_text(), .more = "/Annots " + widgets});
  pdf.catalogue("/AcroForm << /Fields [" + std::to_string(field) + " 0 R] >>");
  EXPECT_EQ(read(pdf).sink.detail_of(ObservationKind::active_content), "JavaScript");
}

TEST_F(Pdfs, what_the_last_of_many_annotations_starts_is_told) {
  TestPdf pdf;
  std::string annotations;
  for (int i = 0; i < 2500; ++i) annotations += "<< /Subtype /Link /Rect [0 0 9 9] >> ";
  pdf.page({.content = long_text(),
            .more = "/Annots [" + annotations +
                    "<< /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (cmd.exe) >> >>]"});
  EXPECT_TRUE(read(pdf).sink.has(ObservationKind::active_content, 1));
}

TEST_F(Pdfs, a_page_tree_that_cannot_be_followed_hides_no_script) {
  TestPdf pdf;
  pdf.page({.content = long_text()});
  pdf.catalogue("/OpenAction << /S /JavaScript /JS (x) >>");
  std::string bytes = pdf.bytes();
  // Kids of 2 0 R: itself, too.
  const std::string kids = " /Kids [";
  bytes.insert(bytes.rfind(" ]", bytes.find("endobj", bytes.find(kids))), " 2 0 R");
  const auto reading = read(bytes);
  EXPECT_TRUE(reading.sink.has(ObservationKind::active_content));
  EXPECT_EQ(reading.sink.detail_of(ObservationKind::unseen),
            "actions and attachments of its pages");
}

TEST_F(Pdfs, an_action_chain_that_bites_its_tail_ends) {
  TestPdf pdf;
  pdf.page({.content = long_text()});
  const int action = pdf.object("<< /S /JavaScript /JS (x) /Next 99 0 R >>");
  pdf.object("<< >>");
  std::string bytes;
  pdf.catalogue("/OpenAction " + std::to_string(action) + " 0 R");
  bytes = pdf.bytes();
  const std::string self = std::to_string(action);
  bytes.replace(bytes.find("/Next 99"), 8, "/Next " + self + std::string(2 - self.size(), ' '));
  EXPECT_TRUE(read(bytes).sink.has(ObservationKind::active_content));
}

TEST_F(Pdfs, an_ordinary_link_is_nothing_to_report) {
  const auto reading =
      read(TestPage{.content = long_text(),
                    .more = "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] "
                            "/A << /S /URI /URI (https://example.com) >> >>]"});
  EXPECT_TRUE(reading.sink.seen.empty());
}

TEST_F(Pdfs, an_attachment_is_told_by_its_name) {
  TestPdf pdf;
  pdf.page({.content = long_text()});
  const int file = pdf.stream("/Type /EmbeddedFile", "hidden");
  pdf.catalogue(
      "/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (list.xlsx) /UF (list.xlsx) "
      "/EF << /F " +
      std::to_string(file) + " 0 R >> >>] >> >>");
  EXPECT_EQ(read(pdf).sink.detail_of(ObservationKind::attachment), "list.xlsx");
}

std::filesystem::path locked(const TestFiles& files, const char* user, const char* owner) {
  TestPdf pdf;
  pdf.page({.content = long_text()});
  const auto open = files.write("open.pdf", pdf.bytes());
  auto path = files.path("locked.pdf");
  QPDF source;
  source.processFile(open.c_str());
  QPDFWriter writer(source, path.c_str());
  writer.setR6EncryptionParameters(user, owner, true, false, false, false, false, false,
                                   qpdf_r3p_none, true);
  writer.write();
  return path;
}

TEST_F(Pdfs, a_password_to_open_is_told) {
  const auto reading = read_file(locked(files_, "secret", "owner"));
  ASSERT_FALSE(reading.result);
  EXPECT_EQ(reading.result.error().code, ErrorCode::encrypted);
}

TEST_F(Pdfs, with_its_password_a_copy_without_one_is_made) {
  const auto file = locked(files_, "secret", "owner");
  const auto copy = unlocked_copy(file, "secret", files_.folder("scratch"));
  ASSERT_TRUE(copy) << copy.error().detail;
  EXPECT_EQ(read_file(*copy).sink.pages.at(0).page.lines.size(), 4U);
}

TEST_F(Pdfs, another_password_leaves_it_locked) {
  const auto copy = unlocked_copy(locked(files_, "secret", "owner"), "guess", files_.folder("s"));
  ASSERT_FALSE(copy);
  EXPECT_EQ(copy.error().code, ErrorCode::encrypted);
}

TEST_F(Pdfs, what_opens_without_a_password_is_not_copied) {
  const auto copy = unlocked_copy(locked(files_, "", "owner"), "any", files_.folder("scratch"));
  ASSERT_TRUE(copy);
  EXPECT_TRUE(copy->empty());
}

TEST_F(Pdfs, an_owners_restriction_does_not_keep_us_out) {
  const auto reading = read_file(locked(files_, "", "owner"));
  ASSERT_TRUE(reading.result);
  EXPECT_TRUE(reading.sink.has(ObservationKind::owner_restricted));
  EXPECT_EQ(reading.sink.pages.at(0).page.lines.size(), 4U);
}

TEST_F(Pdfs, without_pages_it_is_empty) {
  EXPECT_EQ(read(TestPdf()).result.error().code, ErrorCode::empty);
}

TEST_F(Pdfs, a_header_and_nothing_else_is_corrupt) {
  EXPECT_EQ(read("%PDF-1.7\nnothing more\n").result.error().code, ErrorCode::corrupt);
}

TEST_F(Pdfs, junk_in_front_is_forgiven) {
  TestPdf pdf;
  pdf.page({.content = long_text()});
  EXPECT_TRUE(read("\xEF\xBB\xBF\r\n<html>junk\r\n" + pdf.bytes()).result);
}

TEST_F(Pdfs, a_lost_cross_reference_table_is_rebuilt) {
  TestPdf pdf;
  pdf.page({.content = long_text()});
  std::string bytes = pdf.bytes();
  bytes.replace(bytes.find("xref\n"), 5, "lost\n");
  const auto reading = read(bytes);
  ASSERT_TRUE(reading.result);
  EXPECT_EQ(reading.sink.pages.size(), 1U);
}

class ManyPages : public Pdfs {
 protected:
  ManyPages() {
    TestPdf pdf;
    for (int i = 0; i < 5; ++i) pdf.page({.content = long_text()});
    file_ = files_.write("many.pdf", pdf.bytes());
  }
  std::filesystem::path file_;
};

TEST_F(ManyPages, pages_that_somebody_has_are_skipped) {
  const auto reading = read_file(file_, {}, {1, 3});
  std::vector<int> numbers;
  for (const RawPage& page : reading.sink.pages) numbers.push_back(page.page.number);
  EXPECT_THAT(numbers, testing::ElementsAre(2, 4, 5));
  EXPECT_EQ(reading.sink.known.page_count, 5);
}

TEST_F(ManyPages, reading_stops_when_it_is_enough) {
  TestSink sink(2);
  EXPECT_TRUE(read_pages(file_, {FileClass::pdf, "application/pdf"}, {}, {}, sink));
  EXPECT_EQ(sink.pages.size(), 2U);
}

TEST_F(ManyPages, the_page_limit_is_told) {
  Limits limits;
  limits.max_pages = 3;
  const auto reading = read_file(file_, limits);
  EXPECT_EQ(reading.sink.pages.size(), 3U);
  EXPECT_TRUE(reading.sink.has(ObservationKind::truncated));
}

TEST_F(ManyPages, a_page_is_shown_as_wide_as_asked) {
  const FileType pdf{FileClass::pdf, "application/pdf"};
  EXPECT_EQ(render(file_, pdf, 2, {}, 800, {}).value().width, 800);
  EXPECT_EQ(render(file_, pdf, 6, {}, 800, {}).error().code, ErrorCode::not_found);
  EXPECT_EQ(render(file_, pdf, 0, {}, 800, {}).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace jianzhen::ingest
