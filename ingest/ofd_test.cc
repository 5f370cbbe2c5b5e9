#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "ingest/ofd_package.h"
#include "ingest/test_files.h"
#include "ingest/test_sink.h"
#include "ingest/test_zip.h"

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;
using core::ObservationKind;
using testing::HasSubstr;

constexpr const char* kNamespace = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";

// A small OFD file, entry by entry: one page of 100 × 200 mm.
class TestOfd {
 public:
  TestOfd() {
    entry("OFD.xml", element("OFD",
                             "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
                             "</ofd:DocBody>"));
    entry("Doc_0/Document.xml",
          element("Document",
                  "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 100 200</ofd:PhysicalBox>"
                  "</ofd:PageArea><ofd:TemplatePage ID=\"9\" BaseLoc=\"Tpl.xml\"/></ofd:CommonData>"
                  "<ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Page.xml\"/></ofd:Pages>"));
    page("");
  }

  void entry(const std::string& path, const std::string& bytes) { entries_[path] = bytes; }

  void second_document(const std::string& root) {
    entry("OFD.xml",
          element("OFD",
                  "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
                  "<ofd:DocBody><ofd:DocRoot>" +
                      root + "</ofd:DocRoot></ofd:DocBody>"));
  }

  // The content of the only page.
  void page(const std::string& objects, const std::string& before = "") {
    entry("Doc_0/Page.xml", page_xml(objects, before));
  }

  static std::string page_xml(const std::string& objects, const std::string& before = "") {
    return element("Page",
                   before + "<ofd:Content><ofd:Layer>" + objects + "</ofd:Layer></ofd:Content>");
  }

  static std::string text(const std::string& code, const std::string& words,
                          const std::string& object = "Boundary=\"10 20 80 10\" Size=\"5\"") {
    return "<ofd:TextObject " + object + "><ofd:TextCode " + code + ">" + words +
           "</ofd:TextCode></ofd:TextObject>";
  }

  static std::string element(const std::string& name, const std::string& inside) {
    return "<?xml version=\"1.0\"?><ofd:" + name + " " + kNamespace + ">" + inside +
           "</ofd:" + name + ">";
  }

  void write(const std::filesystem::path& to) const {
    write_zip(to, {entries_.begin(), entries_.end()});
  }

 private:
  std::map<std::string, std::string> entries_;
};

class Ofd : public testing::Test {
 protected:
  TestReading read() {
    ofd_.write(files_.path("a.ofd"));
    return read_file(files_.path("a.ofd"));
  }
  core::Result<core::Picture> rendered(int width) {
    ofd_.write(files_.path("a.ofd"));
    return render(files_.path("a.ofd"), *detect(files_.path("a.ofd")), 1, {}, width, {});
  }

  TestOfd ofd_;
  TestFiles files_;
};

std::uint8_t darkness(const core::Picture& picture, double x, double y) {
  const auto column = static_cast<std::size_t>(x * picture.width);
  const auto row = static_cast<std::size_t>(y * picture.height);
  return static_cast<std::uint8_t>(
      255 - picture.pixels.at((row * static_cast<std::size_t>(picture.width) + column) * 3));
}

TEST_F(Ofd, words_stand_where_the_page_shows_them) {
  ofd_.page(TestOfd::text("X=\"0\" Y=\"5\" DeltaX=\"g 3 5 5\"", "营业执照副"));
  const auto reading = read();
  ASSERT_TRUE(reading.result);
  ASSERT_EQ(reading.sink.text(0), "营业执照副");
  const core::Box box = reading.sink.pages[0].page.lines[0].box;
  EXPECT_NEAR(box.left, 0.10, 0.005);
  EXPECT_NEAR(box.right, 0.35, 0.005);
  EXPECT_NEAR(box.top, 0.105, 0.01);
  EXPECT_NEAR(box.bottom, 0.128, 0.01);
}

