#include "ingest/office_package.h"

#include <gtest/gtest.h>

#include "ingest/ingest.h"
#include "ingest/test_files.h"
#include "ingest/test_zip.h"

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;

constexpr const char* kRoot = "<w:document>text</w:document>";

TEST(AProlog, of_a_plain_document_is_plain) {
  EXPECT_EQ(prolog_of("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made by hand -->" +
                      std::string(kRoot)),
            Prolog::plain);
}

TEST(AProlog, with_entities_declares) {
  EXPECT_EQ(
      prolog_of("<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"b\">]>" + std::string(kRoot)),
      Prolog::declares);
}

TEST(AProlog, with_an_outside_type_declares) {
  EXPECT_EQ(prolog_of("<!DOCTYPE r SYSTEM \"file:///x.dtd\"><r/>"), Prolog::declares);
}

TEST(AProlog, of_an_svg_picture_with_its_public_type_is_plain) {
  EXPECT_EQ(prolog_of("<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\"><svg/>"),
            Prolog::plain);
}

TEST(AProlog, that_calls_its_entities_svg_declares) {
  EXPECT_EQ(prolog_of("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>"), Prolog::declares);
}

TEST(AProlog, hides_no_type_behind_a_harmless_one) {
  EXPECT_EQ(prolog_of("<!DOCTYPE svg><!DOCTYPE r [<!ENTITY a \"b\">]><r/>"), Prolog::declares);
}

TEST(AProlog, in_sixteen_bits_hides_no_type) {
  std::string wide = "\xFF\xFE";
  for (const char c : std::string("<!DOCTYPE r [<!ENTITY a \"b\">]><r/>")) wide += {c, '\0'};
  EXPECT_EQ(prolog_of(wide), Prolog::declares);
}

TEST(AProlog, in_an_encoding_where_a_type_could_hide_declares) {
  EXPECT_EQ(prolog_of("<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADw-!DOCTYPE"), Prolog::declares);
}

TEST(AProlog, that_does_not_end_declares) {
  EXPECT_EQ(prolog_of("<!--" + std::string(std::size_t{64} << 10, '-')), Prolog::declares);
}

TEST(AProlog, is_not_sought_behind_the_root) {
  EXPECT_EQ(prolog_of("<r><![CDATA[<!DOCTYPE r [<!ENTITY a \"b\">]>]]></r>"), Prolog::plain);
}

class APackage : public testing::Test {
 protected:
  std::filesystem::path zip(const std::string& part, const std::string& content) {
    write_zip(files_.path("package.zip"), {{part, content}});
    return files_.path("package.zip");
  }
  TestFiles files_;
};

TEST_F(APackage, with_a_type_in_a_part_of_any_name_is_unsafe) {
  const auto file = zip("word/media/seal.bin", "<!DOCTYPE r [<!ENTITY a \"b\">]><r/>");
  const auto refused = refuse_document_types(file);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unsafe);
}

TEST_F(APackage, without_one_is_let_through) {
  EXPECT_TRUE(refuse_document_types(zip("word/document.xml", kRoot)));
}

TEST_F(APackage, is_refused_before_it_is_converted) {
  const FileType docx{FileClass::office,
                      "application/vnd.openxmlformats-officedocument.wordprocessingml.document"};
  const auto file = zip("word/document.xml", "<!DOCTYPE r [<!ENTITY a \"b\">]><r/>");
  EXPECT_EQ(convert_to_pdf(file, docx, files_.folder("scratch")).error().code, ErrorCode::unsafe);
}

}  // namespace
}  // namespace jianzhen::ingest
