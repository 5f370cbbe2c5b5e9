#include "ingest/media_type.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "ingest/archive_reader.h"
#include "ingest/test_files.h"
#include "ingest/test_pdf.h"
#include "ingest/test_zip.h"
#include "ingest/text_encoding.h"

namespace jianzhen::ingest {
namespace {

using namespace std::string_literals;

class MediaTypes : public testing::Test {
 protected:
  FileType type_of(const std::string& bytes) { return detect(files_.write("file", bytes)).value(); }

  std::string zip(const ZipMembers& members) {
    write_zip(files_.path("made.zip"), members, Packing::stored);
    return contents_of(files_.path("made.zip"));
  }

  TestFiles files_;
};

struct Case {
  const char* name;
  std::string bytes;
  FileClass file_class;
  const char* media_type;
};

class FirstBytes : public MediaTypes, public testing::WithParamInterface<Case> {};

TEST_P(FirstBytes, tell_what_it_is) {
  const FileType type = type_of(GetParam().bytes);
  EXPECT_EQ(type.media_type, GetParam().media_type);
  EXPECT_EQ(type.file_class, GetParam().file_class);
}

INSTANTIATE_TEST_SUITE_P(
    MediaTypes, FirstBytes,
    testing::Values(
        Case{"nothing", "", FileClass::empty, "inode/x-empty"},
        Case{"pdf", "%PDF-1.4\n1 0 obj\n", FileClass::pdf, "application/pdf"},
        Case{"pdf_after_junk", "\r\n\r\n  %PDF-1.4\n1 0 obj\n", FileClass::pdf, "application/pdf"},
        Case{"jpeg", "\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01"s, FileClass::picture, "image/jpeg"},
        Case{"png", "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02"s,
             FileClass::picture, "image/png"},
        Case{"mp4",
             "\0\0\0\x18"s
             "ftypisom\0\0\x02\0isomiso2"s,
             FileClass::video, "video/mp4"},
        Case{"rar", "Rar!\x1A\x07\x01\0"s, FileClass::archive, "application/x-rar"},
        Case{"gzip", "\x1F\x8B\x08\0\0\0\0\0\0\x03"s, FileClass::archive, "application/gzip"},
        Case{"dwg", "AC1032\0\0\0\0\0\0\0"s, FileClass::unsupported, "image/vnd.dwg"},
        Case{"program",
             "\x7F"s
             "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3E\0"s,
             FileClass::unsupported, "application/x-executable"},
        Case{"unknown", "\x01\x02\x03\x04\xFE\xFD\xFC\0\0\x07"s, FileClass::unsupported,
             "application/octet-stream"},
        Case{"rtf", "{\\rtf1\\ansi text}", FileClass::office, "text/rtf"},
        Case{"utf8", "说明：本材料属实。\n", FileClass::text, "text/plain"},
        Case{"gb18030", "\xCB\xB5\xC3\xF7\xA3\xBA\xB1\xBE\xB2\xC4\xC1\xCF\xCA\xF4\xCA\xB5\n",
             FileClass::text, "text/plain"},
        Case{"utf16", "\xFF\xFE\xF4\x8B\x0E\x66"s, FileClass::text, "text/plain"},
        Case{"json", "{\"a\": [1, 2, 3]}", FileClass::text, "application/json"}),
    [](const auto& about) { return about.param.name; });

TEST_F(MediaTypes, a_zip_is_what_it_holds) {
  const std::string office = "application/vnd.openxmlformats-officedocument.";
  const auto types = "[Content_Types].xml"s;
  EXPECT_EQ(type_of(zip({{types, "<x/>"}, {"word/document.xml", "<x/>"}})).media_type,
            office + "wordprocessingml.document");
  EXPECT_EQ(type_of(zip({{types, "<x/>"}, {"xl/workbook.xml", "<x/>"}})).media_type,
            office + "spreadsheetml.sheet");
  EXPECT_EQ(type_of(zip({{"ppt/presentation.xml", "<x/>"}, {types, "<x/>"}})).media_type,
            office + "presentationml.presentation");
  EXPECT_EQ(type_of(zip({{"mimetype", "application/vnd.oasis.opendocument.text"}})).media_type,
            "application/vnd.oasis.opendocument.text");
}

TEST_F(MediaTypes, an_open_document_packed_anew_is_still_one) {
  const char* odt = "application/vnd.oasis.opendocument.text";
  EXPECT_EQ(type_of(zip({{"content.xml", "<x/>"}, {"mimetype", odt}})).media_type, odt);
}

TEST_F(MediaTypes, a_pdf_that_lost_its_beginning_is_still_one) {
  EXPECT_EQ(type_of(std::string("\x01\x02\0<<>>\nendobj\nstartxref\n9", 26)).media_type,
            "application/pdf");
}

TEST_F(MediaTypes, an_ofd_is_no_archive) {
  const FileType type = type_of(zip({{"OFD.xml", "<x/>"}, {"Doc_0/Document.xml", "<x/>"}}));
  EXPECT_EQ(type.media_type, "application/ofd");
  EXPECT_EQ(type.file_class, FileClass::ofd);
}

TEST_F(MediaTypes, a_zip_with_a_folder_named_word_is_still_a_zip) {
  EXPECT_EQ(type_of(zip({{"word/1.txt", "x"}, {"2.txt", "x"}})).file_class, FileClass::archive);
}

TEST_F(MediaTypes, a_pdf_stored_first_in_a_zip_is_a_zip) {
  EXPECT_EQ(type_of(zip({{"a.pdf", "%PDF-1.4"}})).media_type, "application/zip");
}

TEST_F(MediaTypes, a_missing_file_is_unreadable) {
  EXPECT_EQ(detect(files_.path("none")).error().code, core::ErrorCode::unreadable);
}

TEST(TextEncoding, each_encoding_gives_the_same_words) {
  const std::string words = "说明ab";
  EXPECT_EQ(text_of(words), words);
  EXPECT_EQ(text_of("\xEF\xBB\xBF" + words), words);
  EXPECT_EQ(text_of("\xCB\xB5\xC3\xF7"s + "ab"), words);
  EXPECT_EQ(text_of("\xFF\xFE\xF4\x8B\x0E\x66"s + "a\0b\0"s), words);
  EXPECT_EQ(text_of("\xFE\xFF\x8B\xF4\x66\x0E"s + "\0a\0b"s), words);
  EXPECT_EQ(text_of("a\0b\0c\0d\0e\0"s), "abcde");
}

TEST(TextEncoding, four_byte_gb18030_is_read) { EXPECT_EQ(from_gb18030("\x95\x32\x82\x36"), "𠀀"); }

TEST(TextEncoding, a_sequence_cut_at_the_end_of_the_look_is_still_text) {
  EXPECT_TRUE(looks_like_text("说明说明\xE8\xAF"));
  EXPECT_FALSE(looks_like_text("a\0b"s));
}

}  // namespace
}  // namespace jianzhen::ingest