TEST_F(Ofd, a_matrix_scales_the_text) {
  ofd_.page(TestOfd::text("X=\"0\" Y=\"10\" DeltaX=\"10\"", "公章",
                          "Boundary=\"10 20 80 10\" Size=\"10\" CTM=\"0.5 0 0 0.5 0 0\""));
  EXPECT_NEAR(read().sink.pages.at(0).page.lines.at(0).box.right, 0.20, 0.005);
}

TEST_F(Ofd, words_of_the_template_are_on_the_page) {
  ofd_.entry("Doc_0/Tpl.xml", TestOfd::page_xml(TestOfd::text("X=\"0\" Y=\"5\"", "信用报告")));
  ofd_.page(TestOfd::text("X=\"0\" Y=\"5\"", "第一页", "Boundary=\"10 60 80 10\" Size=\"5\""),
            "<ofd:Template TemplateID=\"9\"/>");
  EXPECT_EQ(read().sink.text(0), "信用报告\n第一页");
}

TEST_F(Ofd, a_location_in_another_case_is_found) {
  ofd_.entry("Doc_0/TPL.XML", TestOfd::page_xml(TestOfd::text("X=\"0\" Y=\"5\"", "信用报告")));
  ofd_.page("", "<ofd:Template TemplateID=\"9\"/>");
  EXPECT_EQ(read().sink.text(0), "信用报告");
}

TEST_F(Ofd, the_second_document_of_a_package_is_read_after_the_first) {
  ofd_.page(TestOfd::text("X=\"0\" Y=\"5\"", "第一份"));
  ofd_.second_document("Doc_1/Document.xml");
  ofd_.entry("Doc_1/Document.xml",
             TestOfd::element("Document",
                              "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 50 50"
                              "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
                              "<ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Page.xml\"/></ofd:Pages>"));
  ofd_.entry("Doc_1/Page.xml", TestOfd::page_xml(TestOfd::text("X=\"0\" Y=\"5\"", "第二份")));
  const auto reading = read();
  EXPECT_EQ(reading.sink.known.page_count, 2);
  EXPECT_EQ(reading.sink.text(0), "第一份");
  EXPECT_EQ(reading.sink.text(1), "第二份");
  EXPECT_EQ(reading.sink.pages[1].page.number, 2);
  EXPECT_EQ(render(files_.path("a.ofd"), *detect(files_.path("a.ofd")), 2, {}, 100, {})->height,
            100);
  EXPECT_FALSE(render(files_.path("a.ofd"), *detect(files_.path("a.ofd")), 3, {}, 100, {}));
}

TEST_F(Ofd, a_second_document_that_cannot_be_read_is_told) {
  ofd_.page(TestOfd::text("X=\"0\" Y=\"5\"", "第一份"));
  ofd_.second_document("Doc_1/Document.xml");
  const auto reading = read();
  EXPECT_TRUE(reading.result);
  EXPECT_EQ(reading.sink.text(0), "第一份");
  EXPECT_TRUE(reading.sink.has(ObservationKind::truncated));
}

TEST_F(Ofd, blocks_nested_deeper_than_are_followed_are_told) {
  std::string blocks = TestOfd::text("X=\"0\" Y=\"5\"", "深处");
  for (int depth = 0; depth < 13; ++depth) {
    blocks = "<ofd:PageBlock>" + blocks + "</ofd:PageBlock>";
  }
  ofd_.page(TestOfd::text("X=\"0\" Y=\"5\"", "表面") + blocks);
  const auto reading = read();
  EXPECT_EQ(reading.sink.text(0), "表面");
  EXPECT_TRUE(reading.sink.has(ObservationKind::truncated, 1));
}

TEST_F(Ofd, any_namespace_prefix_will_do) {
  ofd_.entry("Doc_0/Page.xml",
             "<Page xmlns=\"http://www.ofdspec.org/2016\"><Content><Layer><TextObject "
             "Boundary=\"0 0 90 9\" Size=\"5\"><TextCode X=\"0\" Y=\"5\">单位名称</TextCode>"
             "</TextObject></Layer></Content></Page>");
  EXPECT_EQ(read().sink.text(0), "单位名称");
}

