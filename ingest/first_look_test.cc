#include "ingest/qpdf_lint.h"  // first
//
#include <gtest/gtest.h>

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include "ingest/ingest.h"
#include "ingest/test_files.h"
#include "ingest/test_pdf.h"
#include "ingest/test_zip.h"

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;

class FirstLooks : public testing::Test {
 protected:
  // As a program for the web writes it: what a viewer needs first stands in front.
  std::string linearised(const std::string& password) {
    TestPdf pdf;
    // More than is looked at.
    const std::string picture = std::to_string(pdf.picture(1500, 1500));
    for (int i = 0; i < 12; ++i) {
      pdf.page({.content = long_text() + "q 100 0 0 100 0 0 cm /P Do Q",
                .x_objects = "/P " + picture + " 0 R"});
    }
    const std::string bytes = pdf.bytes();
    QPDF read;
    read.processMemoryFile("made", bytes.data(), bytes.size());
    QPDFWriter writer(read);
    writer.setOutputMemory();
    writer.setLinearization(true);
    writer.setCompressStreams(false);
    if (!password.empty()) {
      writer.setR6EncryptionParameters(password.c_str(), "owner", true, true, true, true, true,
                                       true, qpdf_r3p_full, true);
    }
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
  }

  core::Result<FirstLook> look(const std::string& bytes, std::size_t come = std::string::npos) {
    return first_look(files_.write("come", bytes.substr(0, come)));
  }

  TestFiles files_;
};

TEST_F(FirstLooks, a_pdf_for_the_web_tells_its_pages_before_it_has_come) {
  const auto seen = look(linearised(""), 64 << 10);
  EXPECT_EQ(seen->media_type, "application/pdf");
  EXPECT_EQ(seen->page_count, 12);
  EXPECT_FALSE(seen->trouble);
}

TEST_F(FirstLooks, a_password_is_told_before_the_rest_has_come) {
  const auto seen = look(linearised("secret"), 64 << 10);
  ASSERT_TRUE(seen->trouble);
  EXPECT_EQ(seen->trouble->code, ErrorCode::encrypted);
  EXPECT_EQ(seen->page_count, 12);
}

TEST_F(FirstLooks, a_pdf_whose_trailer_has_not_come_is_not_accused) {
  TestPdf pdf;
  for (int i = 0; i < 3; ++i) pdf.page({.content = long_text()});
  const std::string bytes = pdf.bytes();
  const auto seen = look(bytes, bytes.size() / 2);
  EXPECT_EQ(seen->media_type, "application/pdf");
  EXPECT_EQ(seen->page_count, 0);
  EXPECT_FALSE(seen->trouble);
}

TEST_F(FirstLooks, a_zip_is_known_by_its_first_member) {
  const auto file = files_.path("a.zip");
  write_zip(file, {{"1.pdf", std::string(100'000, 'x')}});
  std::string bytes = contents_of(file);
  EXPECT_EQ(look(bytes, 100)->media_type, "application/zip");
  EXPECT_FALSE(look(bytes, 100)->trouble);
  bytes[6] = 1;  // encrypted
  EXPECT_EQ(look(bytes, 100)->trouble->code, ErrorCode::encrypted);
}

TEST_F(FirstLooks, what_nobody_reads_is_named) {
  const auto seen = look(
      "\x7f"
      "ELF\x02\x01\x01" +
      std::string(1000, '\0'));
  ASSERT_TRUE(seen->trouble);
  EXPECT_EQ(seen->trouble->code, ErrorCode::unsupported);
}

}  // namespace
}  // namespace jianzhen::ingest
