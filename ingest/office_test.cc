#include <gtest/gtest.h>
#include <sys/wait.h>

#include <chrono>
#include <cstring>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "ingest/compound_file.h"
#include "ingest/test_files.h"
#include "ingest/test_sink.h"
#include "ingest/test_zip.h"

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;

void put(std::string& bytes, std::size_t at, std::uint32_t value, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) bytes[at + i] = static_cast<char>(value >> (8 * i));
}

// A compound file (MS-CFB) of three sectors: FAT, directory, and the first of the one stream.
std::string compound(const std::string& stream, const std::string& first_bytes = {}) {
  constexpr std::size_t kSector = 512;
  std::string bytes(4 * kSector, '\0');
  std::memcpy(bytes.data(), "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  put(bytes, 30, 9, 2);                    // sectors of 2^9 bytes
  put(bytes, 48, 1, 4);                    // the directory's sector
  put(bytes, 76, 0, 4);                    // the FAT's
  put(bytes, kSector + 4, 0xFFFFFFFE, 4);  // the directory ends there
  const std::size_t entry = 2 * kSector;
  for (std::size_t i = 0; i < stream.size(); ++i) bytes[entry + 2 * i] = stream[i];
  put(bytes, entry + 64, static_cast<std::uint32_t>(2 * stream.size() + 2), 2);
  bytes[entry + 66] = 2;
  put(bytes, entry + 116, 2, 4);
  put(bytes, entry + 120, 8192, 4);
  bytes.replace(3 * kSector, first_bytes.size(), first_bytes);
  return bytes;
}

class OfficeFiles : public testing::Test {
 protected:
  core::Result<std::filesystem::path> converted(const std::string& bytes) {
    const auto file = files_.write("file", bytes);
    return convert_to_pdf(file, detect(file).value(), files_.folder("scratch"));
  }
  TestFiles files_;
};

TEST_F(OfficeFiles, a_document_becomes_pages_with_words) {
  const auto pdf =
      converted("{\\rtf1\\ansi Annual report of the applicant\\par\\page Second page}");
  ASSERT_TRUE(pdf) << pdf.error().detail;
  const auto reading = read_file(*pdf);
  ASSERT_EQ(reading.sink.pages.size(), 2U);
  EXPECT_EQ(reading.sink.text(0), "Annual report of the applicant");
}

// Small on the page, it is read for its pixels all the same.
TEST_F(OfficeFiles, a_picture_keeps_its_resolution) {
  cv::Mat noise(300, 600, CV_8UC1);
  cv::randu(noise, 0, 255);
  std::vector<std::uint8_t> png;
  cv::imencode(".png", noise, png);
  const std::string name = "urn:oasis:names:tc:opendocument:xmlns:";
  const std::string kind = "application/vnd.oasis.opendocument.text";
  const auto file = files_.path("file");
  write_zip(
      file,
      {{"mimetype", kind},
       {"META-INF/manifest.xml",
        "<m:manifest xmlns:m=\"" + name +
            "manifest:1.0\"><m:file-entry m:full-path=\"/\" "
            "m:media-type=\"" +
            kind +
            "\"/><m:file-entry m:full-path=\"content.xml\" "
            "m:media-type=\"text/xml\"/><m:file-entry m:full-path=\"Pictures/1.png\" "
            "m:media-type=\"image/png\"/></m:manifest>"},
       {"content.xml",
        "<o:document-content xmlns:o=\"" + name + "office:1.0\" xmlns:t=\"" + name +
            "text:1.0\" xmlns:d=\"" + name + "drawing:1.0\" xmlns:s=\"" + name +
            "svg-compatible:1.0\" xmlns:x=\"http://www.w3.org/1999/xlink\" "
            "o:version=\"1.2\"><o:body>"
            "<o:text><t:p><d:frame s:width=\"2cm\" s:height=\"1cm\" t:anchor-type=\"as-char\">"
            "<d:image x:href=\"Pictures/1.png\" x:type=\"simple\" x:show=\"embed\" "
            "x:actuate=\"onLoad\"/></d:frame></t:p></o:text></o:body></o:document-content>"},
       {"Pictures/1.png", {png.begin(), png.end()}}},
      Packing::stored);
  const auto pdf = convert_to_pdf(file, {FileClass::office, kind}, files_.folder("scratch"));
  ASSERT_TRUE(pdf) << pdf.error().detail;
  const std::string bytes = contents_of(*pdf);
  EXPECT_NE(bytes.find("/Width 600"), std::string::npos);
  EXPECT_EQ(bytes.find("/DCTDecode"), std::string::npos) << "compressed with loss";
}

TEST_F(OfficeFiles, a_conversion_that_takes_too_long_is_ended_and_said) {
  const auto file = files_.write("file", "{\\rtf1\\ansi text}");
  const auto began = std::chrono::steady_clock::now();
  const auto pdf = convert_to_pdf(file, detect(file).value(), files_.folder("scratch"),
                                  std::chrono::milliseconds(100));
  ASSERT_FALSE(pdf);
  EXPECT_EQ(pdf.error().code, ErrorCode::timeout);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "it still runs";
}

TEST_F(OfficeFiles, the_streams_tell_word_from_excel) {
  EXPECT_EQ(detect(files_.write("a", compound("WordDocument")))->media_type, "application/msword");
  EXPECT_EQ(detect(files_.write("a", compound("Workbook")))->media_type,
            "application/vnd.ms-excel");
  EXPECT_EQ(detect(files_.write("a", compound("PowerPoint Document")))->media_type,
            "application/vnd.ms-powerpoint");
}

TEST_F(OfficeFiles, an_outlook_message_is_named_but_not_read) {
  const FileType type = detect(files_.write("a", compound("__properties_version1.0"))).value();
  EXPECT_EQ(type.media_type, "application/vnd.ms-outlook");
  EXPECT_EQ(type.file_class, FileClass::unsupported);
}

TEST_F(OfficeFiles, an_encrypted_package_is_told_without_opening_it) {
  EXPECT_EQ(converted(compound("EncryptedPackage")).error().code, ErrorCode::encrypted);
}

TEST_F(OfficeFiles, an_old_word_file_with_a_password_is_told) {
  const std::string fib("\xEC\xA5\xC1\0\0\0\0\0\0\0\0\x01", 12);  // fEncrypted
  EXPECT_EQ(converted(compound("WordDocument", fib)).error().code, ErrorCode::encrypted);
}

TEST_F(OfficeFiles, an_old_workbook_with_a_password_is_told) {
  const std::string records("\x09\x08\x02\0\0\x06\x2F\0\x02\0\0\0", 12);  // BOF, FilePass
  EXPECT_EQ(converted(compound("Workbook", records)).error().code, ErrorCode::encrypted);
}

TEST_F(OfficeFiles, a_directory_that_runs_in_a_ring_ends) {
  std::string bytes = compound("WordDocument");
  put(bytes, 512 + 4, 1, 4);
  EXPECT_TRUE(look_into_compound(files_.write("a", bytes)));
}

TEST_F(OfficeFiles, an_empty_zip_that_calls_itself_docx_is_corrupt) {
  const FileType docx{FileClass::office,
                      "application/vnd.openxmlformats-officedocument.wordprocessingml.document"};
  const auto file = files_.write("file", std::string("PK\x05\x06", 4) + std::string(18, '\0'));
  const auto pdf = convert_to_pdf(file, docx, files_.folder("scratch"));
  ASSERT_FALSE(pdf);
  EXPECT_EQ(pdf.error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace jianzhen::ingest