TEST_F(Ofd, a_doctype_is_refused_as_unsafe) {
  ofd_.entry("Doc_0/Page.xml",
             "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><p>&x;</p>");
  EXPECT_EQ(read().result.error().code, ErrorCode::unsafe);
}

TEST_F(Ofd, an_entry_that_leaves_the_package_is_unsafe) {
  ofd_.entry("../out.xml", "x");
  EXPECT_EQ(read().result.error().code, ErrorCode::unsafe);
}

TEST_F(Ofd, templates_that_hold_each_other_end) {
  const std::string again = "<ofd:Template TemplateID=\"9\"/>";
  ofd_.entry("Doc_0/Tpl.xml", TestOfd::page_xml(TestOfd::text("X=\"0\" Y=\"5\"", "某某"), again));
  ofd_.page("", again);
  EXPECT_TRUE(read().result);
}

TEST_F(Ofd, a_page_that_is_missing_is_told) {
  ofd_.entry("Doc_0/Document.xml",
             TestOfd::element("Document",
                              "<ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"No.xml\"/>"
                              "</ofd:Pages>"));
  const auto reading = read();
  EXPECT_EQ(reading.result.error().code, ErrorCode::corrupt);
  EXPECT_THAT(reading.sink.begun, testing::ElementsAre(1));
}

TEST_F(Ofd, a_filled_path_is_drawn_in_its_place) {
  ofd_.page(
      "<ofd:PathObject Boundary=\"50 100 50 100\" Fill=\"true\" Stroke=\"false\">"
      "<ofd:FillColor Value=\"0 0 0\"/><ofd:AbbreviatedData>M 0 0 L 50 0 L 50 100 L 0 100 C"
      "</ofd:AbbreviatedData></ofd:PathObject>");
  const auto picture = rendered(100);
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->width, 100);
  EXPECT_EQ(picture->height, 200);
  EXPECT_GT(darkness(*picture, 0.75, 0.75), 250);
  EXPECT_LT(darkness(*picture, 0.25, 0.25), 5);
}

TEST_F(Ofd, locations_never_leave_the_package) {
  EXPECT_EQ(OfdPackage::resolved("Doc_0/Document.xml", "Pages/a.xml"), "Doc_0/Pages/a.xml");
  EXPECT_EQ(OfdPackage::resolved("Doc_0/Document.xml", "/Doc_0/b.xml"), "Doc_0/b.xml");
  EXPECT_EQ(OfdPackage::resolved("Doc_0/Pages/a.xml", "../c.xml"), "Doc_0/c.xml");
  EXPECT_EQ(OfdPackage::resolved("Doc_0/a.xml", "../../etc/passwd"), std::nullopt);
}

TEST_F(Ofd, a_seal_over_other_bytes_is_invalid) {
  ofd_.entry("OFD.xml",
             TestOfd::element("OFD",
                              "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
                              "<ofd:Signatures>Signs.xml</ofd:Signatures></ofd:DocBody>"));
  ofd_.entry("Signs.xml",
             TestOfd::element("Signatures", "<ofd:Signature ID=\"1\" BaseLoc=\"S.xml\"/>"));
  ofd_.entry("S.xml", TestOfd::element("Signature", "<ofd:SignedValue>v.dat</ofd:SignedValue>"));
  ofd_.entry("v.dat", "no signature");
  EXPECT_TRUE(read().sink.has(ObservationKind::signature_invalid));
}

// A page with one large letter, and whatever font its resources bring.
class OfdFontsDrawn : public Ofd {
 protected:
  core::Picture drawn(const std::string& font_file, const std::string& glyphs = "") {
    TestOfd ofd;
    ofd.entry("Doc_0/Document.xml",
              TestOfd::element("Document",
                               "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 100 200"
                               "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>Res.xml"
                               "</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" "
                               "BaseLoc=\"Page.xml\"/></ofd:Pages>"));
    const std::string file = font_file.empty() ? "" : "<ofd:FontFile>f.ttf</ofd:FontFile>";
    ofd.entry("Doc_0/Res.xml",
              TestOfd::element("Res", "<ofd:Fonts><ofd:Font ID=\"7\" FontName=\"宋体\">" + file +
                                          "</ofd:Font></ofd:Fonts>"));
    if (!font_file.empty()) ofd.entry("Doc_0/f.ttf", font_file);
    ofd.page("<ofd:TextObject Boundary=\"10 20 80 80\" Size=\"60\" Font=\"7\">" + glyphs +
             "<ofd:TextCode X=\"0\" Y=\"60\">A</ofd:TextCode></ofd:TextObject>");
    ofd.write(files_.path("font.ofd"));
    return render(files_.path("font.ofd"), {FileClass::ofd, "application/ofd"}, 1, {}, 200, {})
        .value();
  }

  // Without serifs, and bold: nobody takes it for 宋体.
  static constexpr const char* kSans = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";
  static std::string sans() { return contents_of(kSans); }

  void SetUp() override {
    if (!std::filesystem::exists(kSans)) GTEST_SKIP() << "no " << kSans;
  }
};

TEST_F(OfdFontsDrawn, a_font_that_the_file_brings_is_used) {
  EXPECT_NE(drawn(sans()).pixels, drawn("").pixels);
}

TEST_F(OfdFontsDrawn, the_glyph_that_the_file_names_is_used) {
  const std::string glyphs =
      "<ofd:CGTransform CodePosition=\"0\" CodeCount=\"1\" GlyphCount=\"1\"><ofd:Glyphs>500"
      "</ofd:Glyphs></ofd:CGTransform>";
  EXPECT_NE(drawn(sans(), glyphs).pixels, drawn(sans()).pixels);
}

TEST_F(OfdFontsDrawn, bytes_that_are_no_font_are_not_missed) {
  EXPECT_EQ(drawn("no font").pixels, drawn("").pixels);
}

// Files of real portals, where they are.
class RealOfd : public Ofd {
 protected:
  void SetUp() override {
    const char* root = std::getenv("JIANZHEN_SOURCE_DIR");
    const std::filesystem::path source = root != nullptr ? root : ".";
    folder_ = source / "../shared/data/vectors/ofdrw-samples";
    if (!std::filesystem::exists(folder_)) GTEST_SKIP() << "no " << folder_;
  }
  TestReading read(const std::string& name) const { return read_file(folder_ / name); }

  std::filesystem::path folder_;
};

TEST_F(RealOfd, a_hello_is_read) {
  EXPECT_EQ(read("helloworld.ofd").sink.text(0), "你好呀，OFD Reader&Writer！");
}

TEST_F(RealOfd, a_sealed_invoice_is_valid) {
  EXPECT_THAT(read("v4signed.ofd").sink.detail_of(ObservationKind::signature_valid),
              HasSubstr("发票监制章"));
}

class RealSeals : public RealOfd, public testing::WithParamInterface<const char*> {};

TEST_P(RealSeals, are_stamped_on_the_page_in_red) {
  const auto page =
      render(folder_ / GetParam(), {FileClass::ofd, "application/ofd"}, 1, {}, 800, {});
  ASSERT_TRUE(page);
  int red = 0;
  for (std::size_t i = 0; i < page->pixels.size(); i += 3) {
    const std::uint8_t* pixel = &page->pixels[i];
    if (pixel[2] > 150 && pixel[0] < 120 && pixel[1] < 120) ++red;
  }
  EXPECT_GT(red, 300);
}

INSTANTIATE_TEST_SUITE_P(Ofd, RealSeals, testing::Values("v4signed.ofd", "SESV4SignDoc.ofd"),
                         [](const auto& one) {
                           const std::string name = one.param;
                           return name.substr(0, name.find('.'));
                         });

TEST_F(RealOfd, five_pages_of_a_list_are_read) {
  const auto reading = read("999.ofd");
  ASSERT_EQ(reading.sink.pages.size(), 5U);
  EXPECT_THAT(reading.sink.text(0), HasSubstr("发票代码"));
}

}  // namespace
}  // namespace jianzhen::ingest
